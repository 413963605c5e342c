-- the ledger as a whole: its digest, what reports leave out

create or replace view ledger_digest as
select sha256(coalesce(string_agg(digest, chr(10) order by digest), ''))[:12] as digest,
    coalesce(sum(claims), 0) as claims, count(*) as entries
from entry;

-- what comparisons leave out within the bounds, and why
create or replace view exclusion as
with counted as (
    select
        count(*) filter (own_claim_id is not null) as relays, count(*) filter (recap) as recaps,
        count(*) filter (kind in ('withheld', 'denied')) as without_number
    from voice_claim
)
select count(*) as claims, 'retracted' as why from retracted_claim
union all
select count(*), 'revised in their own document' from superseded_claim join claim using (claim_id)
where day >= coalesce(cast(getvariable('from') as date), day)
    and day_first <= coalesce(cast(getvariable('to') as date), day_first)
union all
select relays, 'relays held against their origin''s own figure' from counted
union all
select recaps, 'recaps' from counted
union all
select without_number, 'without a number (withheld or denied)' from counted;
