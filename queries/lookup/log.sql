-- title: Acts of recording, newest first
-- param limit: at most so many rows (default: 50)
-- people: acts
-- columns: recorded / by as when, command, file, claims, counts, entry / digest as entry
select strftime(recorded_at, '%Y-%m-%d %H:%M UTC') as recorded, recorded_by as by, command, tool_version, file,
    file_sha256, preset, profile, rows, loaded, known, empty, refused, claims, links, decisions, captures,
    nullif(concat_ws(', ', if(rows > 0, rows || if(rows = 1, ' row', ' rows'), null), if(known > 0, known || ' known', null),
        if(empty > 0, empty || ' empty', null), if(refused > 0, refused || ' refused', null),
        if(links > 0, links || if(links = 1, ' link', ' links'), null), if(decisions > 0, decisions || if(decisions = 1, ' decision', ' decisions'), null),
        if(captures > 0, captures || if(captures = 1, ' capture', ' captures'), null), if(len(parents) > 1, 'joins ' || len(parents) || ' histories', null)), '')
        as counts,
    entry_id, left(cast(entry_id as varchar), 8) as entry, digest as sealed, left(digest, 12) as digest, parents,
    count(*) over () as acts
from entry
order by entry.recorded_at desc, entry_id
limit cast(getvariable('limit') as bigint)
