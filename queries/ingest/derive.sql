-- what the arriving claims are to those already there, and the other way round
insert into derived_link by name from derived_links('arriving_claim') order by day
