-- schemas 1 and 2 held what follows from the claims (revises, quotes) beside what a person said
insert into link (kind, from_id, to_id, why, entry_id) values
    ('retracts', null, '0f5b9dc9-b2b9-39e2-3a96-889dee79de07', 'typed the wrong night', '00000000-0000-4000-8000-000000000003'),
    ('same_event', null, '7b8bd3a8-8e72-ec3c-4191-d319522ab2d7', '2026-01-26-night', '00000000-0000-4000-8000-000000000003'),
    ('revises', '063f31d4-58a6-594e-cb2d-aa0b6146a39b', '0aec06dd-522b-c233-2b94-e0883e34038f', 'the same document states the scope again', '00000000-0000-4000-8000-000000000002'),
    ('quotes', '37013294-321c-123d-cc5a-f6bcc671772e', '0f5b9dc9-b2b9-39e2-3a96-889dee79de07', 'another figure', '00000000-0000-4000-8000-000000000001'),
    ('quotes', '37013294-321c-123d-cc5a-f6bcc671772e', '7b8bd3a8-8e72-ec3c-4191-d319522ab2d7', 'the same figure', '00000000-0000-4000-8000-000000000001');

insert into entry (entry_id, recorded_at, recorded_by, command, tool_version, profile, rows, loaded, known, empty,
    refused, claims)
values ('00000000-0000-4000-8000-000000000004', '2026-01-27 11:00:00', 'desk', 'resolve', '0.1.0', 'bounds', 0, 0, 0, 0,
    0, 0);
insert into resolution (finding_id, check_name, claims, state, why, entry_id)
values ('0123456789abcdef', 'same-scope-gap',
    ['7b8bd3a8-8e72-ec3c-4191-d319522ab2d7', '78c6a10a-8b90-edf0-e37c-bd00b358dddb'],
    'explained', 'two directions', '00000000-0000-4000-8000-000000000004');

insert into meta values ('schema', '2'), ('views', 'of then'), ('registers', 'of then');
