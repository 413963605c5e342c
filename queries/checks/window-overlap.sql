-- title: Two windows of one voice overlap
-- severity: minor
-- group: series
-- why: what happened in the time that both windows have would be counted twice
-- silent: equal windows, which are separate reports; date-only windows; recaps; sums leave the later out and say so
with told as materialized (
    select claim_id, voice, attacker, defender, subject, weapon, region, part, metric, window_start, window_end, day
    from speaking_claim
    where basis = 'period' and lo is not null and not recap and window_precision = 'minute'
),
-- each window once for each day that another may start on, so that they meet by equality
span as materialized (
    select voice, attacker, defender, subject, weapon, region, part, metric, window_start, window_end,
        cast(unnest(generate_series(cast(window_start as date), cast(window_end as date), interval 1 day)) as date)
            as on_date
    from (
        select distinct voice, attacker, defender, subject, weapon, region, part, metric, window_start, window_end
        from told
    )
),
-- two windows count something twice where a metric is told of in both
overlapping as materialized (
    select distinct a.voice, a.attacker, a.defender, a.subject, a.weapon, a.region, a.part,
        a.window_start as first_start, a.window_end as first_end,
        b.window_start as later_start, b.window_end as later_end
    from span a
    join span b
        on b.voice = a.voice and b.weapon = a.weapon and b.region = a.region and b.metric = a.metric
        and b.on_date = a.on_date and b.on_date = cast(b.window_start as date)
        and b.attacker is not distinct from a.attacker and b.defender is not distinct from a.defender
        and b.subject is not distinct from a.subject and b.part is not distinct from a.part
    where b.window_start < a.window_end and (a.window_start, b.window_end) < (b.window_start, a.window_end)
),
-- all that the voice says of the two windows; each pair has a row for either, so that one join brings the claims
side as (
    select *, unnest([
        {starts: first_start, ends: first_end, is_first: true}, {starts: later_start, ends: later_end, is_first: false}
    ], recursive := true)
    from overlapping
),
said as (
    select s.voice, s.attacker, s.defender, s.subject, s.weapon, s.region, s.part,
        s.first_start, s.first_end, s.later_start, s.later_end,
        list(t.claim_id) as claims, max(t.day) filter (s.is_first) as first_day,
        max(t.day) filter (not s.is_first) as day,
        array_to_string(list_sort(list(distinct t.metric) filter (s.is_first)), ', ') as first_metrics,
        array_to_string(list_sort(list(distinct t.metric) filter (not s.is_first)), ', ') as later_metrics
    from side s
    join told t
        on t.voice = s.voice and t.weapon = s.weapon and t.region = s.region
        and t.window_start = s.starts and t.window_end = s.ends and t.attacker is not distinct from s.attacker
        and t.defender is not distinct from s.defender and t.subject is not distinct from s.subject
        and t.part is not distinct from s.part
    group by s.voice, s.attacker, s.defender, s.subject, s.weapon, s.region, s.part,
        s.first_start, s.first_end, s.later_start, s.later_end
)
select 'minor' as severity, claims,
    window_text(later_start, later_end, coalesce(z.timezone, 'UTC')) as "left",
    window_text(first_start, first_end, coalesce(z.timezone, 'UTC')) as "right",
    about_text(day, attacker, defender, subject) || ': ' || concat_ws(' ', later_metrics, weapon,
        'over ' || nullif(region, 'all'), '(' || part || ')') || ' by ' || voice || ' for ' || "left"
        || ' overlaps ' || first_metrics || ' for ' || "right" || ' by '
        || date_diff('minute', later_start, least(first_end, later_end)) || ' minutes' as message,
    'one voice, weapon and region, minute-precise windows, neither a recap; '
        || if(first_day = day and first_start < later_start, 'a sum of the day leaves the later window out',
            'sums have both') as proof
from said left join source z on z.id = voice
