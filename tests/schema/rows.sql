-- What the tables of schema 1 held, frozen: five figures of two sides and a relay in one act, a figure revised in its own
-- document in a second, one retracted and one tagged in a third. Ids are those that the macro claim_identity gives.
insert into entry (entry_id, recorded_at, recorded_by, command, tool_version, file, file_sha256, preset, profile,
    rows, loaded, known, empty, refused, claims)
values
    ('00000000-0000-4000-8000-000000000001', '2026-01-27 08:00:00', 'desk', 'load', '0.1.0', 'night.csv',
        'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', null, 'bounds', 5, 5, 0, 0, 0, 5),
    ('00000000-0000-4000-8000-000000000002', '2026-01-27 09:00:00', 'desk', 'add', '0.1.0', null, null, null, 'bounds', 1, 1, 0, 0, 0, 1),
    ('00000000-0000-4000-8000-000000000003', '2026-01-27 10:00:00', 'desk', 'retract', '0.1.0', null, null, null, 'bounds', 0, 0, 0, 0, 0, 0);

insert into claim (claim_id, source, url, published, published_precision, attacker, defender, subject, metric, value, kind, lo, hi, window_start,
    window_end, window_precision, weapon, weapon_as_stated, population, region, region_as_stated, part, basis, breakdown, recap, quote, lang, origin,
    event, note, day_first, day, scope_id, row_no, entry_id)
values
    ('0aec06dd-522b-c233-2b94-e0883e34038f', 'ua-air-force', 'https://t.me/kpszsu/1', '2026-01-26 06:00:00',
        'minute', 'RU', 'UA', null, 'launched', '138', 'exact', 138, 138, '2026-01-25 16:00:00',
        '2026-01-26 06:00:00', 'minute', 'uav', 'uav', 'unspecified', 'all', null, null, 'period', 'none',
        false, null, null, null, null, null, '2026-01-26', '2026-01-26',
        'ee841add-22ec-3af8-dd09-fff98664eba0', 2, '00000000-0000-4000-8000-000000000001'),
    ('78c6a10a-8b90-edf0-e37c-bd00b358dddb', 'ua-air-force', 'https://t.me/kpszsu/1', '2026-01-26 06:00:00',
        'minute', 'RU', 'UA', null, 'intercepted', '110', 'exact', 110, 110, '2026-01-25 16:00:00',
        '2026-01-26 06:00:00', 'minute', 'uav', 'uav', 'unspecified', 'all', null, null, 'period', 'none',
        false, 'збито 110', 'uk', null, null, null, '2026-01-26', '2026-01-26',
        '3e9dc905-fa3a-184a-7fbc-08f4794586f1', 3, '00000000-0000-4000-8000-000000000001'),
    ('7b8bd3a8-8e72-ec3c-4191-d319522ab2d7', 'ru-mod', 't.me/mod_russia, 2026-01-26 04:39 UTC',
        '2026-01-26 04:39:00', 'minute', 'UA', 'RU', null, 'intercepted', '40', 'exact', 40, 40,
        '2026-01-25 20:00:00', '2026-01-26 04:00:00', 'minute', 'uav', 'uav', 'unspecified', 'all', null, null,
        'period', 'none', false, null, null, null, null, null, '2026-01-26', '2026-01-26',
        '3e9dc905-fa3a-184a-7fbc-08f4794586f1', 4, '00000000-0000-4000-8000-000000000001'),
    ('0f5b9dc9-b2b9-39e2-3a96-889dee79de07', 'ru-mod', 't.me/mod_russia, 2026-01-26 17:43 UTC',
        '2026-01-26 17:43:00', 'minute', 'UA', 'RU', null, 'intercepted', '10', 'exact', 10, 10,
        '2026-01-26 12:00:00', '2026-01-26 17:00:00', 'minute', 'uav', 'uav', 'unspecified', 'all', null, null,
        'period', 'none', false, null, null, null, null, null, '2026-01-26', '2026-01-26',
        '3e9dc905-fa3a-184a-7fbc-08f4794586f1', 5, '00000000-0000-4000-8000-000000000001'),
    ('37013294-321c-123d-cc5a-f6bcc671772e', 'interfax', 'https://www.interfax.ru/1', '2026-01-26 06:00:00',
        'minute', 'UA', 'RU', null, 'intercepted', '40', 'exact', 40, 40, '2026-01-25 21:00:00',
        '2026-01-26 21:00:00', 'day', 'uav', 'uav', 'unspecified', 'all', null, null, 'period', 'none', false,
        null, null, 'ru-mod', null, null, '2026-01-26', '2026-01-26', '3e9dc905-fa3a-184a-7fbc-08f4794586f1',
        6, '00000000-0000-4000-8000-000000000001'),
    ('063f31d4-58a6-594e-cb2d-aa0b6146a39b', 'ua-air-force', 'https://t.me/kpszsu/1', '2026-01-26 08:00:00',
        'minute', 'RU', 'UA', null, 'launched', '140', 'exact', 140, 140, '2026-01-25 16:00:00',
        '2026-01-26 06:00:00', 'minute', 'uav', 'uav', 'unspecified', 'all', null, null, 'period', 'none',
        false, null, null, null, null, null, '2026-01-26', '2026-01-26',
        'ee841add-22ec-3af8-dd09-fff98664eba0', 2, '00000000-0000-4000-8000-000000000002');

insert into scope values
    ('3e9dc905-fa3a-184a-7fbc-08f4794586f1', 'intercepted', 'uav', 'unspecified', 'all'),
    ('ee841add-22ec-3af8-dd09-fff98664eba0', 'launched', 'uav', 'unspecified', 'all');
