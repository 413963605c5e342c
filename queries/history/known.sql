create or replace temp table known_entry as
select distinct cast(unnest(from_json($entries, '["VARCHAR"]')) as uuid) as entry_id
