-- what follows from the claims, anew: now with their days
delete from derived_link;
insert into derived_link by name from derived_links('claim') order by day;
