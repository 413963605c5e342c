-- the claims (or one: set variable claim) as interchange rows: loading them gives the same claims with the same ids
-- a day that is none of the source's own time zone is a date with its offset, such as 2026-01-25+02:00
with zoned as (
    select c.* replace (coalesce(t.event, c.event) as event), coalesce(s.timezone, 'UTC') as zone
    from claim c left join source s on s.id = c.source
    left join tagged_event t using (claim_id)
    anti join retracted_claim r using (claim_id)
    where getvariable('claim') is null or claim_id = cast(getvariable('claim') as uuid)
),
local as (
    select *,
        timezone(zone, timezone('UTC', window_start)) as local_start,
        timezone(zone, timezone('UTC', window_end)) as local_end,
        timezone(zone, timezone('UTC', published)) as local_published,
        list_transform(
            [published, window_start, window_end - interval 1 day],
            lambda m: if(
                hour(m) < 12,
                strftime(m, '%Y-%m-%d-%H:%M:%S'),
                strftime(m + interval 1 day, '%Y-%m-%d+')
                    || strftime(date_trunc('day', m) + (date_trunc('day', m + interval 1 day) - m), '%H:%M:%S')
            )
        ) as offset_date
    from zoned
),
shaped as (
    select *,
        local_start = date_trunc('day', local_start) as starts_a_day,
        local_end = date_trunc('day', local_end) as ends_a_day
    from local
)
select
    source, url,
    case when published_precision <> 'day' then strftime(published, '%Y-%m-%dT%H:%M:%SZ')
         when local_published = date_trunc('day', local_published) then strftime(local_published, '%Y-%m-%d')
         else offset_date[1] end as published,
    attacker, defender, subject, metric, value,
    case when window_precision <> 'day' or ends_a_day and not starts_a_day
            then strftime(window_start, '%Y-%m-%dT%H:%M:%SZ')
         when starts_a_day then strftime(local_start, '%Y-%m-%d')
         else offset_date[2] end
    || '/' ||
    case when window_precision <> 'day' or starts_a_day and not ends_a_day
            then strftime(window_end, '%Y-%m-%dT%H:%M:%SZ')
         when ends_a_day then strftime(local_end - interval 1 day, '%Y-%m-%d')
         else offset_date[3] end as "window",
    if(weapon_as_stated is null, null, weapon) as weapon, population, if(region_as_stated is null, null, region) as region,
    part, basis, breakdown, cast(recap as varchar) as recap, quote, lang, origin, event, note,
    weapon_as_stated, region_as_stated
from shaped
order by published, url, row_no, claim_id
