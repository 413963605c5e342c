-- a retraction is an act of recording too; its digest covers what was retracted and why
insert into entry
select
    cast(sha256(concat_ws(chr(31), $recorded_at, $recorded_by, $command, $id, $why))[:32] as uuid),
    cast($recorded_at as timestamp), $recorded_by, $command, $tool_version, $file, $file_sha256, $preset, $profile,
    0, 0, 0, 0, 0, 0, sha256(concat_ws(chr(31), 'retracts', $id, $why))
returning entry_id
