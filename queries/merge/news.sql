-- what the other ledger has that this one has not: entries, those of them that say something (a merge or an update says
-- nothing of its own), claims that are new here, claims that both have; and the digest of this ledger's last entry
with new_entry as (from other_entry where digest not in (select digest from entry)),
new_claim as (select distinct claim_id from other_claim where claim_id not in (select claim_id from claim))
select (select count(*) from new_entry),
    (select count(*) from new_entry where claims + links + decisions + captures > 0),
    (select count(*) from new_claim), (select count(*) from other_claim) - (select count(*) from new_claim),
    (select max(digest) from head)
