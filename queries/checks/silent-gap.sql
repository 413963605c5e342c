-- title: A voice that tells of something regularly was silent for long
-- severity: info
-- group: series
-- param factor: so many times the usual time between two days told of (default: 2)
-- why: a silent day is no zero; sums over it are too small, or a claim is missing from the ledger
-- silent: metrics told of on fewer than ten days; what lies outside its days; whether it is the ledger that lacks it
with told as (
    select voice, attacker, defender, subject, metric, day, min(day_first) as day_first
    from speaking_claim group by voice, attacker, defender, subject, metric, day
),
step as (
    select *, lag(day) over series as last_day,
        -- a later figure over a longer time may begin before: its days are told of
        min(day_first) over (
            partition by voice, attacker, defender, subject, metric order by day
            rows between current row and unbounded following
        ) - last_day as gap
    from told
    window series as (partition by voice, attacker, defender, subject, metric order by day)
),
usual as (
    select *,
        median(greatest(gap, 1)) over (partition by voice, attacker, defender, subject, metric) as cadence,
        count(*) over (partition by voice, attacker, defender, subject, metric) as days
    from step
),
silent as materialized (
    select *, coalesce(cast(getvariable('factor') as bigint), 2) as factor
    from usual
    where days >= 10 and gap > coalesce(cast(getvariable('factor') as bigint), 2) * cadence
),
-- one silence of several metrics is one finding, with the figures before and after it
silence as (
    select s.voice, s.attacker, s.defender, s.subject, s.last_day, s.day, s.gap, s.cadence, s.factor,
        min(s.days) as days, array_to_string(list_sort(list(distinct s.metric)), ', ') as metrics,
        list(c.claim_id) as claims
    from (select *, unnest([last_day, day]) as told_on from silent) s
    join speaking_claim c
        on c.voice = s.voice and c.metric = s.metric and c.day = s.told_on and c.attacker is not distinct from s.attacker
        and c.defender is not distinct from s.defender and c.subject is not distinct from s.subject
    group by s.voice, s.attacker, s.defender, s.subject, s.last_day, s.day, s.gap, s.cadence, s.factor
)
select 'info' as severity, claims, gap as "left", printf('%g', factor * cadence) as "right",
    about_text(day, attacker, defender, subject) || ': nothing on ' || metrics || ' by ' || voice || ' for ' || gap - 1
        || if(gap = 2, ' day', ' days') || ' after ' || last_day || ', silent and not zero; ' || gap || ' exceeds '
        || factor || ' times the usual ' || printf('%g', cadence) || ' by ' || printf('%g', gap - factor * cadence)
        as message,
    'days told of by one voice, ' || days || ' or more: usually ' || printf('%g', cadence)
        || ' from one to the next; from ' || last_day || ' to the next it is ' || gap as proof
from silence
