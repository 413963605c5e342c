insert into arriving_capture (claim_id, address, path, sha256, bytes, media_type, captured_at, tool, note)
values (cast($claim as uuid), $address, $path, $sha256, $bytes, $media_type, cast($captured_at as timestamp), $tool, $note)
