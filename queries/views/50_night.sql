-- what may be added up, and nights: one row a direction and day

-- speaking figures of a period that a sum leaves out, and why: the whole already counts them; or that a composite of
-- their document has in it. Apart from what they say, which is as wide as the ledger
create or replace view sum_mark as
with said as materialized (
    select claim_id, source, url, voice, attacker, defender, subject, metric, scope_id, coalesce(part, '') as part_key,
        breakdown, recap, totals_regions, totals_weapons, day, window_start, window_end, window_precision, entry_id, row_no
    from speaking_claim where basis = 'period' and lo is not null
),
-- inside another figure of the same document: a part of a whole, a region of `all`, a weapon of a declared total
inside as (
    select c.claim_id, bool_or(o.metric = c.metric) as counted_in_whole, bool_or(o.metric = 'neutralised') as in_composite
    from said c
    join said o
        on o.source = c.source and o.url = c.url and o.voice = c.voice and o.day = c.day
        and o.attacker is not distinct from c.attacker and o.defender is not distinct from c.defender
        and o.subject is not distinct from c.subject and o.claim_id <> c.claim_id
    left join scope_in i on i.scope_id = c.scope_id and i.within_id = o.scope_id
    where o.part_key in ('', c.part_key)
        and o.window_start <= c.window_start and o.window_end >= c.window_end
        and (o.metric = c.metric or (o.metric = 'neutralised' and c.metric in ('intercepted', 'suppressed')))
        -- what an input row gives beside the total it declares are the parts of that total
        and ((o.breakdown <> 'none' and c.breakdown = 'none' and o.entry_id = c.entry_id and o.row_no = c.row_no)
            or (i.scope_id is not null and (i.weapon_same or o.totals_weapons) and (i.region_same or o.totals_regions)))
        -- of one scope stated twice in one document, the first counts
        and (o.scope_id <> c.scope_id or o.part_key <> c.part_key or o.window_start < c.window_start
            or o.window_end > c.window_end or o.row_no < c.row_no)
    group by c.claim_id
),
marked as materialized (
    select s.claim_id, voice, attacker, defender, subject, scope_id, part_key, day, window_start, window_end,
        window_precision, coalesce(i.in_composite, false) as in_composite,
        case when s.recap then 'recap'
             when i.counted_in_whole or p.claim_id is not null then 'part of a whole that is counted' end as left_out
    from said s left join inside i using (claim_id)
    -- or so stated by a person
    left join (select distinct from_id as claim_id from link
        where kind = 'part_of' and to_id not in (select claim_id from retracted_claim)) p using (claim_id)
),
timed as (
    from marked where left_out is null and window_precision = 'minute'
),
-- days on which one scope has several windows: they are few
crowded as (
    select voice, attacker, defender, subject, scope_id, part_key, day from timed
    group by all having min(window_start) <> max(window_start)
),
-- windows of one source, scope and day that overlap: the later is left out; equal windows are separate reports
overlapping as (
    select claim_id from (
        select t.claim_id, t.window_start < max(t.window_end) over (
            partition by t.voice, t.attacker, t.defender, t.subject, t.scope_id, t.part_key, t.day
            order by t.window_start range between unbounded preceding and interval 1 microsecond preceding
        ) as sticks_out
        from timed t
        semi join crowded c on c.voice = t.voice and c.scope_id = t.scope_id and c.day = t.day and c.part_key = t.part_key
            and c.attacker is not distinct from t.attacker and c.defender is not distinct from t.defender
            and c.subject is not distinct from t.subject
    ) where sticks_out
)
select m.claim_id, m.in_composite, coalesce(m.left_out, if(o.claim_id is null, null, 'its window overlaps an earlier one'))
    as left_out
from marked m left join overlapping o using (claim_id)
where m.in_composite or m.left_out is not null or o.claim_id is not null;

-- each speaking figure of a period, and why a sum leaves it out
create or replace view countable_claim as
select s.*, coalesce(part, '') as part_key, coalesce(m.in_composite, false) as in_composite, m.left_out
from speaking_claim s left join sum_mark m using (claim_id)
where basis = 'period' and lo is not null;

-- one row a figure of munitions launched, with what its own document says became of them, in the same scope
create or replace view funnel_line as
with counted as materialized (from countable_claim where left_out is null),
outcome as (
    select source, url, voice, attacker, defender, weapon, region, part_key, window_start, window_end,
        sum(lo) filter (metric = 'neutralised' or (metric in ('intercepted', 'suppressed') and not in_composite))
            as neutralised_lo,
        sum_of_hi(hi, metric = 'neutralised' or (metric in ('intercepted', 'suppressed') and not in_composite))
            as neutralised_hi,
        sum(lo) filter (metric = 'lost') as lost_lo, sum_of_hi(hi, metric = 'lost') as lost_hi,
        sum(lo) filter (metric = 'hit') as hit_lo, sum_of_hi(hi, metric = 'hit') as hit_hi,
        sum(lo) filter (metric = 'airborne_at_cutoff') as airborne_lo,
        sum_of_hi(hi, metric = 'airborne_at_cutoff') as airborne_hi
    from counted
    where metric in ('neutralised', 'intercepted', 'suppressed', 'lost', 'hit', 'airborne_at_cutoff')
    group by all
)
select l.claim_id, l.day, l.attacker, l.defender, l.voice, l.voice_party, l.level, l.source, l.url, l.weapon, l.region,
    l.part, l.lo as launched_lo, l.hi as launched_hi, o.* exclude (source, url, voice, attacker, defender, weapon,
        region, part_key, window_start, window_end),
    if(neutralised_lo is null, null, greatest(0, l.lo - neutralised_hi)) as not_neutralised_lo,
    if(neutralised_lo is null, null, l.hi - neutralised_lo) as not_neutralised_hi,
    -- an outcome that is open above may be all of them
    if(neutralised_lo is null, null, greatest(0, l.lo - neutralised_hi - if(lost_lo is null, 0, lost_hi)
        - if(hit_lo is null, 0, hit_hi) - if(airborne_lo is null, 0, airborne_hi))) as unaccounted_lo,
    if(neutralised_lo is null or l.hi is null, null, greatest(0, l.hi - neutralised_lo - coalesce(lost_lo, 0)
        - coalesce(hit_lo, 0) - coalesce(airborne_lo, 0))) as unaccounted_hi
