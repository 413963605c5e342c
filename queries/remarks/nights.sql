-- which launched figures the sums above leave out, and why
select 'left out of the sums of launched: '
    || string_agg(claims || if(claims = 1, ' figure (', ' figures (') || total || '), ' || left_out, '; ' order by left_out)
from left_out_of_sums where metric = 'launched'
having count(*) > 0
