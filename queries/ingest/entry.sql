-- one act of recording; its id and digest come from its content
insert into entry
select
    cast(sha256(concat_ws(chr(31), $recorded_at, $recorded_by, $command, $file, $file_sha256, digest))[:32] as uuid),
    cast($recorded_at as timestamp), $recorded_by, $command, $tool_version, $file, $file_sha256, $preset, $profile,
    $rows, $loaded, $known, $empty, $refused, claims, digest
from (
    select sha256(coalesce(string_agg(cast(claim_id as varchar), chr(10) order by claim_id), '')) as digest,
        count(*) as claims
    from arriving_claim
)
returning entry_id
