-- one check's findings among the others
select finding_identity(getvariable('check'), claims), getvariable('check'), severity, list_sort(claims), "left", "right",
    message, proof
from found
