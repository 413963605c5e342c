-- what the arriving claims are to those already there, and the other way round
set variable links_near = (from links_near('arriving_claim'));
insert into derived_link by name from derived_links('arriving_claim') order by day;
reset variable links_near
