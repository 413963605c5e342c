select count(*) > 0 from link where kind = $kind and from_id = cast($from_id as uuid) and to_id = cast($to_id as uuid)
