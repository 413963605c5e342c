-- title: What cannot both be true, and what does not fit
-- param each: at most so many findings of a check, with citations
-- columns: id / state as finding, message / proof as what, citations as cite
-- section: severity, check
-- people: citations
-- cite: citations
-- the gravest of each check, where no more are asked for
with first_ones as materialized (
    select id, claims
    from finding where getvariable('each') is not null
    qualify row_number() over (partition by "check" order by rank_of_severity(severity) desc, message, id)
        <= cast(getvariable('each') as bigint)
),
-- what a table cites: the first few claims of each finding it shows
cited as (
    select s.id, list(left(cast(c.claim_id as varchar), 8) || ' ' || c.source || ', '
        || local_date(c.published, coalesce(z.timezone, 'UTC')) || ': ' || c.url order by c.published, c.url, c.claim_id) as citations
    from (select id, unnest(claims[:4]) as claim_id from first_ones) s
    join claim c using (claim_id) left join source z on z.id = c.source
    group by s.id
),
holding as (select claims, count(distinct profile) as profiles from held group by claims)
select s.id, s."check", s.severity, s.claims, s."left", s."right", s.message, s.proof,
    coalesce(r.last.state || ' by ' || r.last.by_whom || ', ' || strftime(r.last.at_time, '%Y-%m-%d') || ': '
        || r.last.why, 'open') as state,
    c.citations,
    'holds in ' || h.profiles || ' of ' || (select count(distinct profile) from profile) as holds
from finding s
left join resolved_finding r on r.finding_id = s.id
left join cited c on c.id = s.id
left join holding h on h.claims = s.claims
where getvariable('each') is null or s.id in (select id from first_ones)
order by rank_of_severity(s.severity) desc, s."check", s.message, s.id
