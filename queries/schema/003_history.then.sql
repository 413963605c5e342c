-- a ledger of before: its claims are sealed and its entries chained in the order in which they were recorded
delete from link where kind in ('revises', 'quotes');

update claim set place = numbered.place, digest = numbered.digest
from (
    select rowid as row_id, row_number() over (partition by entry_id order by row_no, claim_id) as place,
        claim_digest(claim_id, published_precision, kind, lo, hi, weapon_as_stated, region_as_stated, breakdown, recap,
            quote, lang, event, note, day_first, day, scope_id) as digest
    from claim
) numbered
where claim.rowid = numbered.row_id;

create or replace temp table chained as
with recursive numbered as (
    select e.* replace (
            coalesce(c.links, 0) as links, coalesce(c.decisions, 0) as decisions, coalesce(c.captures, 0) as captures,
            coalesce(c.content, nothing.content) as content, '' as registers
        ),
        row_number() over (order by e.recorded_at, e.entry_id) as n
    from entry e
    left join contents('claim', 'link', 'resolution', 'capture') c on c.entry_id = e.entry_id
    cross join (select content_digest(null, null, null, null) as content) nothing
),
link_of_chain (n, entry_id, parents, links, decisions, captures, content, digest) as (
    select n, entry_id, cast([] as varchar[]), links, decisions, captures, content,
        entry_digest(entry_id, recorded_at, recorded_by, command, tool_version, file, file_sha256, preset, profile,
            rows, loaded, known, empty, refused, claims, links, decisions, captures, content, registers, [])
    from numbered where n = 1
    union all
    select e.n, e.entry_id, [before.digest], e.links, e.decisions, e.captures, e.content,
        entry_digest(e.entry_id, e.recorded_at, e.recorded_by, e.command, e.tool_version, e.file, e.file_sha256,
            e.preset, e.profile, e.rows, e.loaded, e.known, e.empty, e.refused, e.claims, e.links, e.decisions,
            e.captures, e.content, e.registers, [before.digest])
    from numbered e join link_of_chain before on e.n = before.n + 1
)
from link_of_chain;

update entry set parents = c.parents, links = c.links, decisions = c.decisions, captures = c.captures,
    content = c.content, registers = '', digest = c.digest
from chained c where c.entry_id = entry.entry_id;
drop table chained;
