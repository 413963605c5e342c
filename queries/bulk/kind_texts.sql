-- what a claim's id and seal say of its kind, and whether a row of this kind can be taken as it stands
select cast(row_no as uinteger) as kind_no,
    len(list_filter(problems, lambda p: p.name not in ('url', 'published', 'value', 'window'))) = 0 as fine,
    source_zone, concat_ws(chr(31), source_zone, zone, basis) as clock,
    source as source_text,
    concat_ws(chr(31), coalesce(origin, ''), coalesce(attacker, ''), coalesce(defender, ''), coalesce(subject, ''),
        metric, weapon, population, region) as scope_text,
    basis as basis_text,
    concat_ws(chr(31), sealed(weapon_as_stated), sealed(region_as_stated), sealed(breakdown), sealed(recap)) as stated_text,
    sealed(lang) as lang_text, cast(scope_id as varchar) as scope_id_text
from checked
