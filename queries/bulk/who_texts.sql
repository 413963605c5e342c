-- what a claim's id says of its parties and sources, and whether rows that name these can be taken
select cast(row_no as uinteger) as who_no,
    len(list_filter(problems, lambda p: p.name not in ('url', 'published', 'value', 'window'))) = 0 as who_fine,
    source_zone, concat_ws(chr(31), source_zone, zone) as zones, source as source_text,
    concat_ws(chr(31), coalesce(origin, ''), coalesce(attacker, ''), coalesce(defender, ''), coalesce(subject, ''))
        as parties_text
from checked
