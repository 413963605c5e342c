-- what follows from all claims, anew: a claim of one desk may revise or quote one of the other
delete from derived_link;
insert into derived_link by name from derived_links('claim') order by day
