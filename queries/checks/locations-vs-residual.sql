-- title: More places were hit than munitions are left
-- severity: notice
-- group: arithmetic
-- why: what was neither stopped nor lost is what can have hit; more places than that ask for a second look
-- silent: one munition can hit several places; documents that do not say of every weapon what became of it
with counted as materialized (
    select claim_id, source, url, voice, attacker, defender, metric, weapon, region, part_key, value, lo, hi, day,
        window_start, window_end, window_precision, in_composite
    from countable_claim
    where coalesce(left_out, '') in ('', 'its window overlaps an earlier one')
        and metric in ('launched', 'neutralised', 'intercepted', 'suppressed', 'lost', 'airborne_at_cutoff', 'hit_locations')
),
place as (
    select source, url, voice, attacker, defender, weapon, day, window_start, window_end, window_precision,
        sum(lo) as places, list(claim_id) as claims,
        array_to_string(list_sort(list(concat_ws(' over ', value, nullif(region, 'all')))), ', ') as says
    from counted where metric = 'hit_locations' and lo > 0
    group by source, url, voice, attacker, defender, weapon, day, window_start, window_end, window_precision
),
-- what became of the munitions of one scope
outcome as (
    select source, url, voice, attacker, defender, weapon, region, part_key, window_start, window_end,
        bool_or(metric in ('neutralised', 'intercepted', 'suppressed')) as told, sum(lo) as lo, list(claim_id) as claims
    from counted
    where metric in ('neutralised', 'intercepted', 'suppressed', 'lost', 'airborne_at_cutoff') and not in_composite
    group by source, url, voice, attacker, defender, weapon, region, part_key, window_start, window_end
),
launch as (
    select l.source, l.url, l.voice, l.attacker, l.defender, l.day, l.window_start, l.window_end,
        l.claim_id, l.hi, coalesce(o.told, false) as told, coalesce(o.lo, 0) as gone, o.claims, l.weapon, l.value
    from counted l
    left join outcome o
        on o.source = l.source and o.url = l.url and o.voice = l.voice and o.attacker = l.attacker
        and o.defender = l.defender and o.weapon = l.weapon and o.region = l.region and o.part_key = l.part_key
        and o.window_start = l.window_start and o.window_end = l.window_end
    where l.metric = 'launched'
),
-- a bulletin's places are those of all its weapons, also of a window that only overlaps
held as (
    select p.source, p.url, p.voice, p.attacker, p.defender, p.weapon, p.window_start, p.window_end,
        p.day, p.places, p.says, p.claims,
        sum(l.hi) as launched, sum(l.gone) as gone, sum(greatest(0, l.hi - l.gone)) as left_over, count(*) as weapons,
        list_append(flatten(list(l.claims)), null) as outcome_claims, list(l.claim_id) as launch_claims
    from place p
    join launch l
        on l.source = p.source and l.url = p.url and l.voice = p.voice and l.attacker = p.attacker
        and l.defender = p.defender and l.day = p.day
        and l.window_start < p.window_end and p.window_start < l.window_end
    group by p.source, p.url, p.voice, p.attacker, p.defender, p.weapon, p.window_start, p.window_end, p.day,
        p.places, p.says, p.claims
    having bool_and(l.told) and count(l.hi) = count(*)
)
select 'notice' as severity,
    list_filter(claims || launch_claims || outcome_claims, lambda c: c is not null) as claims,
    places as "left", left_over as "right",
    about_text(day, attacker, defender, null) || ': hit_locations ' || says || ' by ' || voice || ' exceeds '
        || left_over || ' munitions that were neither stopped, lost nor still in the air by ' || places - left_over
        as message,
    'one document and window, all weapons: launched ' || launched || ', of these gone ' || gone || '; ' || places
        || ' > ' || left_over || '; places are not munitions' as proof
from held where places > left_over
