-- title: The ledger's words (parties, sources, metrics, …) are those of its last entry
select 'altered' as what, entry_id, null as row_no, null as claim_id,
    'the registers, number words or the table meta are not those of the last entry' as detail
from head cross join registers_digest d
where head.registers is distinct from d.digest
