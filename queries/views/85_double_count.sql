-- figures that a sum over all rows would count twice, and the figure that stands for each

-- the rows of a sum that asks nothing: every figure, earlier versions of a document too
create or replace view summable_row as
select claim_id, source, origin, url, published, attacker, defender, subject, metric, weapon, population, region, part,
    lo, hi, day_first, day
from current_claim where lo is not null
union all
select claim_id, source, origin, url, published, attacker, defender, subject, metric, weapon, population, region, part,
    lo, hi, day_first, day
from claim
where lo is not null and claim_id in (select claim_id from superseded_claim)
    and claim_id not in (select claim_id from retracted_claim);

-- one row a figure above zero, by the first reason that holds (rank); by_id: the figure that stands for it, null for a
-- recap, which repeats several; surely is false where two documents of one voice may be two reports
create or replace view counted_twice as
with said as materialized (
    select claim_id, source, url, published, voice, voice_party, level, role, attacker, defender, subject, metric, region,
        scope_id, coalesce(part, '') as part_key, basis, breakdown, totals_regions, totals_weapons, lo, hi, day,
        window_start, window_end, window_precision, entry_id, row_no, m.left_out
    from speaking_claim s left join sum_mark m using (claim_id)
    where lo is not null
),
revised as (
    select c.claim_id, c.day, c.lo, c.hi, 'an earlier version of the same document' as reason,
        arg_max(n.claim_id, (n.published, n.lo, n.hi, n.claim_id)) as by_id,
        arg_max(n.day, (n.published, n.lo, n.hi, n.claim_id)) as by_day
    from revision_link l
    join summable_row c on c.claim_id = l.to_id
    join current_claim n on n.claim_id = l.from_id
    where in_bounds(c.day_first, c.day, c.attacker, c.defender, c.subject)
    group by c.claim_id, c.day, c.lo, c.hi
),
relayed as (
    select v.claim_id, v.day, v.lo, v.hi, 'a relay of a figure that its origin tells' as reason,
        arg_min(o.claim_id, (l.why <> 'the same figure', o.published, o.window_start, o.lo, o.claim_id)) as by_id,
        arg_min(o.day, (l.why <> 'the same figure', o.published, o.window_start, o.lo, o.claim_id)) as by_day
    from voice_claim v
    join (from holding_quote where in_days(day_first, day)) l on l.from_id = v.claim_id
    join claim o on o.claim_id = l.to_id and o.day = l.to_day
    where v.own_claim_id is not null
    group by v.claim_id, v.day, v.lo, v.hi
),
-- where the origin's own claim is absent, one of its relays speaks
relayed_again as (
    select claim_id, day, lo, hi, 'another relay of the same figure' as reason, first_value(claim_id) over relays as by_id,
        first_value(day) over relays as by_day
    from voice_claim where is_relay and own_claim_id is null
    window relays as (
        partition by voice, attacker, defender, subject, scope_id, part, basis, event, window_start, window_end, kind,
            lo, hi
        order by published, claim_id
    )
    qualify by_id <> claim_id
),
running as (
    select claim_id, day, lo, hi,
        if(basis = 'cumulative', 'a later running total counts it', 'a level at one time is no flow') as reason,
        first_value(claim_id) over series as by_id, first_value(day) over series as by_day
    from said where basis <> 'period'
    window series as (
        partition by voice, attacker, defender, subject, scope_id, part_key, basis,
            if(basis = 'cumulative', window_start, null)
        order by day desc, published desc, lo desc, claim_id
    )
    qualify day < by_day
),
-- the figure of the same document, or of the same series, that covers it; a counted one first
covering as (
    select c.claim_id,
        arg_max(o.claim_id, (o.left_out is null, o.scope_id = c.scope_id, o.lo, -epoch(o.window_start), o.claim_id))
            as by_id
    from said c
    join said o
        on o.source = c.source and o.voice = c.voice and o.day = c.day and o.metric = c.metric and o.basis = c.basis
        and o.attacker is not distinct from c.attacker and o.defender is not distinct from c.defender
        and o.subject is not distinct from c.subject
    left join scope_in i on i.scope_id = c.scope_id and i.within_id = o.scope_id
    where c.left_out <> 'recap' and o.claim_id <> c.claim_id and case c.left_out
        when 'part of a whole that is counted' then o.url = c.url and o.part_key in ('', c.part_key)
            and o.window_start <= c.window_start and o.window_end >= c.window_end
            and (i.scope_id is not null or (o.breakdown <> 'none' and o.entry_id = c.entry_id and o.row_no = c.row_no))
        when 'its window overlaps an earlier one' then o.scope_id = c.scope_id and o.part_key = c.part_key
            and o.window_start < c.window_start and o.window_end > c.window_start
        else false end
    group by c.claim_id
),
covered as (
    select claim_id, day, lo, hi, left_out as reason, by_id, day as by_day
    from said left join covering using (claim_id) where left_out is not null
),
-- what stands of one voice so far, but for zeros, which add nothing
single as (
    select * from said anti join running using (claim_id) where left_out is null and coalesce(hi, 1) > 0
),
told_again as (
    select claim_id, day, lo, hi, 'one scope and window in two documents of one voice' as reason,
        first_value(claim_id) over documents as by_id, first_value(day) over documents as by_day
    from single
    window documents as (
        partition by voice, attacker, defender, subject, scope_id, part_key, basis, window_start, window_end
        order by published desc, lo desc, hi desc, url, claim_id
    )
    qualify by_id <> claim_id
),
-- of two voices the national one stands, then that of the party aimed at, then the one that published first
ranked as (
    select *, (not speaks_for_all(level), level <> 'national', role <> 'defender', published, -lo, -coalesce(hi, 0),
        voice) as precedence
    from single anti join told_again using (claim_id)
),
-- other voices: one scope, or a scope inside that of a voice that speaks for the whole
beside as (
    select c.claim_id, c.day, c.lo, c.hi, o.claim_id as by_id, o.precedence,
        c.scope_id <> o.scope_id or c.part_key <> o.part_key as inside,
        own_area_only(c.level) and speaks_for_all(o.level) and c.voice_party = o.voice_party as lower
    from ranked c
    join scope_in i on i.scope_id = c.scope_id and i.metric_same
    join ranked o
        on o.scope_id = i.within_id and o.day = c.day and o.basis = c.basis and o.voice <> c.voice
        and o.attacker is not distinct from c.attacker and o.defender is not distinct from c.defender
        and o.subject is not distinct from c.subject
    where o.part_key in ('', c.part_key)
        and if(c.scope_id = o.scope_id and c.part_key = o.part_key, o.precedence < c.precedence,
            speaks_for_all(o.level) and (i.weapon_same or o.totals_weapons) and (i.region_same or o.totals_regions))
        -- the `all` of a command or a region is its own area only
        and (c.region <> 'all' or not own_area_only(c.level) or speaks_for_all(o.level))
        and (c.window_precision = 'day' or o.window_precision = 'day'
            or (o.window_start < c.window_end and o.window_end > c.window_start)
            or (o.window_start = c.window_start and o.window_end = c.window_end))
),
other_voice as (
    select claim_id, day, lo, hi, case when bool_or(lower) then 'a lower level, inside the figure of a national voice'
            when bool_and(inside) then 'inside the figure of another voice'
            else 'another voice tells of the same scope' end as reason,
        arg_min(by_id, (precedence, by_id)) as by_id, day as by_day
    from beside group by claim_id, day, lo, hi
),
twice (claim_id, day, lo, hi, reason, by_id, by_day, rank) as (
    select *, 1 from revised
    union all select *, 2 from relayed
    union all select *, 3 from relayed_again
    union all select *, 4 from running
    union all select *, 5 from covered
    union all select *, 6 from told_again
    union all select *, if(reason = 'another voice tells of the same scope', 8, 7) from other_voice
)
select claim_id, day, reason, by_id, by_day, rank, rank <> 6 as surely
from twice
where lo is not null and coalesce(hi, 1) > 0;
