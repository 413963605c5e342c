-- one check's findings among the others; its statement is a variable, so that it is bound once
insert into finding
select finding_identity(getvariable('check'), claims), getvariable('check'), severity, list_sort(claims), "left", "right",
    message, proof
from query(getvariable('statement'))
