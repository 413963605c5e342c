-- an act that makes no claim is an entry too; its digest covers what was said
insert into entry
select
    cast(sha256(concat_ws(chr(31), $recorded_at, $recorded_by, $command, array_to_string($what, chr(31))))[:32] as uuid),
    cast($recorded_at as timestamp), $recorded_by, $command, $tool_version, $file, $file_sha256, $preset, $profile,
    0, 0, 0, 0, 0, 0, sha256(array_to_string($what, chr(31)))
returning entry_id
