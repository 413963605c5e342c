-- the other ledger's tables, as they were handed over; ids became text on the way
create or replace temp table other_entry as
    select * replace (cast(entry_id as uuid) as entry_id) from arriving_entry_rows;
create or replace temp table other_claim as
    select * replace (cast(claim_id as uuid) as claim_id, cast(scope_id as uuid) as scope_id, cast(entry_id as uuid) as entry_id, cast(digest as uuid) as digest) from arriving_claim_rows;
create or replace temp table other_claim_again as
    select * replace (cast(claim_id as uuid) as claim_id, cast(scope_id as uuid) as scope_id, cast(entry_id as uuid) as entry_id, cast(digest as uuid) as digest) from arriving_claim_again_rows;
create or replace temp table other_link as
    select * replace (cast(from_id as uuid) as from_id, cast(to_id as uuid) as to_id, cast(entry_id as uuid) as entry_id) from arriving_link_rows;
create or replace temp table other_resolution as
    select * replace (cast(entry_id as uuid) as entry_id) from arriving_resolution_rows;
create or replace temp table other_capture as
    select * replace (cast(claim_id as uuid) as claim_id, cast(entry_id as uuid) as entry_id) from arriving_capture_rows;
create or replace temp table other_party as from arriving_party_rows;
create or replace temp table other_source as from arriving_source_rows;
create or replace temp table other_metric as from arriving_metric_rows;
create or replace temp table other_weapon as from arriving_weapon_rows;
create or replace temp table other_population as from arriving_population_rows;
create or replace temp table other_region as from arriving_region_rows;
create or replace temp table other_profile as from arriving_profile_rows;
create or replace temp table other_glossary as from arriving_glossary_rows;
