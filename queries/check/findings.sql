-- title: What cannot both be true, and what does not fit
-- param each: at most so many findings of a check, with citations
-- columns: id / state as finding, message / proof as what, citations as cite
-- section: severity, check
-- people: citations
-- cite: citations
with said as materialized (
    select f.*,
        coalesce(l.last.state || ' by ' || l.last.by_whom || ', ' || strftime(l.last.at_time, '%Y-%m-%d') || ': '
            || l.last.why, 'open') as state
    from finding f left join resolved_finding l on l.finding_id = f.id
    qualify row_number() over (partition by f."check" order by rank_of_severity(severity) desc, message, id)
        <= coalesce(cast(getvariable('each') as bigint), 9223372036854775807)
),
-- what a table cites: the first few claims of each finding it shows
cited as (
    select s.id, list(left(cast(c.claim_id as varchar), 8) || ' ' || c.source || ', '
        || local_date(c.published, coalesce(z.timezone, 'UTC')) || ': ' || c.url order by c.published, c.url, c.claim_id) as citations
    from (select id, unnest(claims[:4]) as claim_id from said where getvariable('each') is not null) s
    join claim c using (claim_id) left join source z on z.id = c.source
    group by s.id
),
holding as (select claims, count(distinct profile) as profiles from held group by claims)
select s.id, s."check", s.severity, s.claims, s."left", s."right", s.message, s.proof, s.state, c.citations,
    'holds in ' || h.profiles || ' of ' || (select count(distinct profile) from profile) as holds
from said s left join cited c using (id) left join holding h using (claims)
order by rank_of_severity(s.severity) desc, s."check", s.message, s.id
