-- rewrites a ledger (a copy!) with two words exchanged: set variable one, other. A word counts only where it stands
-- alone, so that RU-KDA and ru-mod stay. Ids that come from content are computed anew; `renamed` keeps the old ones
create or replace temp macro exchanged(text) as
    if(contains(text, getvariable('one')) or contains(text, getvariable('other')),
        array_to_string(list_transform(regexp_extract_all(text, '[\p{L}\p{N}_-]+|[^\p{L}\p{N}_-]+'),
            lambda w: case w when getvariable('one') then getvariable('other')
                when getvariable('other') then getvariable('one') else w end), ''),
        text);

create or replace temp table renamed as
with reworded as (
    select * replace (
        exchanged(attacker) as attacker, exchanged(defender) as defender, exchanged(subject) as subject,
        exchanged(source) as source, exchanged(origin) as origin, exchanged(region) as region,
        exchanged(url) as url, exchanged(part) as part, exchanged(event) as event, exchanged(quote) as quote,
        exchanged(note) as note, exchanged(weapon_as_stated) as weapon_as_stated,
        exchanged(region_as_stated) as region_as_stated
    )
    from claim
)
select claim_id as old_id, * replace (
    claim_identity(
        source, url, published, origin, attacker, defender, subject, metric, weapon, population, region, part,
        window_start, window_end, window_precision, basis, value
    ) as claim_id,
    scope_identity(metric, weapon, population, region) as scope_id
)
from reworded;

create or replace table claim as select * exclude (old_id) from renamed;

create or replace table link as
select l.* replace (coalesce(f.claim_id, l.from_id) as from_id, coalesce(t.claim_id, l.to_id) as to_id,
    exchanged(l.why) as why)
from link l left join renamed f on f.old_id = l.from_id left join renamed t on t.old_id = l.to_id
order by l.rowid;

create or replace table derived_link as
select l.* replace (f.claim_id as from_id, t.claim_id as to_id)
from derived_link l join renamed f on f.old_id = l.from_id join renamed t on t.old_id = l.to_id
order by l.rowid;

create or replace table resolution as
with moved as (
    select r.place, list_sort(list(coalesce(n.claim_id, r.claim_id))) as claims
    from (select rowid as place, unnest(claims) as claim_id from resolution) r
    left join renamed n on n.old_id = r.claim_id
    group by r.place
)
select r.* replace (finding_identity(r.check_name, m.claims) as finding_id, m.claims as claims, exchanged(r.why) as why)
from resolution r join moved m on m.place = r.rowid
order by r.rowid;

create or replace table scope as
select * replace (scope_identity(metric, weapon, population, region) as scope_id)
from (select * replace (exchanged(region) as region) from scope);

create or replace table entry as select * replace (exchanged(recorded_by) as recorded_by) from entry;
create or replace table party as select * replace (exchanged(id) as id, exchanged(name) as name) from party;
create or replace table source as
select * replace (exchanged(id) as id, exchanged(name) as name, exchanged(party) as party,
    exchanged(independence_group) as independence_group, exchanged(license) as license, exchanged(note) as note)
from source;
create or replace table region as
select * replace (exchanged(id) as id, exchanged(name) as name, exchanged(within) as within, exchanged(members) as members)
from region;
create or replace table glossary as
select * replace (exchanged(source) as source, exchanged(means) as means, exchanged(note) as note) from glossary;
