-- views of the connection, which every stored view reads in the place of the tables of these names
create or replace temp view entry as
    from query_table(getvariable('stored_entry')) where entry_id in (from known_entry);
create or replace temp view claim_again as
    from query_table(getvariable('stored_claim_again')) where entry_id in (from known_entry);
-- a claim that another desk had recorded before, and that was merged later, stands as it was first known here
create or replace temp view claim as
with known as (
    from query_table(getvariable('stored_claim')) where entry_id in (from known_entry)
)
from known
union all by name
select a.* from claim_again a join entry e using (entry_id)
where a.claim_id not in (select claim_id from known)
qualify row_number() over (partition by a.claim_id order by e.recorded_at, e.entry_id) = 1;
create or replace temp view link as
    from query_table(getvariable('stored_link')) where entry_id in (from known_entry);
create or replace temp view resolution as
    from query_table(getvariable('stored_resolution')) where entry_id in (from known_entry);
create or replace temp view capture as
    from query_table(getvariable('stored_capture')) where entry_id in (from known_entry);
create or replace temp view derived_link as
    from query_table(getvariable('stored_derived_link'))
    where from_id in (select claim_id from claim) and to_id in (select claim_id from claim);
