-- title: What would be counted twice?
-- param metric: only this metric (one of: metrics)
-- param per: what a row is: a figure, or all of a day, month, or the whole time (one of: figure, day, month, all) (default: month)
-- columns: period, voice / metric as of, figures as n, total as sum, figure / counted_in as the largest and what stands for it, citations as cite
-- section: direction, reason
-- people: citations
-- cite: citations
-- note: What a sum of all rows would add although another figure counts it, each figure once, by the first reason that holds. The sums of other reports leave it out, or take one voice.
-- note: Of two voices the national one stands, then that of the party aimed at, then the one that published first; where scopes differ, the broader.
-- note: One scope and window in two documents of one voice: one report or two, which the ledger cannot tell; sums count both. Zeros add nothing.
with found as materialized (
    select * from counted_twice
),
said as materialized (
    select c.claim_id, coalesce(c.origin, c.source) || if(c.origin is null, '', ' via ' || c.source) as voice,
        c.attacker, c.defender, c.subject, c.metric, c.day, c.lo, c.hi, c.url,
        figure_text(c.metric, c.weapon, c.population, c.region, c.part, interval_text(c.lo, c.hi)) as figure,
        c.source, c.published
    from summable_row c
    join (
        select distinct unnest([claim_id, by_id]) as claim_id, unnest([day, by_day]) as day from found
    ) f on f.claim_id = c.claim_id and f.day = c.day
),
twice as (
    select f.reason, f.rank, f.surely, f.by_id, c.*,
        coalesce(o.figure || if(o.voice = c.voice, '', ' by ' || o.voice) || if(o.day = c.day, '', ' of ' || o.day),
            'the figures that it repeats') as counted_in,
        case coalesce(getvariable('per'), 'month') when 'month' then strftime(c.day, '%Y-%m')
            when 'all' then 'all' else cast(c.day as varchar) end as period,
        if(c.attacker is null and c.defender is null, 'losses of ' || c.subject,
            coalesce(c.attacker, '?') || ' → ' || coalesce(c.defender, c.subject, '?')) as direction
    from found f
    join said c using (claim_id)
    left join said o on o.claim_id = f.by_id
    where getvariable('metric') is null or c.metric = getvariable('metric')
),
summed as (
    select direction, attacker, defender, subject, reason, rank, surely, period, voice, metric, count(*) as figures,
        cast(sum(lo) as bigint) as lo, cast(sum_of_hi(hi, true) as bigint) as hi,
        -- the largest of them; of equal ones the first by what they say
        arg_max({figure: figure, counted_in: counted_in, claim_id: claim_id, by_id: by_id},
            (lo, coalesce(hi, lo), -epoch(day), figure, counted_in, url, claim_id)) as largest
    from twice
    group by direction, attacker, defender, subject, reason, rank, surely, period, voice, metric,
        if(coalesce(getvariable('per'), 'month') = 'figure', claim_id, null)
),
cited as (
    select claim_id, c.source || ', ' || local_date(published, coalesce(s.timezone, 'UTC')) || ': ' || url as citation
    from said c
    join (select distinct unnest([largest.claim_id, largest.by_id]) as claim_id from summed) using (claim_id)
    left join source s on s.id = c.source
)
select direction, attacker, defender, subject, reason, surely, period, voice, metric, figures, lo, hi,
    interval_text(lo, hi) as total, largest.figure as figure, largest.counted_in as counted_in,
    list_filter([largest.claim_id, largest.by_id], lambda c: c is not null) as claims,
    if(coalesce(b.citation, a.citation) = a.citation, [a.citation], [a.citation, b.citation]) as citations
from summed
join cited a on a.claim_id = largest.claim_id
left join cited b on b.claim_id = largest.by_id
order by direction, rank, reason, period, voice, metric, lo desc, hi desc, figure, counted_in, subject, claims;
