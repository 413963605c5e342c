-- what a claim's id and seal say of what was counted, and whether rows that count this can be taken
select cast(row_no as uinteger) as what_no,
    -- who goes with a metric is read with the parties
    len(list_filter(problems, lambda p: p.name not in ('url', 'published', 'value', 'window', 'source', 'attacker',
        'defender', 'subject'))) = 0 as what_fine,
    basis as basis_text, concat_ws(chr(31), metric, weapon, population, region) as scope_text,
    concat_ws(chr(31), sealed(weapon_as_stated), sealed(region_as_stated), sealed(breakdown), sealed(recap))
        as stated_text,
    sealed(lang) as lang_text, cast(scope_id as varchar) as scope_id_text
from checked
