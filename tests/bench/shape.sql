-- the shape of a ledger's claims, one row: how those of the side that was aimed at are spread over documents, nights and
-- parts, how they are put, and how large they are
with told as (
    select c.* from claim c join source s on s.id = c.source where s.party = coalesce(c.defender, c.subject)
),
document as (select source, url, count(*) as claims from told group by all),
night as (select attacker, defender, day, count(*) as claims from told group by all),
-- a declared total and the regional figures beside it
total as (
    select t.claim_id, count(p.claim_id) as parts
    from told t
    left join told p
        on p.source = t.source and p.url = t.url and p.metric = t.metric and p.window_start = t.window_start
        and p.window_end = t.window_end and p.region <> t.region and t.region = 'all'
    where t.breakdown <> 'none'
    group by t.claim_id
)
select
    (select quantile_disc(claims, [0.1, 0.5, 0.9, 1]) from document) as a_document,
    (select quantile_disc(claims, [0.1, 0.5, 0.9, 1]) from night) as a_night,
    (select avg(claims) from night) as a_night_mean,
    (select quantile_disc(parts, [0.5, 0.9, 1]) from total) as parts,
    (select avg(parts) from total) as parts_mean,
    avg(cast(breakdown <> 'none' as integer)) as totals,
    avg(cast(region <> 'all' as integer)) as regional,
    avg(cast(kind not in ('exact', 'none') as integer)) as vague,
    avg(cast(coalesce(quote, '') <> '' as integer)) as quoted,
    avg(cast(window_precision = 'minute' as integer)) as minute,
    avg(cast(window_precision = 'day' as integer)) as day,
    avg(cast(window_precision = 'instant' as integer)) as instant,
    quantile_disc(lo, [0.1, 0.5, 0.9, 0.99]) filter (metric = 'intercepted' and region = 'all') as stopped,
    quantile_disc(lo, [0.1, 0.5, 0.9]) filter (metric = 'intercepted' and region <> 'all') as stopped_there
from told
