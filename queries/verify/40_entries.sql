-- title: Each entry seals the rows that it has, and the entries before it
-- how many claims it has is looked at by their places
with now as (
    select e.*,
        coalesce(c.claims, 0) as claims_now, coalesce(c.links, 0) as links_now,
        coalesce(c.decisions, 0) as decisions_now, coalesce(c.captures, 0) as captures_now,
        coalesce(c.content, content_digest(null, null, null, null)) as content_now,
        entry_digest(e.entry_id, e.recorded_at, e.recorded_by, e.command, e.tool_version, e.file, e.file_sha256,
            e.preset, e.profile, e.rows, e.loaded, e.known, e.empty, e.refused, e.claims, e.links, e.decisions,
            e.captures, e.content, e.registers, e.parents) as digest_now
    from entry e left join contents('recording', 'link', 'resolution', 'capture') c using (entry_id)
)
select 'altered' as what, entry_id, null as row_no, null as claim_id,
    'the entry itself: who, when, what, counts, or its parents' as detail
from now
where digest is distinct from digest_now or parents is null or len(parents) <> list_count(parents)
    or sealed(null) in (recorded_by, command, tool_version, file, file_sha256, preset, profile, content, registers)
union all
select if(links_now < links, 'missing', 'added'), entry_id, null, null,
    'links: ' || links || ' sealed, ' || links_now || ' there'
from now where links_now <> links
union all
select if(decisions_now < decisions, 'missing', 'added'), entry_id, null, null,
    'decisions: ' || decisions || ' sealed, ' || decisions_now || ' there'
from now where decisions_now <> decisions
union all
select if(captures_now < captures, 'missing', 'added'), entry_id, null, null,
    'captures: ' || captures || ' sealed, ' || captures_now || ' there'
from now where captures_now <> captures
union all
select 'altered', entry_id, null, null, 'its ' || concat_ws(', ',
        if(claims > 0, 'claims (a place, a row number, or a claim together with its seal)', null),
        if(links > 0, 'links', null), if(decisions > 0, 'decisions', null), if(captures > 0, 'captures', null),
        if(claims + links + decisions + captures = 0, 'content, which is nothing', null)) || ' are not as sealed'
from now
where content is distinct from content_now
    and (claims_now, links_now, decisions_now, captures_now) = (claims, links, decisions, captures)
union all
select 'added', any_value(entry_id), null, null, 'an entry that stands ' || count(*) || ' times'
from entry group by digest having count(*) > 1
union all
select 'added', entry_id, null, null, 'an entry whose id stands ' || count(*) || ' times'
from entry group by entry_id having count(*) > 1 and count(distinct digest) > 1