from counted l
left join outcome o
    on o.source = l.source and o.url = l.url and o.voice = l.voice and o.attacker = l.attacker
    and o.defender = l.defender and o.weapon = l.weapon and o.region = l.region and o.part_key = l.part_key
    and o.window_start = l.window_start and o.window_end = l.window_end
where l.metric = 'launched';

-- the weapon words that nights add up: those at or below set variable weapon (default: uav), or all for any
create or replace view night_weapon as
select id from weapon_under where within = coalesce(getvariable('weapon'), 'uav')
union
select weapon from scope where getvariable('weapon') = 'any';

-- one row a direction and day, in the words of one voice: a national one before others, then the party aimed at, then
-- whoever gives more figures. Munitions are those of night_weapon; places are of all weapons
create or replace view night as
with counted as materialized (
    select c.* from countable_claim c join metric m on m.id = c.metric
    where c.left_out is null and m.family in ('air', 'places')
        and (m.family = 'places' or c.weapon in (from night_weapon))
),
line as (
    select day, attacker, defender, voice, sum(launched_lo) as base_lo, sum_of_hi(launched_hi, true) as base_hi,
        sum(neutralised_lo) as of_lo, sum_of_hi(neutralised_hi, true) as of_hi,
        sum(unaccounted_lo) as unaccounted_lo, sum_of_hi(unaccounted_hi, true) as unaccounted_hi
    from funnel_line
    where neutralised_lo is not null and weapon in (from night_weapon)
    group by day, attacker, defender, voice
),
place as (
    select day, attacker, defender, voice, string_agg(region || ' ' || says, ', ' order by lo desc, region) as regions
    from (
        select day, attacker, defender, voice, region, sum(lo) as lo,
            interval_text(sum(lo), sum_of_hi(hi, true)) as says
        from countable_claim c join metric m on m.id = c.metric
        where region <> 'all' and c.metric in ('intercepted', 'neutralised', 'suppressed')
            and coalesce(left_out, '') in ('', 'part of a whole that is counted')
            and weapon in (from night_weapon)
        group by all
    ) group by all
),
tally as (
    select day, attacker, defender, voice, any_value(voice_party) as voice_party, any_value(level) as level,
        any_value(role) as role, count(*) as claims, count(distinct (window_start, window_end)) as windows,
        min(published) as published,
        sum(lo) filter (metric = 'launched') as launched_lo,
        sum_of_hi(hi, metric = 'launched') as launched_hi,
        sum(lo) filter (metric in ('neutralised', 'intercepted', 'suppressed') and not in_composite) as neutralised_lo,
        sum_of_hi(hi, metric in ('neutralised', 'intercepted', 'suppressed') and not in_composite) as neutralised_hi,
        sum(lo) filter (metric = 'lost') as lost_lo, sum_of_hi(hi, metric = 'lost') as lost_hi,
        sum(lo) filter (metric = 'airborne_at_cutoff') as airborne_lo,
        sum_of_hi(hi, metric = 'airborne_at_cutoff') as airborne_hi,
        sum(lo) filter (metric = 'hit_locations') as hit_locations_lo,
        sum_of_hi(hi, metric = 'hit_locations') as hit_locations_hi,
        sum(lo) filter (metric = 'debris_locations') as debris_locations_lo,
        sum_of_hi(hi, metric = 'debris_locations') as debris_locations_hi
    from counted group by day, attacker, defender, voice
),
overlapping as (
    select day, attacker, defender, voice,
        string_agg(metric || ' ' || interval_text(lo, hi), ', ' order by metric, lo, hi) as left_out
    from countable_claim
    where left_out = 'its window overlaps an earlier one' and part is null
        and weapon in (from night_weapon)
    group by day, attacker, defender, voice
),
chosen as (
    select *, count(*) over (partition by day, attacker, defender) - 1 as other_voices
    from tally
    qualify row_number() over (
        partition by day, attacker, defender
        order by speaks_for_all(level) desc, role = 'defender' desc, claims desc, published, neutralised_lo desc,
            launched_lo desc, windows desc, voice
    ) = 1
)
select c.* exclude (published),
    if(of_lo is not null and base_hi is null, 0, round(of_lo / nullif(base_hi, 0), 4)) as rate_lo,
    if(rate_lo is null, null, greatest(rate_lo, round(least(1, of_hi / nullif(base_lo, 0)), 4))) as rate_hi,
    unaccounted_lo, unaccounted_hi, regions, left_out
from chosen c
left join line l using (day, attacker, defender, voice)
left join place p using (day, attacker, defender, voice)
left join overlapping o using (day, attacker, defender, voice);

-- which figures sums leave out, by metric and reason
create or replace view left_out_of_sums as
select metric, left_out, count(*) as claims, sum(lo) as total
from countable_claim where left_out is not null
group by metric, left_out;
