-- how many findings each check has of each severity, and how many of them nobody has explained or dismissed
from (
    select "check", severity, count(*) as found, count(*) filter (r.finding_id is null) as open
    from finding f left join resolved_finding r on r.finding_id = f.id
    group by "check", severity
)
order by rank_of_severity(severity) desc, "check"
