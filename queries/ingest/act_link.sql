insert into link values ($kind, null, cast($id as uuid), $why, cast($entry as uuid))
