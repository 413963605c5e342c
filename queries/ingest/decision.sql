insert into arriving_resolution (finding_id, check_name, claims, state, why)
values ($finding, $check, cast($claims as uuid[]), $state, $why)
