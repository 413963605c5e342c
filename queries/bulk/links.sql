-- keeps the links that were found
insert into derived_link by name from links_found order by day
