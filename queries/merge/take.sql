-- takes what is new of the other ledger: entries and all that they sealed, and words of its own
create or replace temp table new_entry as from other_entry where digest not in (select digest from entry);

create or replace temp table incoming as
select r.*, e.recorded_at, row_number() over (partition by r.claim_id order by e.recorded_at, r.entry_id) as nth
from (from other_claim union all by name from other_claim_again) r join new_entry e on e.entry_id = r.entry_id;

-- of several recordings of a claim the first stands in `claim`, wherever it was made
create or replace temp table displaced as
select c.* from claim c
join entry e on e.entry_id = c.entry_id
join incoming i on i.claim_id = c.claim_id and i.nth = 1
where (i.recorded_at, i.entry_id) < (e.recorded_at, c.entry_id);
insert into claim_again by name from displaced;
delete from claim where claim_id in (select claim_id from displaced);

insert into claim_again by name
    select * exclude (recorded_at, nth) from incoming where nth > 1 or claim_id in (select claim_id from claim);
insert into claim by name
    select * exclude (recorded_at, nth) from incoming where nth = 1 and claim_id not in (select claim_id from claim);

insert into link by name from other_link where entry_id in (select entry_id from new_entry);
insert into resolution by name from other_resolution where entry_id in (select entry_id from new_entry);
insert into capture by name from other_capture where entry_id in (select entry_id from new_entry);
insert into entry by name from new_entry;

insert into party by name from other_party where id not in (select id from party);
insert into source by name from other_source where id not in (select id from source);
insert into metric by name from other_metric where id not in (select id from metric);
insert into weapon by name from other_weapon where id not in (select id from weapon);
insert into population by name from other_population where id not in (select id from population);
insert into region by name from other_region where id not in (select id from region);
insert into profile by name from other_profile where (profile, term) not in (select (profile, term) from profile);
insert into glossary by name (from other_glossary except all from glossary);
drop table incoming;
drop table displaced;
