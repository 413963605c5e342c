-- seals what arrives as one act of recording after those before it; its id comes from what it says, unless its claims
-- are written already, under an id that comes from who recorded what and when
insert into entry by name
with said as (
    select cast($recorded_at as timestamp) as recorded_at, $recorded_by as recorded_by, $command as command,
        $tool_version as tool_version, $file as file, $file_sha256 as file_sha256, $preset as preset,
        $profile as profile, cast($rows as bigint) as rows, cast($loaded as bigint) as loaded,
        cast($known as bigint) as known, cast($empty as bigint) as empty, cast($refused as bigint) as refused,
        coalesce($claims, c.claims, 0) as claims, coalesce(c.links, 0) as links,
        coalesce(c.decisions, 0) as decisions, coalesce(c.captures, 0) as captures,
        content_digest(coalesce($claims_seal, c.claims_seal), c.links_seal, c.decisions_seal, c.captures_seal) as content,
        coalesce($registers, last.registers) as registers, last.parents as parents
    from (
        -- where two histories are joined, this ledger's own comes first
        select list_concat(if($after is null, cast([] as varchar[]), [$after]),
                list_filter(coalesce(list(digest order by digest), []), lambda d: d is distinct from $after)) as parents,
            any_value(registers) as registers
        from head
    ) last
    left join seals('arriving_claim', 'arriving_link', 'arriving_resolution', 'arriving_capture') c on true
),
named as (
    select *, coalesce(cast($entry_id as uuid), cast(sha256(concat_ws(chr(31), sealed(recorded_at), sealed(recorded_by),
        sealed(command), sealed(content), array_to_string(parents, ' ')))[:32] as uuid)) as entry_id
    from said
)
select *, entry_digest(entry_id, recorded_at, recorded_by, command, tool_version, file, file_sha256, preset, profile,
    rows, loaded, known, empty, refused, claims, links, decisions, captures, content, registers, parents) as digest
from named
returning entry_id
