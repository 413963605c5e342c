-- how many findings there are, of which severity and state, and how to see those that a table leaves out
with stated as (
    select f.*, coalesce(r.last.state, 'open') as word
    from finding f left join resolved_finding r on r.finding_id = f.id
),
-- `count(*) over ()` and the rest are of all findings, the table may show fewer
more as (
    select "check", count(*) - cast(getvariable('each') as bigint) as hidden
    from finding where getvariable('each') is not null group by "check"
    having count(*) > cast(getvariable('each') as bigint)
)
select 'not shown: ' || string_agg(hidden || ' more of ' || "check", ', ' order by hidden desc, "check")
    || ' (--each 0 shows all)' from more having count(*) > 0
union all
select if(count(*) = 0, 'no findings', count(*) || if(count(*) = 1, ' finding: ', ' findings: ')
    || concat_ws(', ', nullif(count(*) filter (severity = 'critical'), 0) || ' critical',
        nullif(count(*) filter (severity = 'major'), 0) || ' major', nullif(count(*) filter (severity = 'minor'), 0) || ' minor',
        nullif(count(*) filter (severity = 'notice'), 0) || ' notice', nullif(count(*) filter (severity = 'info'), 0) || ' info')
    || coalesce('; of these ' || nullif(count(*) filter (word <> 'open'), 0) || ' explained or dismissed', ''))
from stated
