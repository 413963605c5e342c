insert into arriving_link (kind, from_id, to_id, why)
select $kind, cast($from_id as uuid), cast($to_id as uuid), $why
