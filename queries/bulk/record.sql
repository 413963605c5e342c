-- writes the claims of a piece
insert into claim by name
select r.* exclude (kind_no) replace (cast(claim_id as uuid) as claim_id, cast(digest as uuid) as digest),
    k.* exclude (kind_no), cast(getvariable('entry') as uuid) as entry_id
from arriving_rows r join kind_read k on k.kind_no = r.kind_no
