-- which of the claims that arrive the ledger has; an id covers the time of publication, by which most of the ledger need
-- not be looked at
select cast(claim_id as varchar) as claim_id from claim
where published between getvariable('published_from') and getvariable('published_to')
    and claim_id in (select cast(claim_id as uuid) from arriving_rows)
