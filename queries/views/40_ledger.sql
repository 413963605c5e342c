-- the ledger as a whole: its digest, what reports leave out

create or replace view ledger_digest as
select left((select max(digest) from head), 12) as digest,
    (select count(*) from claim) as claims, (select count(*) from entry) as entries;

-- what comparisons leave out within the bounds, and why
create or replace view exclusion as
with counted as (
    select
        count(*) filter (r.claim_id is not null) as retracted,
        count(*) filter (r.claim_id is null and s.claim_id is not null) as revised,
        count(*) filter (r.claim_id is null and s.claim_id is null and h.claim_id is not null) as relays,
        count(*) filter (r.claim_id is null and s.claim_id is null and recap) as recaps,
        count(*) filter (r.claim_id is null and s.claim_id is null and kind in ('withheld', 'denied')) as numberless
    from claim c
    left join retracted_claim r using (claim_id)
    left join superseded_claim s using (claim_id)
    left join (from held_relay where in_days(day_first, day)) h using (claim_id)
    where in_bounds(c.day_first, c.day, c.attacker, c.defender, c.subject)
)
from counted unpivot (claims for why in (
    retracted as 'retracted or corrected by their recorder', revised as 'revised in their own document',
    relays as 'relays held against their origin''s own figure', recaps as 'recaps',
    numberless as 'without a number (withheld or denied)'
));
