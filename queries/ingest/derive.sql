-- what the arriving claims are to those already there, and the other way round
insert into derived_link from derived_links('arriving_claim')
