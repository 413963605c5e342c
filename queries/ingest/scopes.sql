-- the scopes that are new
insert into scope
select distinct scope_id, metric, weapon, population, region from arriving_claim
where scope_id not in (select scope_id from scope);
