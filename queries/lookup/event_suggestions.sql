-- title: Claims that may be about one event
-- param days: at most so many days apart (default: 1)
-- param limit: at most so many suggestions (default: 20)
-- param suggestion: only those whose id starts so
-- columns: id / event as suggestion, day / direction as day, one / one_voice as one says, other / other_voice as another says, why
-- note: Nothing is decided by this: `ledger suggest-events --tag ID` says that the two are one event, and then they are compared.
with said as materialized (
    select c.claim_id, voice, voice_party, attacker, defender, subject, metric, weapon, population, region, part, value, lo, hi,
        event, day, scope_id, published, m.family
    from speaking_claim c join metric m on m.id = c.metric
    where c.lo is not null and c.basis = 'period' and c.day_first = c.day and not c.recap
),
near as (
    select *, cast(unnest(generate_series(
        day - coalesce(cast(getvariable('days') as integer), 1), day + coalesce(cast(getvariable('days') as integer), 1),
        interval 1 day)) as date) as near_day
    from said
),
-- the same direction, or the same victim whoever is named as the attacker
met as (
    select a, b, 'same direction' as toward
    from said a join near b
        on b.near_day = a.day and b.family = a.family and b.attacker = a.attacker and b.defender is not distinct from a.defender
        and b.subject is not distinct from a.subject
    union all
    select a, b, 'same victim'
    from said a join near b on b.near_day = a.day and b.family = a.family and b.subject = a.subject
    where a.attacker is distinct from b.attacker or a.defender is distinct from b.defender
),
close as (
    select a, b, toward,
        case when a.region = b.region then 'region equal'
             when (a.region, b.region) in (select (id, within) from region_in) then a.region || ' within ' || b.region
             when (b.region, a.region) in (select (id, within) from region_in) then b.region || ' within ' || a.region
        end as place
    from met
    -- two parties, or two voices of none
    where a.voice <> b.voice and (a.voice_party is null) = (b.voice_party is null)
        and coalesce(a.voice_party <> b.voice_party, true)
        -- each two once, the larger figure first
        and not intervals_meet(a.lo, a.hi, b.lo, b.hi) and a.lo > b.lo
        and (a.event is null or b.event is null)
        and ((a.metric, b.metric) in (select (id, within) from metric_in)
            or (b.metric, a.metric) in (select (id, within) from metric_in))
        and ((a.population, b.population) in (select (id, within) from population_in)
            or (b.population, a.population) in (select (id, within) from population_in))
        and (a.weapon = 'unspecified' or b.weapon = 'unspecified'
            or (a.weapon, b.weapon) in (select (id, within) from weapon_in)
            or (b.weapon, a.weapon) in (select (id, within) from weapon_in))
        -- those that are compared as they stand need no event
        and (a.claim_id, b.claim_id) not in (select (claim_a, claim_b) from pair where verdict <> 'incomparable')
        and (b.claim_id, a.claim_id) not in (select (claim_a, claim_b) from pair where verdict <> 'incomparable')
)
select finding_identity('event', [a.claim_id, b.claim_id]) as id,
    coalesce(a.event, b.event, least(a.day, b.day) || '-' || lower(if(a.region = 'all', b.region, a.region)) || '-' || a.family)
        as event,
    least(a.day, b.day) as day,
    concat_ws(' ', coalesce(a.attacker, '?') || ' → ' || coalesce(a.defender, '?'), 'losses of ' || a.subject) as direction,
    figure_text(a.metric, a.weapon, a.population, a.region, a.part, a.value) as one, a.voice as one_voice,
    figure_text(b.metric, b.weapon, b.population, b.region, b.part, b.value) as other, b.voice as other_voice,
    concat_ws(', ', toward, place, if(a.day = b.day, 'same day', abs(a.day - b.day) || if(abs(a.day - b.day) = 1, ' day apart', ' days apart')),
        interval_gap(a.lo, a.hi, b.lo, b.hi) || ' between the figures') as why,
    [a.claim_id, b.claim_id] as claims
from close
where place is not null and starts_with(id, coalesce(cast(getvariable('suggestion') as varchar), ''))
order by place <> 'region equal', abs(a.day - b.day), day, one, other, id
limit coalesce(cast(getvariable('limit') as bigint), 20)
