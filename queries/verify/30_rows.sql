-- title: Every row belongs to an entry, and stands once
with belonging (name, entry_id, row_no, claim_id) as (
    select 'claim', entry_id, row_no, claim_id from recording
    union all select 'link ' || kind, entry_id, null, coalesce(from_id, to_id) from link
    union all select 'decision on ' || finding_id, entry_id, null, claims[1] from resolution
    union all select 'capture', entry_id, null, claim_id from capture
)
select 'added' as what, b.entry_id, b.row_no, b.claim_id, b.name || ' of an entry that is not there' as detail
from belonging b where b.entry_id is null or b.entry_id not in (select entry_id from entry where entry_id is not null)
union all
select 'added', any_value(entry_id), any_value(row_no), claim_id, 'a claim that stands ' || count(*) || ' times'
from claim group by claim_id having count(*) > 1
union all
select 'missing', entry_id, row_no, claim_id, 'a later recording of a claim that is not there'
from claim_again where claim_id not in (select claim_id from claim)
union all
select 'altered', a.entry_id, a.row_no, a.claim_id, 'the later recording of a claim stands in the place of the first'
from claim_again a join entry ea on ea.entry_id = a.entry_id
join claim c on c.claim_id = a.claim_id join entry ec on ec.entry_id = c.entry_id
where (ea.recorded_at, ea.entry_id) < (ec.recorded_at, ec.entry_id)
