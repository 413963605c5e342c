insert into resolution values ($finding, $check, cast($claims as uuid[]), $state, $why, cast($entry as uuid))
