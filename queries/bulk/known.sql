-- which of the claims that arrive the ledger has; an id covers the time of publication, by which most of the ledger need
-- not be looked at
select cast(claim_id as varchar) as claim_id from claim
where published between cast(getvariable('published_from') as timestamp) and cast(getvariable('published_to') as timestamp)
    and claim_id in (select cast(claim_id as uuid) from arriving_rows)
