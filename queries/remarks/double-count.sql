-- what a sum of all rows gives, and what it gives with each figure once
with summed as (
    select c.metric, sum(c.lo) as naive, sum(c.lo) filter (t.claim_id is null or not t.surely) as once
    from summable_row c
    left join counted_twice t using (claim_id)
    where in_bounds(c.day_first, c.day, c.attacker, c.defender, c.subject)
    group by c.metric
)
select 'lower bounds added up, all rows and each figure once: '
    || string_agg(metric || ' ' || naive || ' and ' || coalesce(once, 0), '; ' order by metric)
from summed where naive > coalesce(once, 0)
having count(*) > 0
