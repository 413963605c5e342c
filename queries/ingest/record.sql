-- writes the arriving claims, the scopes that are new, and which scope lies in which; `entry` comes first (entry.sql)
insert into claim by name
    select * exclude (problems, seq), cast(getvariable('entry') as uuid) as entry_id from arriving_claim;
insert into scope
    select distinct scope_id, metric, weapon, population, region from arriving_claim
    where scope_id not in (select scope_id from scope);
