-- how many claims of the entry are there
select count(*) from claim where entry_id = cast(getvariable('entry') as uuid)
