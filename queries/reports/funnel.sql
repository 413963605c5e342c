-- title: What became of what was launched?
-- param weapon: munitions at or below this weapon, any for all (one of: weapons) (default: any)
-- param per: the period of a row (one of: day, month, year, all) (default: month)
-- columns: period, source, launched, neutralised as down, lost / hit / airborne as rest, unaccounted as open, rate / untold as rate
-- note: Down: shot down or suppressed. Open: unaccounted for. Untold: launched as well, but their document does not say in that scope what became of them.
-- section: direction
-- people: untold
-- note: A rate's numerator and denominator come from one source and one scope. Places hit are not munitions and are no part of this.
with line as (
    select *, attacker || ' → ' || defender as direction,
        case coalesce(getvariable('per'), 'month') when 'day' then strftime(day, '%Y-%m-%d')
            when 'month' then strftime(day, '%Y-%m') when 'year' then strftime(day, '%Y') else 'all' end as period,
        neutralised_lo is not null as told
    from funnel_line
    where coalesce(getvariable('weapon'), 'any') = 'any'
        or weapon in (select id from weapon_under where within = getvariable('weapon'))
),
-- a side that counts what it shot down but publishes no launches
without_launches as (
    select attacker || ' → ' || defender as direction, attacker, defender,
        case coalesce(getvariable('per'), 'month') when 'day' then strftime(day, '%Y-%m-%d')
            when 'month' then strftime(day, '%Y-%m') when 'year' then strftime(day, '%Y') else 'all' end as period,
        voice, voice_party, level, lo, hi
    from countable_claim c
    where left_out is null and (metric = 'neutralised' or metric in ('intercepted', 'suppressed') and not in_composite)
        and (coalesce(getvariable('weapon'), 'any') = 'any'
            or weapon in (select id from weapon_under where within = getvariable('weapon')))
        and (voice, attacker, defender) not in (select (voice, attacker, defender) from line)
),
summed as (
    select direction, attacker, defender, period, voice, voice_party, level, count(*) as lines,
        sum(launched_lo) filter (told) as launched_lo,
        sum_of_hi(launched_hi, told) as launched_hi,
        sum(launched_lo) filter (not told) as untold_lo,
        sum_of_hi(launched_hi, not told) as untold_hi,
        sum(neutralised_lo) as neutralised_lo,
        sum_of_hi(neutralised_hi, told) as neutralised_hi,
        sum(lost_lo) as lost_lo, sum_of_hi(lost_hi, lost_lo is not null) as lost_hi,
        sum(hit_lo) as hit_lo, sum_of_hi(hit_hi, hit_lo is not null) as hit_hi,
        sum(airborne_lo) as airborne_lo, sum_of_hi(airborne_hi, airborne_lo is not null) as airborne_hi,
        sum(unaccounted_lo) as unaccounted_lo,
        sum_of_hi(unaccounted_hi, told) as unaccounted_hi
    from line group by all
    union all by name
    select direction, attacker, defender, period, voice, voice_party, level, 0 as lines,
        sum(lo) as neutralised_lo, sum_of_hi(hi, true) as neutralised_hi
    from without_launches group by all
)
select direction, period, attacker, defender, voice as source, voice_party as party, level,
    if(launched_lo is null, null, interval_text(launched_lo, launched_hi)) as launched,
    if(neutralised_lo is null, null, interval_text(neutralised_lo, neutralised_hi)) as neutralised,
    if(lost_lo is null, null, 'lost ' || interval_text(lost_lo, lost_hi)) as lost,
    if(hit_lo is null, null, 'hit ' || interval_text(hit_lo, hit_hi)) as hit,
    if(airborne_lo is null, null, 'airborne ' || interval_text(airborne_lo, airborne_hi)) as airborne,
    unaccounted_lo, unaccounted_hi,
    if(unaccounted_lo is null, null, interval_text(unaccounted_lo, unaccounted_hi)) as unaccounted,
    round(neutralised_lo / nullif(launched_hi, 0), 4) as rate_lo,
    if(launched_lo is null, null, greatest(rate_lo, round(least(1, neutralised_hi / nullif(launched_lo, 0)), 4))) as rate_hi,
    case when launched_lo is null and untold_lo is null then 'no launch figure'
         when launched_lo is null then 'no outcome told'
         when rate_lo is null and launched_hi is not null then 'none launched'
         else round(100 * coalesce(rate_lo, 0), 1) || if(rate_hi = rate_lo, '', '–' || coalesce(round(100 * rate_hi, 1), 100)) || ' %'
    end as rate,
    if(untold_lo is null, null, interval_text(untold_lo, untold_hi)) as launched_untold, lines,
    launched_untold || ' untold' as untold
from summed
order by direction, period, speaks_for_all(level) desc, coalesce(launched_lo, untold_lo, neutralised_lo) desc, source;
