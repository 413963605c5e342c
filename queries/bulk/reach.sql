-- how many claims of the entry have no links yet, and how many there are on their days
select any_value(u.claims), count(*)
from claim c
join (select min(day_first) as first_day, max(day) as last_day, count(*) as claims from unlinked_claim) u
    on c.day between u.first_day and u.last_day
