-- keeps what rows that were read one by one mean, a kind each
insert into kind_read
select getvariable('first_kind') + place - 1, source, origin, attacker, defender, subject, metric, weapon,
    weapon_as_stated, population, region, region_as_stated, basis, breakdown, recap, lang, scope_id
from arriving_claim
