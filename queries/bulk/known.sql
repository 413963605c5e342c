-- which of the claims that arrive the ledger has, by their numbers; an id covers the time of publication, by which most of
-- the ledger need not be looked at
select r.number
from claim c
join (select number, cast(claim_id as uuid) as claim_id from arriving_rows) r on r.claim_id = c.claim_id
where c.published between cast(getvariable('published_from') as timestamp) and cast(getvariable('published_to') as timestamp)
