-- title: One claim
-- param claim: the claim's id
with c as (
    select c.*, s.name as source_name, coalesce(s.timezone, 'UTC') as zone, s.level, s.independence_group, o.name as origin_name,
        e.recorded_at, e.recorded_by, e.command, e.file, e.preset,
        r.why as retracted_why, (select any_value(l.from_id) from link l
            where l.kind = 'corrects' and l.to_id = c.claim_id and l.entry_id = r.entry_id) as corrected_by, re.recorded_by as retracted_by, re.recorded_at as retracted_at, p.by_claim_id
    from claim c
    left join source s on s.id = c.source
    left join source o on o.id = c.origin
    left join entry e using (entry_id)
    left join retracted_claim r using (claim_id)
    left join entry re on re.entry_id = r.entry_id
    left join superseded_claim p using (claim_id)
    where c.claim_id = cast(getvariable('claim') as uuid)
),
fact (n, field, text) as (
    select 1, 'claim', cast(claim_id as varchar) from c
    union all select 2, 'state', case when retracted_why is not null
        then if(corrected_by is null, 'retracted by ', 'corrected, by ' || cast(corrected_by as varchar) || ', by ')
            || retracted_by || ', ' || strftime(retracted_at, '%Y-%m-%d %H:%M UTC') || ': ' || retracted_why
        when by_claim_id is not null then 'revised by ' || cast(by_claim_id as varchar)
        else 'stands' end from c
    union all select 3, 'says', value from c
    union all select 4, 'read as', kind || ' ' || interval_text(lo, hi) from c
    union all select 5, 'quote', quote || coalesce(' [' || lang || ']', '') from c
    union all select 6, 'metric', metric from c
    union all select 7, 'weapon', weapon || if(weapon_as_stated <> weapon, ' (stated: ' || weapon_as_stated || ')', '') from c
    union all select 8, 'population', nullif(population, 'unspecified') from c
    union all select 9, 'direction', coalesce(attacker, '?') || ' → ' || coalesce(defender, '?') from c
        where attacker is not null or defender is not null
    union all select 10, 'losses of', subject from c
    union all select 11, 'region', region || if(region_as_stated <> region, ' (stated: ' || region_as_stated || ')', '') from c
    union all select 12, 'part', part from c
    union all select 13, 'window, UTC', strftime(window_start, '%Y-%m-%d %H:%M') || ' – '
        || strftime(window_end, '%Y-%m-%d %H:%M') || ' (' || window_precision || ')' from c
    union all select 14, 'window, ' || zone, local_time(window_start, zone) || ' – ' || local_time(window_end, zone) from c
    union all select 15, 'day', if(day_first = day, cast(day as varchar), day_first || ' – ' || day) from c
    union all select 16, 'basis', concat_ws(', ', basis, if(breakdown <> 'none', breakdown || ' breakdown', null),
        if(recap, 'recap', null)) from c
    union all select 17, 'source', source || ' · ' || source_name || ' · ' || level from c
    union all select 18, 'relays', origin || ' · ' || origin_name from c
    union all select 19, 'citation', url from c
    union all select 20, 'published', if(published_precision = 'day', cast(local_date(published, zone) as varchar),
        strftime(published, '%Y-%m-%d %H:%M UTC')) from c
    union all select 21, 'event', event from c
    union all select 22, 'note', note from c
    union all select 23, 'recorded', strftime(recorded_at, '%Y-%m-%d %H:%M UTC') || ' by ' || recorded_by
        || ' with ' || command from c
    union all select 24, 'from', file || ', row ' || row_no || coalesce(', preset ' || preset, '') from c
)
select field, text from fact where text is not null order by n
