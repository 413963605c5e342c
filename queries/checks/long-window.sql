-- title: A figure of a period over 31 days
-- severity: info
-- group: record
-- why: a long period is mostly a running total, or a window with a wrong year; it says little of any one night
-- silent: whether the window is right; figures declared as running totals
-- one finding a window of a document
with timed as (
    select *,
        -- clocks where the source is, so that a month in which they change is no longer than another; asked only where
        -- it matters, since local times are slow
        case when window_end - window_start > to_days(30)
            then date_diff('minute', timezone(source_zone, timezone('UTC', window_start)),
                timezone(source_zone, timezone('UTC', window_end))) / 1440 end as days
    from selected_claim
    where basis = 'period'
)
select 'info' as severity, list(claim_id) as claims,
    format('{:g} days', round(days, 2)) as "left", '31 days' as "right",
    about_text(day, attacker, defender, subject) || ': the window of '
        || if(count(*) = 1, min(figure_text(metric, weapon, population, region, part, value)), count(*) || ' figures')
        || ' by ' || source || ' exceeds 31 days by ' || format('{:g}', round(days - 31, 2)) as message,
    'a period of ' || window_text(window_start, window_end, source_zone) || ': '
        || format('{:g} > 31 days', round(days, 2)) as proof
from timed
where days > 31
group by source, source_zone, url, published, window_start, window_end, days, day, attacker, defender, subject
