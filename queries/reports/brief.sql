-- title: What did each side say?
-- columns: what / weapon / part / region as what, says, window, source / relayed_by as source, remark, citation as cite
-- section: day, direction
-- cite: citation
-- note: Each direction stands alone; nothing is subtracted across directions. A relay is named beside what it relays.
-- note: What the sides say of the same scope, and whether it can both be true: ledger report side-by-side.
with spoken as materialized (
    select claim_id, own_claim_id, same_figure, row_no, source, source_zone, is_relay, origin, url, note, published, role,
        metric, weapon, region, part, value, lo, hi, recap, breakdown, attacker, defender, subject, scope_id,
        day_first, day, window_start, window_end, window_precision,
        case when attacker is not null or defender is not null
            then coalesce(attacker, '?') || ' → ' || coalesce(defender, '?') else 'losses of ' || subject end as direction
    from voice_claim
    -- without bounds: the last day told of
    where getvariable('from') is not null or getvariable('to') is not null
        or day = (select max(c.day) from current_claim c
            where in_bounds(c.day_first, c.day, c.attacker, c.defender, c.subject))
),
relay as (
    select own_claim_id as claim_id,
        'relayed by ' || string_agg(source || if(same_figure, '', ' (another figure)'), ', ' order by published, source, url, row_no) as relayed_by
    from spoken where own_claim_id is not null group by own_claim_id
),
-- the parts of a declared total: do they meet it?
parts as (
    select t.claim_id, sum(p.lo) as lo, sum_of_hi(p.hi, true) as hi, count(*) as parts
    from spoken t
    join spoken p
        on p.source = t.source and p.url = t.url and p.metric = t.metric and p.claim_id <> t.claim_id
        and p.attacker is not distinct from t.attacker and p.defender is not distinct from t.defender
        and p.window_start = t.window_start and p.window_end = t.window_end and p.part is null
    join scope_in i on i.scope_id = p.scope_id and i.within_id = t.scope_id
    where t.breakdown <> 'none' and t.part is null
    group by t.claim_id, t.breakdown
),
-- when windows are is slow to tell, and there are few of them
window_told as materialized (
    select window_start, window_end, source_zone, window_text(window_start, window_end, source_zone) as told
    from (select distinct window_start, window_end, source_zone from spoken)
),
stated as (
    select s.day_first, s.day, s.direction, s.role, s.metric, null as what, s.weapon, s.part, s.region, s.value as says, s.lo,
        s.hi, s.window_start, s.window_end, s.window_precision, s.source_zone,
        if(s.is_relay, s.source || ' relaying ' || s.origin, s.source) as source, relay.relayed_by, s.url as citation,
        case when p.parts is null then s.note
             when p.lo > s.hi then 'parts ' || p.parts || ', together ' || interval_text(p.lo, p.hi) || ': more than the total'
             when s.breakdown = 'partial' then 'of these ' || interval_text(p.lo, p.hi) || ' are given by part'
             when intervals_meet(p.lo, p.hi, s.lo, s.hi)
                then p.parts || ' parts, together ' || interval_text(p.lo, p.hi) || ': they meet the total'
             else p.parts || ' parts, together ' || interval_text(p.lo, p.hi) || ': they do not meet the total'
        end as remark,
        s.claim_id, s.published, 0 as rank
    from spoken s
    left join relay on relay.claim_id = s.claim_id
    left join parts p on p.claim_id = s.claim_id
    where s.own_claim_id is null
),
-- a composite or its parts, not both
composite as (
    select distinct url, source, weapon, region, window_end from spoken where metric = 'neutralised'
),
-- what follows from one document's own figures in one scope
outcome as (
    select l.day_first, l.day, l.direction, l.source, l.source_zone, l.url, l.window_start, l.window_end,
        l.window_precision, l.weapon, l.region, l.part, l.claim_id, l.published, l.lo, l.hi,
        sum(o.lo) filter (o.metric in ('neutralised', 'intercepted', 'suppressed')) as down_lo,
        sum_of_hi(o.hi, o.metric in ('neutralised', 'intercepted', 'suppressed')) as down_hi,
        string_agg(o.lo || if(o.metric = 'airborne_at_cutoff', ' still airborne at cut-off', ' ' || o.metric), ', '
            order by o.metric, o.lo, o.hi)
            filter (o.metric in ('lost', 'hit', 'airborne_at_cutoff')) as rest,
        coalesce(sum(o.lo) filter (o.metric in ('lost', 'hit', 'airborne_at_cutoff')), 0) as rest_lo,
        if(rest is null, 0, sum_of_hi(o.hi, o.metric in ('lost', 'hit', 'airborne_at_cutoff'))) as rest_hi
    from spoken l
    join spoken o on o.source = l.source and o.url = l.url and o.direction = l.direction
        and o.weapon = l.weapon and o.region = l.region and o.part is not distinct from l.part
        and o.window_start = l.window_start and o.window_end = l.window_end
    left join composite n on n.url = o.url and n.source = o.source and n.weapon = o.weapon and n.region = o.region
        and n.window_end = o.window_end
    where l.metric = 'launched' and l.own_claim_id is null and l.lo is not null and o.lo is not null and not l.recap
        and (n.url is null or o.metric not in ('intercepted', 'suppressed'))
    group by all
),
derived as (
    select *, unnest([
        {rank: 1, what: 'not neutralised (derived)', lo: greatest(0, lo - down_hi), hi: hi - down_lo,
            remark: 'launched less neutralised' || coalesce(', of which ' || rest, '')},
        {rank: 2, what: 'unaccounted (derived)', lo: greatest(0, lo - down_hi - rest_hi), hi: greatest(0, hi - down_lo - rest_lo),
            remark: 'not neutralised less lost, hit and airborne at cut-off; locations hit are places, not munitions'}
    ]) as figure
    from outcome where down_lo is not null and hi > down_lo
),
told as (
    from stated
    union all
    select day_first, day, direction, 'defender', 'neutralised', figure.what, weapon, part, region,
        interval_text(figure.lo, figure.hi), cast(figure.lo as bigint), cast(figure.hi as bigint), window_start, window_end,
        window_precision, source_zone, source, null, url, figure.remark, claim_id, published, figure.rank
    from derived
    where figure.hi is not null
)
select t.day, t.direction, coalesce(t.what, m.name) as what, nullif(t.weapon, 'unspecified') as weapon, t.part,
    if(t.region = 'all', null, coalesce(r.name, t.region)) as region, t.says, t.lo, t.hi,
    if(t.window_precision = 'day', if(t.day_first = t.day, cast(t.day as varchar), t.day_first || ' – ' || t.day), w.told)
        as "window",
    t.source, t.relayed_by, t.citation, t.remark, t.claim_id
from told t
join metric m on m.id = t.metric
left join region r on r.id = t.region
left join window_told w
    on w.window_start = t.window_start and w.window_end = t.window_end and w.source_zone = t.source_zone
order by t.day, t.direction,
    list_position(['launched', 'neutralised', 'intercepted', 'suppressed', 'lost', 'hit', 'airborne_at_cutoff',
        'left_airspace', 'hit_locations', 'debris_locations', 'sites_struck', 'sites_damaged'], t.metric) nulls last,
    t.metric, t.region <> 'all', t.part is not null, t.rank > 0, if(t.rank = 0, t.lo, null) desc, t.published, t.claim_id, t.rank;
