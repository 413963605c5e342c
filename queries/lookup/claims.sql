-- title: Claims, newest first
-- param source: only this source
-- param metric: only this metric
-- param weapon: only this weapon
-- param region: only this region
-- param event: only this event
-- param search: text in quotes, notes, urls
-- param limit: at most so many rows (default: 50)
-- people: matching_claims
-- columns: claim_id / state as id, day, source / origin as source, metric / weapon / part as what, value, region, published
with matching as (
    select c.*, coalesce(z.timezone, 'UTC') as source_zone,
        case when r.claim_id is not null then 'retracted' when s.claim_id is not null then 'revised' else 'stands' end
            as state
    from claim c
    left join retracted_claim r using (claim_id)
    left join superseded_claim s using (claim_id)
    left join source z on z.id = c.source
    where in_bounds(c.day_first, c.day, c.attacker, c.defender, c.subject)
        and (getvariable('source') is null or c.source = getvariable('source'))
        and (getvariable('metric') is null or c.metric = getvariable('metric'))
        and (getvariable('weapon') is null or c.weapon = getvariable('weapon'))
        and (getvariable('region') is null or c.region = getvariable('region'))
        and (getvariable('event') is null or c.event = getvariable('event'))
        and (getvariable('search') is null
            or contains(lower(concat_ws(' ', c.quote, c.note, c.url)), lower(cast(getvariable('search') as varchar))))
)
select claim_id,
    if(published_precision = 'day', cast(local_date(published, source_zone) as varchar),
        strftime(published, '%Y-%m-%d %H:%M UTC')) as published,
    source, origin, attacker, defender, subject, metric, weapon, population, part, value,
    lo, hi, region, day, basis, event, state, url, count(*) over () as matching_claims
from matching
order by matching.published desc, row_no desc, claim_id
limit cast(getvariable('limit') as bigint)
