-- keeps what the new kinds mean
insert into kind_read
select row_no, source, origin, attacker, defender, subject, metric, weapon, weapon_as_stated,
    population, region, region_as_stated, basis, breakdown, recap, lang, scope_id
from checked
