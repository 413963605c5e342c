-- what the claims of the entry are to those already there, and the other way round
create or replace temp view claim_of_entry as from claim where entry_id = cast(getvariable('entry') as uuid);
insert into derived_link by name from derived_links('claim_of_entry') order by day;
