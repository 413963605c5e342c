-- title: How does each source publish?
-- columns: source / party / level as source, claims, documents, first_day / last_day as days, habits
-- people: habits
-- note: Per cent of its claims. Round: of its exact figures of 20 and more, those that end in 0 (10 % by chance).
-- note: After: the median time from the end of the window to publication, where both are known to the minute.
with counted as (
    select c.source, c.claim_id, c.url, c.kind, c.lo, c.day, c.origin, c.quote, s.claim_id is not null as revised,
        if(c.published_precision = 'minute' and c.window_precision = 'minute',
            epoch(c.published - c.window_end) / 3600, null) as late
    from claim c
    left join superseded_claim s using (claim_id)
    anti join retracted_claim r using (claim_id)
    where in_bounds(c.day_first, c.day, c.attacker, c.defender, c.subject)
),
habit as (
    select c.source, s.party, s.level, s.independence_group, count(*) as claims, count(distinct url) as documents,
    min(day) as first_day, max(day) as last_day,
    round(100 * avg(cast(kind in ('exact', 'none') as integer)), 1) as exact,
    round(100 * avg(cast(kind in ('at_least', 'more_than', 'at_most', 'less_than', 'range', 'approx') as integer)), 1) as bounded,
    round(100 * avg(cast(kind = 'vague' as integer)), 1) as vague,
    count(*) filter (kind in ('withheld', 'denied')) as without_number,
    count(*) filter (kind = 'exact' and lo >= 20) as figures_of_20_and_more,
    round(100 * avg(cast(lo % 10 = 0 as integer)) filter (kind = 'exact' and lo >= 20), 1) as round_10,
    round(100 * avg(cast(revised as integer)), 1) as revised,
    count(*) filter (origin is not null) as relays,
    round(100 * avg(cast(quote is null as integer)), 1) as no_quote,
    round(median(late), 1) as late_hours
    from counted c left join source s on s.id = c.source
    group by all
)
select *,
    concat_ws(', ', exact || ' % exact', nullif(bounded, 0) || ' % bounded', nullif(vague, 0) || ' % vague',
        nullif(without_number, 0) || ' without a number', round_10 || ' % round', nullif(revised, 0) || ' % revised',
        nullif(relays, 0) || ' relays', late_hours || ' h after') as habits
from habit
order by claims desc, source;
