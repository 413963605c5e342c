-- makes a ledger of one direction into one of many: set variable copies. Each copy has its own parties and sources,
-- ids computed anew and a glossary of its own; scopes are shared. Links and seals are left to what seals a ledger of before
create temp table copy as
select printf('%04d', n) as suffix from range(1, cast(getvariable('copies') as bigint) + 1) t(n);

create temp table copied as
select c.* replace (
        claim_identity(
            c.source || '-' || suffix, url, published, origin, attacker_id, defender_id, subject_id, metric, weapon,
            population, region, part, window_start, window_end, window_precision, basis, value
        ) as claim_id,
        c.source || '-' || suffix as source, c.origin || '-' || suffix as origin,
        attacker_id as attacker, defender_id as defender, subject_id as subject,
        cast(suffix as bigint) * 1000000 + row_no as row_no
    ),
    c.claim_id as old_id, suffix
from claim c cross join copy
cross join lateral (select
    'd' || suffix || if(attacker = 'RU', 'a', 'b') as attacker_id,
    'd' || suffix || if(defender = 'RU', 'a', 'b') as defender_id,
    'd' || suffix || if(subject = 'RU', 'a', 'b') as subject_id
) ids
order by suffix, c.rowid;

insert into party by name
select p.* replace ('d' || suffix || if(p.id = 'RU', 'a', 'b') as id, p.name || ' ' || suffix as name, null as aliases)
from party p cross join copy where p.id in ('RU', 'UA');

insert into source by name
select s.* replace (s.id || '-' || suffix as id, 'd' || suffix || if(s.party = 'RU', 'a', 'b') as party, null as aliases)
from source s cross join copy where s.id in (select source from claim);

insert into glossary by name
select g.* replace (g.source || '-' || suffix as source)
from glossary g cross join copy where g.source in (select source from claim);

create or replace table claim as select * exclude (old_id, suffix) from copied;
update entry set claims = (select count(*) from claim);
delete from derived_link;
