-- the scopes that are new
insert into scope
select distinct scope_id, metric, weapon, population, region from kind_read
where kind_no in (select kind_no from arriving_rows) and scope_id not in (select scope_id from scope)
