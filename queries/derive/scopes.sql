-- the scopes of all claims, anew
delete from scope;
insert into scope select distinct scope_id, metric, weapon, population, region from claim
