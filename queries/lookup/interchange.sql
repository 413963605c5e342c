-- the claims as interchange rows: loading them gives the same claims with the same ids
with shaped as (
    select c.*, s.timezone as zone,
        timezone(s.timezone, timezone('UTC', window_start)) as local_start,
        timezone(s.timezone, timezone('UTC', window_end)) as local_end,
        timezone(s.timezone, timezone('UTC', published)) as local_published
    from claim c left join source s on s.id = c.source
    anti join retracted_claim r using (claim_id)
)
select
    source, url,
    if(published_precision = 'day', strftime(local_published, '%Y-%m-%d'), strftime(published, '%Y-%m-%dT%H:%M:%SZ'))
        as published,
    attacker, defender, subject, metric, value,
    case when window_precision = 'day' and local_start = date_trunc('day', local_start)
            then strftime(local_start, '%Y-%m-%d')
         else strftime(window_start, '%Y-%m-%dT%H:%M:%SZ') end
    || '/' ||
    case when window_precision = 'day' and local_end = date_trunc('day', local_end)
            then strftime(local_end - interval 1 day, '%Y-%m-%d')
         else strftime(window_end, '%Y-%m-%dT%H:%M:%SZ') end as "window",
    weapon, population, region, part, basis, breakdown, cast(recap as varchar) as recap, quote, lang, origin, event, note
from shaped
order by published, url, row_no, claim_id
