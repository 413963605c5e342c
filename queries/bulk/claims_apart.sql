-- the claims of rows that were read one by one, but for what `rows_apart` keeps
select cast(claim_id as varchar) as claim_id, getvariable('first_apart') + place as who_no,
    getvariable('first_apart') + place as what_no, url, published, published_precision, value, kind, lo, hi,
    window_start, window_end, window_precision, day_first, day, part, quote, event, note, row_no,
    cast(digest as varchar) as digest
from arriving_claim
