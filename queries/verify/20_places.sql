-- title: No claim is missing from an entry, none was added to it
with held as (
    select entry_id, count(*) as claims, count(distinct place) as places, min(place) as first, max(place) as last
    from recording group by entry_id
),
-- only where the places are not 1, 2, 3 … is a closer look worth its time
uneven as (
    select e.entry_id, e.claims as sealed_claims
    from entry e left join held h using (entry_id)
    where (coalesce(h.claims, 0), coalesce(h.places, 0), coalesce(h.first, 1), coalesce(h.last, 0))
        <> (e.claims, e.claims, 1, e.claims)
),
expected as (
    select entry_id, sealed_claims, unnest(range(1, sealed_claims + 1)) as place from uneven
),
there as (
    select r.entry_id, r.place, r.row_no, r.claim_id, u.sealed_claims,
        row_number() over (partition by r.entry_id, r.place order by r.row_no) as copy
    from recording r join uneven u using (entry_id)
)
select 'missing' as what, x.entry_id, null as row_no, null as claim_id,
    'claim ' || x.place || ' of the ' || x.sealed_claims || ' that it sealed' || coalesce(', after row ' || (
        select max(t.row_no) from there t where t.entry_id = x.entry_id and t.place < x.place), '') as detail
from expected x
where not exists (from there t where t.entry_id = x.entry_id and t.place = x.place)
union all
select 'added', entry_id, row_no, claim_id, case when place is null then 'it has no place in its entry'
    when copy > 1 then 'claim ' || place || ' of its entry is there ' || copy || ' times'
    else 'claim ' || place || ' of an entry that sealed ' || sealed_claims end
from there where place is null or place not between 1 and sealed_claims or copy > 1
