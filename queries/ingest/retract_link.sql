insert into link values ('retracts', null, cast($id as uuid), $why, cast($entry as uuid))
