-- title: A window that starts after its end, or ends after its publication
-- severity: major
-- group: record
-- param minutes: a window may end so many minutes after publication (default: 15)
-- why: a figure is published when its window is over; otherwise a date or a time zone is wrong
-- silent: which of the two times is wrong; where one of them is only a date, anything within that day
-- one finding a window of a document; running totals and levels as well
with threshold as (
    select to_minutes(coalesce(cast(getvariable('minutes') as bigint), 15)) as spare
),
-- first what is quick to tell: local dates are slow. A day is never shorter than 22 hours, and what is only a date begins
-- and ends with it
late as (
    select claim_id, source, source_zone, url, published, published_precision, window_start, window_end,
        window_precision, day, attacker, defender, subject, metric, weapon, population, region, part, value
    from selected_claim
    where window_start > window_end
        or window_end > if('day' in (published_precision, window_precision), published + interval 22 hours, published)
),
-- then each pair of times once
timed as (
    select *, window_start > window_end as reversed,
        window_precision = 'day' or published_precision = 'day' as by_days,
        local_date(window_end - interval 1 microsecond, source_zone) as last_day,
        -- a time just after midnight is no other day
        local_date(window_end - interval 1 microsecond - spare, source_zone) as surely_on,
        local_date(published, source_zone) as published_on
    from (
        select distinct source_zone, published, published_precision, window_start, window_end, window_precision
        from late
    ) cross join threshold
    where reversed or if(by_days, surely_on > published_on, window_end > published + spare)
),
stated as (
    select source, source_zone, url, published, published_precision, window_start, window_end, window_precision, day,
        attacker, defender, subject, last_day, published_on, reversed, by_days, list(claim_id) as claims,
        if(count(*) = 1, min(figure_text(metric, weapon, population, region, part, value)), count(*) || ' figures')
            as what
    from late join timed using (source_zone, published, published_precision, window_start, window_end, window_precision)
    group by all
),
bad as (
    select *,
        case when reversed then local_time(window_start, source_zone) when by_days then cast(last_day as varchar)
             else local_time(window_end, source_zone) end as one,
        case when reversed then local_time(window_end, source_zone) when by_days then cast(published_on as varchar)
             else local_time(published, source_zone) end as other,
        case when reversed then date_diff('minute', window_end, window_start) || ' minutes'
             when by_days then (last_day - published_on) || if(last_day - published_on = 1, ' day', ' days')
             else date_diff('minute', published, window_end) || ' minutes' end as gap
    from stated
)
select 'major' as severity, claims, one as "left", other as "right",
    about_text(day, attacker, defender, subject) || ': the window of ' || what || ' by ' || source
        || if(reversed, ' starts ' || one || ' after its end ', ' ends ' || one || ' after its publication ') || other
        || ' ' || source_zone || ' by ' || gap as message,
    if(reversed, 'a window starts before it ends: ', 'nothing is counted before it happens: ')
        || if(by_days and not reversed, 'by days, since one of the two is only a date: ', '')
        || one || ' is later than ' || other as proof
from bad
