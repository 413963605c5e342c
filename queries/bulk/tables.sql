-- what rows say, each of the few ways in which they do read once: `who_read` of the parties and sources, `what_read` of
-- what was counted; the numbers are the frame's
create or replace temp table who_read as
select row_no as who_no, source, origin, attacker, defender, subject from claim limit 0;
create or replace temp table what_read as
select row_no as what_no, metric, weapon, weapon_as_stated, population, region, region_as_stated, basis, breakdown,
    recap, lang, scope_id
from claim limit 0;
-- claims of the entry that is being written, from the place on where links have not been looked for
create or replace temp view unlinked_claim as
from claim where entry_id = cast(getvariable('entry') as uuid) and place > cast(getvariable('linked') as bigint);
