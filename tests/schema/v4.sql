-- schema 4: a derived link has the days of its claims; all else as in schema 3
insert into link (kind, from_id, to_id, why, entry_id) values
    ('retracts', null, '0f5b9dc9-b2b9-39e2-3a96-889dee79de07', 'typed the wrong night', '00000000-0000-4000-8000-000000000003'),
    ('same_event', null, '7b8bd3a8-8e72-ec3c-4191-d319522ab2d7', '2026-01-26-night', '00000000-0000-4000-8000-000000000003');
insert into derived_link (kind, from_id, to_id, why) values
    ('revises', '063f31d4-58a6-594e-cb2d-aa0b6146a39b', '0aec06dd-522b-c233-2b94-e0883e34038f', 'the same document states the scope again'),
    ('quotes', '37013294-321c-123d-cc5a-f6bcc671772e', '0f5b9dc9-b2b9-39e2-3a96-889dee79de07', 'another figure'),
    ('quotes', '37013294-321c-123d-cc5a-f6bcc671772e', '7b8bd3a8-8e72-ec3c-4191-d319522ab2d7', 'the same figure');

insert into entry (entry_id, recorded_at, recorded_by, command, tool_version, profile, rows, loaded, known, empty,
    refused, claims)
values ('00000000-0000-4000-8000-000000000004', '2026-01-27 11:00:00', 'desk', 'resolve', '0.1.0', 'bounds', 0, 0, 0, 0,
    0, 0);
insert into resolution (finding_id, check_name, claims, state, why, entry_id)
values ('0123456789abcdef', 'same-scope-gap',
    ['7b8bd3a8-8e72-ec3c-4191-d319522ab2d7', '78c6a10a-8b90-edf0-e37c-bd00b358dddb'],
    'explained', 'two directions', '00000000-0000-4000-8000-000000000004');

create temp macro sealed(value) as coalesce(cast(value as varchar), chr(30));

create temp macro claim_digest(
    claim_id, published_precision, kind, lo, hi, weapon_as_stated, region_as_stated, breakdown, recap, quote, lang,
    event, note, day_first, day, scope_id
) as cast(sha256(concat_ws(chr(31),
    claim_id, sealed(published_precision), sealed(kind), sealed(lo), sealed(hi), sealed(weapon_as_stated),
    sealed(region_as_stated), sealed(breakdown), sealed(recap), sealed(quote), sealed(lang), sealed(event),
    sealed(note), sealed(day_first), sealed(day), sealed(scope_id)))[:32] as uuid);

create temp macro content_digest(claims, links, decisions, captures) as
    sha256(concat_ws(chr(31), sealed(claims), sealed(links), sealed(decisions), sealed(captures)));

create temp macro contents(of_claims, of_links, of_decisions, of_captures) as table
with thousand as (
    select entry_id, (place - 1) // 1000 as n, count(*) as claims,
        sha256(string_agg(concat_ws(chr(31), sealed(place), sealed(row_no), sealed(digest)), chr(10)
            order by place, row_no, digest)) as seal
    from query_table(of_claims) group by all
),
claimed as (
    select entry_id, cast(sum(claims) as bigint) as claims, sha256(string_agg(seal, chr(10) order by n)) as claims_seal
    from thousand group by entry_id
),
linked as (
    select entry_id, count(*) as links, sha256(string_agg(text, chr(10) order by text)) as links_seal
    from (select entry_id, concat_ws(chr(31), sealed(kind), sealed(from_id), sealed(to_id), sealed(why)) as text
        from query_table(of_links))
    group by entry_id
),
decided as (
    select entry_id, count(*) as decisions, sha256(string_agg(text, chr(10) order by text)) as decisions_seal
    from (select entry_id, concat_ws(chr(31), sealed(finding_id), sealed(check_name),
            sealed(array_to_string(claims, ' ')), sealed(state), sealed(why)) as text
        from query_table(of_decisions))
    group by entry_id
),
captured as (
    select entry_id, count(*) as captures, sha256(string_agg(text, chr(10) order by text)) as captures_seal
    from (select entry_id, concat_ws(chr(31), sealed(claim_id), sealed(address), sealed(path), sealed(sha256),
            sealed(bytes), sealed(media_type), sealed(captured_at), sealed(tool), sealed(note)) as text
        from query_table(of_captures))
    group by entry_id
)
select entry_id, coalesce(max(claims), 0) as claims, coalesce(max(links), 0) as links,
    coalesce(max(decisions), 0) as decisions, coalesce(max(captures), 0) as captures,
    content_digest(max(claims_seal), max(links_seal), max(decisions_seal), max(captures_seal)) as content
from (
    from claimed union all by name from linked union all by name from decided union all by name from captured
)
-- what is being recorded has no entry yet
group by entry_id;

create temp macro entry_digest(
    entry_id, recorded_at, recorded_by, command, tool_version, file, file_sha256, preset, profile, rows, loaded, known,
    empty, refused, claims, links, decisions, captures, content, registers, parents
) as sha256(concat_ws(chr(31),
    sealed(entry_id), sealed(recorded_at), sealed(recorded_by), sealed(command), sealed(tool_version), sealed(file),
    sealed(file_sha256), sealed(preset), sealed(profile), sealed(rows), sealed(loaded), sealed(known), sealed(empty),
    sealed(refused), sealed(claims), sealed(links), sealed(decisions), sealed(captures), sealed(content),
    sealed(registers), sealed(array_to_string(parents, ' '))));

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

insert into meta values ('schema', '4'), ('views', 'of then'), ('registers', 'of then');
