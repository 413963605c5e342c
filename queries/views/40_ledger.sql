-- the ledger as a whole: its digest, what reports leave out

create or replace view ledger_digest as
select sha256(coalesce(string_agg(digest, chr(10) order by digest), ''))[:12] as digest,
    coalesce(sum(claims), 0) as claims, count(*) as entries
from entry;

-- what comparisons leave out within the bounds, and why
create or replace view exclusion as
select count(*) as claims, 'retracted' as why from retracted_claim
union all
select count(*), 'revised in their own document' from superseded_claim s join claim c using (claim_id)
where c.day >= coalesce(cast(getvariable('from') as date), c.day)
    and c.day_first <= coalesce(cast(getvariable('to') as date), c.day_first)
union all
select count(*), 'relays held against their origin''s own figure' from relay_match
union all
select count(*) filter (recap), 'recaps' from selected_claim
union all
select count(*) filter (kind in ('withheld', 'denied')), 'without a number (withheld or denied)' from selected_claim;
