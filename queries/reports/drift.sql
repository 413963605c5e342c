-- title: What was said of a night after 1, 7 and 30 days, and what is said now?
-- param all: also figures that stayed as they were (default: false)
-- columns: day, source, what, day_1 as day 1, day_7 as day 7, day_30 as day 30, now, changes, citations as cite
-- section: direction
-- people: what, citations
-- cite: citations
-- note: The figure that a source had last published by the end of the 1st, 7th and 30th day after, in any of its documents, for one scope and window.
-- note: – nothing published yet. By the date of publication; --as-of asks what this ledger knew.
with told as (
    select c.source, c.origin, c.attacker, c.defender, c.subject, c.scope_id, c.metric, c.weapon, c.population, c.region,
        c.part, c.basis, c.event, c.window_start, c.window_end, c.day, c.published,
        coalesce(z.timezone, 'UTC') as zone,
        array_to_string(list_sort(list_distinct(list(c.value))), ' and ') as says,
        array_to_string(list_sort(list_distinct(list(interval_text(c.lo, c.hi)))), ' and ') as figure,
        list(c.claim_id) as claims
    from claim c
    anti join retracted_claim r using (claim_id)
    left join source z on z.id = c.source
    where in_bounds(c.day_first, c.day, c.attacker, c.defender, c.subject)
    group by c.source, c.origin, c.attacker, c.defender, c.subject, c.scope_id, c.metric, c.weapon, c.population,
        c.region, c.part, c.basis, c.event, c.window_start, c.window_end, c.day, c.published, z.timezone
),
-- local dates are slow to tell: first which figures changed
dated as (
    select *, local_date(published, zone) - day as after
    from (
        from told
        window series as (
            partition by source, origin, attacker, defender, subject, scope_id, part, basis, event, window_start,
                window_end, day
        )
        qualify coalesce(getvariable('all'), 'false') = 'true' or min(figure) over series <> max(figure) over series
    )
),
series as (
    select source, origin, attacker, defender, subject, metric, weapon, population, region, part, basis, window_start,
        window_end, day,
        arg_max(says, published) filter (after <= 1) as day_1,
        arg_max(says, published) filter (after <= 7) as day_7,
        arg_max(says, published) filter (after <= 30) as day_30,
        arg_max(says, published) as now,
        count(*) as versions, count(distinct figure) as figures, list_sort(flatten(list(claims))) as claims,
        row_number() over () as n
    from dated
    group by source, origin, attacker, defender, subject, scope_id, metric, weapon, population, region, part, basis,
        event, window_start, window_end, day
),
cited as (
    select n, list(left(cast(c.claim_id as varchar), 8) || ' ' || c.source || ', '
        || local_date(c.published, coalesce(z.timezone, 'UTC')) || ': ' || c.url order by c.published, c.url, c.value)
        as citations
    from (select n, day, unnest(claims) as claim_id from series)
    join claim c using (claim_id, day) left join source z on z.id = c.source
    group by n
)
select case when attacker is not null or defender is not null
        then coalesce(attacker, '?') || ' → ' || coalesce(defender, '?') else 'losses of ' || subject end as direction,
    day, attacker, defender, subject, source || coalesce(' relaying ' || origin, '') as source, metric,
    nullif(weapon, 'unspecified') as weapon, nullif(population, 'unspecified') as population,
    nullif(region, 'all') as region, part,
    concat_ws(' ', metric, nullif(weapon, 'unspecified'), nullif(population, 'unspecified'),
        'over ' || nullif(region, 'all'), '(' || part || ')') as what,
    coalesce(day_1, '–') as day_1, coalesce(day_7, '–') as day_7, coalesce(day_30, '–') as day_30, now,
    figures - 1 as changes, versions,
    strftime(window_start, '%Y-%m-%dT%H:%MZ') as starts, strftime(window_end, '%Y-%m-%dT%H:%MZ') as ends, claims, citations
from series join cited using (n)
order by direction, day, source, metric, weapon, population, region, part nulls first, window_start, window_end, basis
