select distinct claim_id from checked where len(problems) = 0 order by claim_id
