-- what the sums above leave out because its window overlaps an earlier one of the same day
select 'left out of the sums: ' || count(*) || ' launched figures (' || sum(lo)
    || ') whose window overlaps an earlier one of their source and day'
from countable_claim
where left_out = 'its window overlaps an earlier one' and metric = 'launched'
having count(*) > 0
