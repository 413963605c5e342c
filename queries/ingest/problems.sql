-- the problems of the refused rows, once each, in the order of the rows and of their columns
select row_no, p.name, p.reason
from (
    select row_no, seq, unnest(problems) as p, generate_subscripts(problems, 1) as n
    from checked where len(problems) > 0
)
group by row_no, p order by row_no, min((seq, n))
