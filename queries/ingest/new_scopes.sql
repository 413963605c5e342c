select count(*) from arriving_claim where scope_id not in (select scope_id from scope)
