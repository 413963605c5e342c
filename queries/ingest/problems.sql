-- the problems of the refused rows, once each, in the order of the rows
select row_no, p.name, p.reason
from (select row_no, seq, unnest(problems) as p from checked where len(problems) > 0)
group by all order by row_no, min(seq)
