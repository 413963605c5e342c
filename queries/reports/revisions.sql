-- title: Who changed what, when, and was it said?
-- columns: day, metric / weapon / population / region / part as what, figure, change / changed_on as change, said, citations as cite
-- section: direction, who
-- people: figure, citations
-- cite: citations
-- note: Changed, corrected, appeared: in one document. Restated: another figure in another document of the source's own. Revised: a person links two documents. Retracted, corrected by its recorder: by who recorded it.
-- note: Said: whether the later note or quote states a correction (--correction: words for it).
-- param correction: words that state a correction, as a regular expression (default: \bcorrect|\brevis|\bamend|уточн|исправ|виправ)
with edit as (
    select source, origin, attacker, defender, subject, metric, weapon, population, region, part, day,
        window_start, window_end, before_says as was, says as now, if(stated, 'corrected', 'changed') as change,
        -- a data set takes the date of publication from the window: then the time of recording tells the versions apart
        published, if(published > before_published, published, null) as changed_at, recorded_at as found_at,
        stated, note, before_claims || claims as claims, list_transform(claims, lambda c: day) as days
    from document_edit
    where says <> before_says
),
appeared as (
    select source, origin, attacker, defender, subject, metric, weapon, population, region, part, day,
        window_start, window_end, null as was, value as now, 'appeared' as change, published, null as changed_at,
        recorded_at as found_at, states_correction(note, quote) as stated, correction_words(note, quote) as note,
        [claim_id] as claims, [day] as days
    from appeared_figure
),
restated as (
    select source, origin, attacker, defender, subject, metric, weapon, population, region, part, day,
        window_start, window_end, before_says as was, says as now, 'restated' as change, published,
        published as changed_at, null as found_at, stated, note, before_claims || claims as claims,
        list_transform(claims, lambda c: day) as days
    from restated_figure where changed
),
-- a person says that a figure in one document revises that in another
said_so as (
    select n.source, n.origin, n.attacker, n.defender, n.subject, n.metric, n.weapon, n.population, n.region, n.part,
        n.day, n.window_start, n.window_end, b.value as was, n.value as now, 'revised' as change, n.published,
        n.published as changed_at, null as found_at, true as stated, l.why as note, 'recorder ' || e.recorded_by as recorder,
        [b.claim_id, n.claim_id] as claims, [b.day, n.day] as days
    from link l
    join claim n on n.claim_id = l.from_id join claim b on b.claim_id = l.to_id
    join entry e on e.entry_id = l.entry_id
    where l.kind = 'revises' and (n.source, n.url) <> (b.source, b.url)
        and n.claim_id not in (select claim_id from retracted_claim)
        and in_bounds(n.day_first, n.day, n.attacker, n.defender, n.subject)
),
retracted as (
    select c.source, c.origin, c.attacker, c.defender, c.subject, c.metric, c.weapon, c.population, c.region, c.part,
        c.day, c.window_start, c.window_end, c.value as was, n.value as now, if(n.claim_id is null, 'retracted', 'corrected by its recorder') as change, c.published,
        null as changed_at, e.recorded_at as found_at, true as stated, r.why as note,
        'recorder ' || e.recorded_by as recorder, list_filter([c.claim_id, n.claim_id], lambda i: i is not null) as claims,
        [c.day, n.day] as days
    from claim c
    join retracted_claim r using (claim_id)
    join entry e on e.entry_id = r.entry_id
    left join link l on l.kind = 'corrects' and l.to_id = c.claim_id and l.entry_id = r.entry_id
    left join claim n on n.claim_id = l.from_id
    where in_bounds(c.day_first, c.day, c.attacker, c.defender, c.subject)
),
changed as materialized (
    select row_number() over () as n, *,
        coalesce(recorder, source || if(origin is null, '', ' relaying ' || origin)) as who
    from (
        from edit union all by name from appeared union all by name from restated union all by name from said_so
        union all by name from retracted
    )
),
named as materialized (
    select n, unnest(claims) as claim_id, unnest(days) as day from changed
),
cited as (
    select n, list(left(cast(c.claim_id as varchar), 8) || ' ' || c.source || ', '
        || local_date(c.published, coalesce(z.timezone, 'UTC')) || ': ' || c.url
        order by c.published, c.url, c.claim_id) as citations
    from named
    join (from claim where day between (select min(day) from named) and (select max(day) from named)) c
        using (claim_id) left join source z on z.id = c.source
    group by n
)
select case when x.attacker is not null or x.defender is not null
        then coalesce(x.attacker, '?') || ' → ' || coalesce(x.defender, '?') else 'losses of ' || x.subject
    end as direction,
    x.day, x.attacker, x.defender, x.subject, x.source, x.origin, x.metric, nullif(x.weapon, 'unspecified') as weapon,
    nullif(x.population, 'unspecified') as population, nullif(x.region, 'all') as region, x.part,
    x.was, x.now, coalesce(x.was, '–') || ' → ' || coalesce(x.now, '–') as figure, x.change,
    coalesce('published ' || local_date(x.changed_at, coalesce(z.timezone, 'UTC')),
        'recorded ' || cast(x.found_at as date)) as changed_on,
    x.stated, concat_ws(': ', if(x.stated, 'yes', 'no'), x.note) as said,
    x.who, list_sort(x.claims) as claims, c.citations
from changed x join cited c using (n) left join source z on z.id = x.source
order by direction, x.who, x.day, x.metric, x.weapon, x.population, x.region, x.part nulls first, x.window_start,
    x.window_end, x.published, x.change, list_sort(x.claims)
