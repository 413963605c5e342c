-- title: Do running totals and dailies reconcile?
-- param per: the period of a row (one of: day, month, year, all) (default: month)
-- columns: period, totals, rise, told / told_for as own figures, remark, citations as cite
-- section: heading
-- people: heading, citations
-- cite: citations
-- note: Totals: the last before the period and the last in it. Own figures: the voice's dailies of the same scope.
-- note: They are held against the rise only where they fill the whole time between two totals.
with step as materialized (
    select *, case coalesce(getvariable('per'), 'month') when 'day' then strftime(day, '%Y-%m-%d')
            when 'month' then strftime(day, '%Y-%m') when 'year' then strftime(day, '%Y') else 'all' end as period,
        covered and not falls and (coalesce(told_lo > rise_hi, false) or coalesce(told_hi < rise_lo, false)) as apart
    from told_step
),
summed as materialized (
    select row_number() over () as n, voice, attacker, defender, subject, scope_id, metric, weapon, population, region,
        part, since, period, count(*) as steps, min(before_day) as first_day, max(day) as last_day,
        arg_min({says: before_says, lo: before_lo, hi: before_hi, claims: before_claims}, (as_of, published)) as before,
        arg_max({says: says, lo: lo, hi: hi, claims: claims}, (as_of, published)) as after,
        count(*) filter (falls) as falls, count(*) filter (covered) as steps_told,
        count(*) filter (apart) as steps_apart,
        string_agg(day || ' by ' || falls_by, ', ' order by as_of, published) filter (falls) as fell,
        sum(told_lo) filter (covered) as told_lo,
        sum_of_hi(told_hi, covered) as told_hi
    from step
    group by voice, attacker, defender, subject, scope_id, metric, weapon, population, region, part, since, period
),
cited as (
    select n, list(left(cast(c.claim_id as varchar), 8) || ' ' || c.source || ', '
        || local_date(c.published, coalesce(z.timezone, 'UTC')) || ': ' || c.url
        order by c.window_end, c.published, c.claim_id) as citations
    from (select n, unnest(before.claims || after.claims) as claim_id from summed)
    join speaking_claim c using (claim_id) left join source z on z.id = c.source
    group by n
)
select concat_ws(' · ', concat_ws(', ', if(s.attacker is null and s.defender is null, null,
            coalesce(s.attacker, '?') || ' → ' || coalesce(s.defender, '?')), 'losses of ' || s.subject), s.voice,
        figure_text(s.metric, s.weapon, s.population, s.region, s.part, null),
        'since ' || local_date(s.since, coalesce(v.timezone, 'UTC'))) as heading,
    s.period, s.attacker, s.defender, s.subject, s.voice as source, s.metric, s.weapon, s.population, s.region, s.part,
    local_date(s.since, coalesce(v.timezone, 'UTC')) as since, s.first_day, s.last_day,
    s.before.says as total_before, s.after.says as total,
    s.before.says || ' → ' || s.after.says as totals,
    if(s.after.hi < s.before.lo, s.after.lo - s.before.hi, greatest(0, coalesce(s.after.lo - s.before.hi, 0)))
        as rise_lo,
    s.after.hi - s.before.lo as rise_hi, interval_text(rise_lo, rise_hi) as rise,
    s.told_lo, s.told_hi, if(s.told_lo is null, null, interval_text(s.told_lo, s.told_hi)) as told,
    s.steps, s.steps_told,
    if(s.told_lo is null, null, 'for ' || s.steps_told || ' of ' || s.steps || if(s.steps = 1, ' step', ' steps'))
        as told_for,
    s.steps_apart, s.falls,
    concat_ws('; ', 'falls on ' || s.fell,
        case when s.steps_told = 0 then 'no dailies'
             when s.steps_apart > 0 then 'apart in ' || s.steps_apart || if(s.steps_apart = 1, ' step', ' steps')
             when s.steps_told < s.steps then 'reconcile where told' else 'reconcile' end) as remark,
    list_sort(s.before.claims || s.after.claims) as claims, c.citations
from summed s left join cited c using (n) left join source v on v.id = s.voice
order by heading, s.since, s.period
