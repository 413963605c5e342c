-- what is sealed: a claim in its digest, the rows of an entry in its content, an entry with those before it in its digest.
-- What these say never changes again: digests have been published

-- a value in a seal: nothing is told apart from an empty text by a sign that no text can hold
create or replace macro sealed(value) as coalesce(cast(value as varchar), chr(30));

-- the seal of a claim: its id, which covers what the id is made of, and all else that is said of it
create or replace macro claim_digest(
    claim_id, published_precision, kind, lo, hi, weapon_as_stated, region_as_stated, breakdown, recap, quote, lang,
    event, note, day_first, day, scope_id
) as cast(sha256(concat_ws(chr(31),
    claim_id, sealed(published_precision), sealed(kind), sealed(lo), sealed(hi), sealed(weapon_as_stated),
    sealed(region_as_stated), sealed(breakdown), sealed(recap), sealed(quote), sealed(lang), sealed(event),
    sealed(note), sealed(day_first), sealed(day), sealed(scope_id)))[:32] as uuid);

create or replace macro content_digest(claims, links, decisions, captures) as
    sha256(concat_ws(chr(31), sealed(claims), sealed(links), sealed(decisions), sealed(captures)));

-- the rows of each entry, sealed and counted; the four are names of tables: those of the ledger, or those of an act that
-- is being recorded. Claims are sealed a thousand at a time, in order of their place, and these seals together
create or replace macro seals(of_claims, of_links, of_decisions, of_captures) as table
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
    max(claims_seal) as claims_seal, max(links_seal) as links_seal, max(decisions_seal) as decisions_seal,
    max(captures_seal) as captures_seal
from (
    from claimed union all by name from linked union all by name from decided union all by name from captured
)
-- what is being recorded has no entry yet
group by entry_id;

create or replace macro contents(of_claims, of_links, of_decisions, of_captures) as table
select entry_id, claims, links, decisions, captures,
    content_digest(claims_seal, links_seal, decisions_seal, captures_seal) as content
from seals(of_claims, of_links, of_decisions, of_captures);

-- the seal of an entry: everything that it says of itself, its content, the ledger's words after it, and its parents
create or replace macro entry_digest(
    entry_id, recorded_at, recorded_by, command, tool_version, file, file_sha256, preset, profile, rows, loaded, known,
    empty, refused, claims, links, decisions, captures, content, registers, parents
) as sha256(concat_ws(chr(31),
    sealed(entry_id), sealed(recorded_at), sealed(recorded_by), sealed(command), sealed(tool_version), sealed(file),
    sealed(file_sha256), sealed(preset), sealed(profile), sealed(rows), sealed(loaded), sealed(known), sealed(empty),
    sealed(refused), sealed(claims), sealed(links), sealed(decisions), sealed(captures), sealed(content),
    sealed(registers), sealed(array_to_string(parents, ' '))));

-- every recording of a claim, also those of claims that another desk recorded first
create or replace view recording as from claim union all by name from claim_again;

-- the entries that no other comes after: one, but for a moment within a merge
create or replace view head as
from entry where digest not in (select unnest(parents) from entry);

-- what the ledger's own copy of the registers says, and what the tool knows of the file
create or replace view registers_digest as
select sha256(string_agg(text, chr(10) order by text)) as digest
from (
    select 'meta ' || to_json(t) as text from meta t
    union all select 'party ' || to_json(t) from party t
    union all select 'source ' || to_json(t) from source t
    union all select 'metric ' || to_json(t) from metric t
    union all select 'weapon ' || to_json(t) from weapon t
    union all select 'population ' || to_json(t) from population t
    union all select 'region ' || to_json(t) from region t
    union all select 'profile ' || to_json(t) from profile t
    union all select 'glossary ' || to_json(t) from glossary t
    union all select 'number_word ' || to_json(t) from number_word t
);

-- what was published, whoever recorded it: equal where two ledgers hold the same claims
create or replace view claims_digest as
with thousand as (
    select left(cast(claim_id as varchar), 3) as n, count(*) as claims,
        sha256(string_agg(concat_ws(chr(31), claim_id, sealed(published_precision), sealed(kind), sealed(lo), sealed(hi),
            sealed(weapon_as_stated), sealed(region_as_stated), sealed(breakdown), sealed(recap), sealed(quote),
            sealed(lang), sealed(note)), chr(10) order by claim_id)) as seal
    from claim group by all
)
select sha256(coalesce(string_agg(seal, chr(10) order by n), '')) as digest, coalesce(sum(claims), 0) as claims
from thousand;
