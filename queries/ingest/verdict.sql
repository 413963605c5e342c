-- `known_claim`: which of the checked claims the ledger has. An id covers the time of publication, by which most of the
-- ledger need not be looked at
set variable published_from = (select min(published) from checked);
set variable published_to = (select max(published) from checked);
create or replace temp table known_claim as
select k.claim_id from claim k
where k.published between cast(getvariable('published_from') as timestamp) and cast(getvariable('published_to') as timestamp)
    and k.claim_id in (select claim_id from checked);

-- `verdict`: what becomes of each row, whole: refused, known, or loaded; an id that came earlier in the same load is known
create or replace temp table verdict as
with refused as (select distinct row_no from checked where len(problems) > 0),
-- what a refused row says is not known from it
seen as (
    select c.row_no, k.claim_id is not null
        or row_number() over (partition by c.claim_id order by c.row_no, c.seq) > 1 as known
    from checked c
    anti join refused using (row_no)
    left join known_claim k using (claim_id)
)
select row_no, if(bool_and(known), 'known', 'loaded') as outcome from seen group by row_no
union all
select row_no, 'refused' from refused;

insert into arriving_claim by name
with fresh as (
    select c.* from checked c join verdict v using (row_no)
    where v.outcome = 'loaded' and c.claim_id not in (from known_claim)
    qualify row_number() over (partition by c.claim_id order by c.row_no, c.seq) = 1
)
select * exclude (problems, seq, source_zone, zone), row_number() over (order by row_no, seq) as place,
    claim_digest(claim_id, published_precision, kind, lo, hi, weapon_as_stated, region_as_stated, breakdown, recap,
        quote, lang, event, note, day_first, day, scope_id) as digest
from fresh;
