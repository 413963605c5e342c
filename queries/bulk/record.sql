-- writes the claims of a piece
insert into claim by name
select r.* exclude (who_no, what_no) replace (cast(claim_id as uuid) as claim_id, cast(digest as uuid) as digest),
    p.* exclude (who_no), q.* exclude (what_no), cast(getvariable('entry') as uuid) as entry_id
from arriving_rows r
join who_read p on p.who_no = r.who_no
join what_read q on q.what_no = r.what_no
