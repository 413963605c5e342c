-- the scopes that are new
insert into scope
select distinct scope_id, metric, weapon, population, region from what_read
where what_no in (select what_no from arriving_rows) and scope_id not in (select scope_id from scope)
