-- what the claims of the entry that have no links yet are to all that are there, and the other way round
set variable links_near = (from links_near('unlinked_claim'));
create or replace temp table links_found as from derived_links('unlinked_claim');
reset variable links_near;
select count(*) from links_found
