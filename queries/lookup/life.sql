-- title: Its life
-- param claim: the claim's id
-- columns: at / by as when, what, detail
with this as (select cast(getvariable('claim') as uuid) as id),
-- what another claim is, in a few words
brief as (
    select claim_id, left(cast(claim_id as varchar), 8) || ' ' || source || ': '
        || figure_text(metric, weapon, population, region, part, value) as text
    from claim
),
said as (
    select entry_id, 1 as n, 'recorded' as what,
        concat_ws(', ', file, if(file is null, null, 'row ' || row_no), 'preset ' || preset) as detail
    from claim join this on id = claim_id join entry using (entry_id)
    union all
    select entry_id, 1, 'recorded again by another desk', concat_ws(', ', file, 'row ' || row_no, note)
    from claim_again join this on id = claim_id join entry using (entry_id)
    union all
    select entry_id, 2, case kind when 'retracts' then 'retracted' else 'filed under an event' end, why
    from link join this on id = to_id where from_id is null
    union all
    select entry_id, 2, replace(kind, '_', ' '), b.text || ': ' || why
    from link join this on id = from_id join brief b on b.claim_id = to_id
    union all
    select entry_id, 2, case kind when 'revises' then 'revised by' when 'corrects' then 'corrected by'
        when 'repeats' then 'repeated by' when 'quotes' then 'quoted by' when 'part_of' then 'has as a part'
        when 'disputes' then 'disputed by' when 'confirms' then 'confirmed by' else replace(kind, '_', ' ') end,
        b.text || ': ' || why
    from link join this on id = to_id join brief b on b.claim_id = from_id
    union all
    select entry_id, 3, 'finding ' || check_name || ' ' || left(finding_id, 8) || ' ' || state, why
    from resolution join this on list_contains(claims, id)
    union all
    select entry_id, 3, 'captured', concat_ws(', ', media_type, bytes || ' bytes', 'sha256 ' || left(sha256, 12),
        'taken ' || strftime(captured_at, '%Y-%m-%d %H:%M UTC'), coalesce(path, address), note)
    from capture join this on id = claim_id
),
-- what follows from the claims stands with the one recorded later
followed as (
    select if(e.recorded_at > o.recorded_at, e.entry_id, o.entry_id) as entry_id, 4 as n,
        case when l.from_id = id then l.kind when l.kind = 'revises' then 'revised by' else 'quoted by' end as what,
        b.text || ': ' || l.why as detail
    from derived_link l join this on id in (l.from_id, l.to_id)
    join brief b on b.claim_id = if(l.from_id = id, l.to_id, l.from_id)
    join claim c on c.claim_id = id join entry e on e.entry_id = c.entry_id
    join claim d on d.claim_id = b.claim_id join entry o on o.entry_id = d.entry_id
)
select strftime(e.recorded_at, '%Y-%m-%d %H:%M UTC') as at, e.recorded_by as by, what, detail, e.command,
    e.tool_version, e.entry_id
from (from said union all by name from followed) join entry e using (entry_id)
order by e.recorded_at, n, what, detail
