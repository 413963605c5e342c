-- title: More munitions in one window than is plausible
-- severity: major
-- group: record
-- param munitions: more than so many are implausible (default: 5000)
-- param days: in a window of at most so many days (default: 7)
-- why: a slip of the pen, a running total taken for a night's figure, or the digits of two cells in one
-- silent: longer windows, a month can have more; figures that only may be so high ("up to"); whether the figure is right
with threshold as (
    select coalesce(cast(getvariable('munitions') as bigint), 5000) as munitions,
        coalesce(cast(getvariable('days') as integer), 7) as days
),
-- clocks where the source is, so that a week in which they change is no longer than another
timed as (
    select c.*,
        timezone(source_zone, timezone('UTC', window_end))
            - timezone(source_zone, timezone('UTC', window_start)) as lasts
    from selected_claim c
    join metric m on m.id = c.metric
    where m.family = 'air' and basis = 'period' and lo > (select munitions from threshold)
)
select 'major' as severity, [claim_id] as claims,
    interval_text(lo, hi) as "left", cast(munitions as varchar) as "right",
    about_text(day, attacker, defender, subject) || ': ' || figure_text(metric, weapon, population, region, part, value)
        || ' by ' || concat_ws(' quoting ', source, origin) || ' exceeds ' || munitions || ' munitions by '
        || (lo - munitions) as message,
    'in one window, ' || window_text(window_start, window_end, source_zone) || ': ' || lo || ' > ' || munitions as proof
from timed cross join threshold
where lasts <= to_days(days)
