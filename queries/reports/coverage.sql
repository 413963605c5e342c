-- title: What was told of which day? Reported, explicit zero, withheld, silent
-- param metric: only this metric (one of: metrics)
-- param weapon: munitions or equipment at or below this weapon, any for all (one of: weapons) (default: any)
-- columns: month, strip as 1   5    10   15   20   25   30, days
-- section: direction, voice
-- people: days
-- note: A column is a day of the month. █ reported, 0 an explicit zero and no other figure, ? withheld or denied and no number, · silent: nothing recorded.
-- note: Silent only from the first to the last day that the voice tells of (in that metric and weapon). Months without any figure are one row.
-- note: A relay counts for its origin. A figure of several days tells of each of them; a running total, or one of more than 31 days, of its last.
with wanted_weapon as (
    select id from weapon_under where within = coalesce(getvariable('weapon'), 'any')
    union
    select weapon from scope where coalesce(getvariable('weapon'), 'any') = 'any'
),
-- what is told of which days, once for all claims alike
told as (
    select voice, attacker, if(attacker is null and defender is null, null, coalesce(defender, subject)) as defender,
        if(attacker is null and defender is null, subject, null) as subject,
        if(basis = 'cumulative' or day - day_first > 30, day, day_first) as first_day, day as last_day,
        count(*) as figures, bool_or(lo is not null) as with_number,
        bool_or(lo is not null and coalesce(hi, 1) > 0) as above_zero
    from speaking_claim
    where (getvariable('metric') is null or metric = getvariable('metric')) and weapon in (from wanted_weapon)
    group by all
),
day_told as (
    select voice, attacker, defender, subject,
        cast(unnest(generate_series(first_day, last_day, interval 1 day)) as date) as day,
        figures, with_number, above_zero
    from told
),
day_state as (
    select voice, attacker, defender, subject, day, sum(figures) as figures,
        case when bool_or(above_zero) then '█' when bool_or(with_number) then '0' else '?' end as sign
    from day_told
    where day between coalesce(cast(getvariable('from') as date), day)
        and coalesce(cast(getvariable('to') as date), day)
    group by all
),
month_told as (
    select voice, attacker, defender, subject, cast(date_trunc('month', day) as date) as month,
        cast(sum(figures) as bigint) as figures, count(*) filter (sign = '█') as reported,
        count(*) filter (sign = '0') as zero, count(*) filter (sign = '?') as withheld,
        map_from_entries(list((extract('day' from day), sign))) as signs
    from day_state group by all
),
-- from the first to the last day that a voice tells of at all, cut to the bounds asked for
span as (
    select coalesce(c.origin, c.source) as voice, attacker,
        if(attacker is null and defender is null, null, coalesce(defender, subject)) as aimed_at,
        if(attacker is null and defender is null, subject, null) as about,
        greatest(min(if(basis = 'cumulative' or day - day_first > 30, day, day_first)),
            cast(getvariable('from') as date)) as first_day,
        least(max(day), cast(getvariable('to') as date)) as last_day
    -- which relays are held is all that is asked, not what against
    from current_claim c anti join holding_quote h on h.from_id = c.claim_id
    where (getvariable('metric') is null or metric = getvariable('metric')) and weapon in (from wanted_weapon)
        and (getvariable('attacker') is null or attacker = getvariable('attacker'))
        and (getvariable('defender') is null or coalesce(defender, subject) = getvariable('defender'))
    group by all
    having first_day <= last_day
),
calendar as (
    select voice, attacker, aimed_at as defender, about as subject, first_day, last_day,
        cast(unnest(generate_series(date_trunc('month', first_day), last_day, interval 1 month)) as date) as month
    from span
),
by_month as (
    select c.voice, c.attacker, c.defender, c.subject, c.month, t.figures, reported, zero, withheld,
        greatest(c.first_day, c.month) as first, least(c.last_day, last_day(c.month)) as last,
        extract('day' from first) as from_day, extract('day' from last) as to_day,
        repeat(' ', cast(from_day as integer) - 1)
            || array_to_string([coalesce(t.signs[d], '·') for d in generate_series(from_day, to_day)], '') as strip
    from calendar c
    left join month_told t
        on t.voice = c.voice and t.month = c.month and t.attacker is not distinct from c.attacker
        and t.defender is not distinct from c.defender and t.subject is not distinct from c.subject
),
-- months without any figure that follow each other are one row: as many months with figures lie before them
numbered as (
    select *, figures is null as empty,
        count(figures) over (partition by voice, attacker, defender, subject order by month) as before
    from by_month
),
merged as (
    select voice, attacker, defender, subject, min(first) as first_day, max(last) as last_day,
        if(count(*) = 1, min(strip), '· ' || count(*) || ' months, to ' || max(last)) as strip,
        cast(coalesce(sum(reported), 0) as bigint) as reported, cast(coalesce(sum(zero), 0) as bigint) as zero,
        cast(coalesce(sum(withheld), 0) as bigint) as withheld, cast(coalesce(sum(figures), 0) as bigint) as figures
    from numbered
    group by voice, attacker, defender, subject, empty, before, if(empty, null, month)
)
select
    if(m.attacker is null and m.defender is null, 'losses of ' || m.subject,
        coalesce(m.attacker, '?') || ' → ' || coalesce(m.defender, '?')) as direction,
    m.voice, s.party as voice_party, s.level, m.attacker, m.defender, m.subject,
    strftime(m.first_day, '%Y-%m') as month, m.first_day, m.last_day, m.strip, m.reported, m.zero, m.withheld,
    m.last_day - m.first_day + 1 - m.reported - m.zero - m.withheld as silent, m.figures,
    concat_ws(', ', nullif(m.reported, 0) || ' reported', nullif(m.zero, 0) || ' zero',
        nullif(m.withheld, 0) || ' withheld', nullif(silent, 0) || ' silent') as days
from merged m left join source s on s.id = m.voice
order by direction, speaks_for_all(coalesce(s.level, 'media')) desc, m.voice, m.first_day;
