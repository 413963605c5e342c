-- writes what arrived, under the entry that sealed it
insert into claim by name select * replace (cast(getvariable('entry') as uuid) as entry_id) from arriving_claim;
insert into link by name select * replace (cast(getvariable('entry') as uuid) as entry_id) from arriving_link;
insert into resolution by name select * replace (cast(getvariable('entry') as uuid) as entry_id) from arriving_resolution;
insert into capture by name select * replace (cast(getvariable('entry') as uuid) as entry_id) from arriving_capture;
