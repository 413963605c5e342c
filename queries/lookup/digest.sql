-- the one line to publish
select 'claims-ledger head=' || coalesce((select max(digest) from head), 'none') || ' entries=' || (select count(*) from entry)
    || ' claims=' || d.claims || ' content=' || d.digest
from claims_digest d
