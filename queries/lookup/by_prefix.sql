select claim_id from claim where starts_with(cast(claim_id as varchar), $prefix) order by claim_id limit 5
