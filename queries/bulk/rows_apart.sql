-- keeps what rows that were read one by one say, each by itself
insert into who_read
select getvariable('first_apart') + place, source, origin, attacker, defender, subject from arriving_claim;
insert into what_read
select getvariable('first_apart') + place, metric, weapon, weapon_as_stated, population, region, region_as_stated,
    basis, breakdown, recap, lang, scope_id
from arriving_claim;
