select * from (
    select 'claims', cast(count(*) as varchar) from claim
    union all select 'of these standing', cast(count(*) as varchar) from current_claim
    union all select 'acts of recording', cast(count(*) as varchar) from entry
    union all select 'schema version', value from meta where key = 'schema'
    union all select 'ledger digest', digest from ledger_digest
)
