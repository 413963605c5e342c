-- title: Every row belongs to an entry, and stands once
with belonging (name, entry_id, row_no, claim_id, unsealed) as (
    select 'a claim', entry_id, row_no, claim_id, false from recording
    union all
    select concat_ws(' ', 'a link of kind', kind), entry_id, null, coalesce(from_id, to_id), sealed(null) in (kind, why) from link
    union all
    select concat_ws(' ', 'a decision on', finding_id), entry_id, null, claims[1],
        sealed(null) in (finding_id, check_name, state, why) or len(claims) <> list_count(claims)
    from resolution
    union all
    select 'a capture', entry_id, null, claim_id, sealed(null) in (address, path, sha256, media_type, tool, note) from capture
)
select 'added' as what, b.entry_id, b.row_no, b.claim_id, b.name || ' of an entry that is not there' as detail
from belonging b where b.entry_id is null or b.entry_id not in (select entry_id from entry where entry_id is not null)
union all
-- what the seal does not tell from nothing
select 'altered', entry_id, row_no, claim_id, name || ' holds a sign for nothing that no recording writes'
from belonging where unsealed
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
