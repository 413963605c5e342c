-- title: A running total rises by another number than the voice's own figures of these days add up to
-- severity: major, minor, notice
-- group: series
-- param minor: up to so many per cent of the smaller figure the difference is minor (default: 5)
-- why: what two running totals differ by happened between them; a voice that also tells it day by day can be added up
-- silent: days told of only in part; a total that falls (cumulative-decrease); which of the figures is wrong
with step as (
    select *, coalesce(told_lo > rise_hi, false) as below,
        if(below, told_lo - rise_hi, rise_lo - told_hi) as gap,
        greatest(1, least(coalesce(rise_hi, rise_lo), coalesce(told_hi, told_lo))) as base
    from told_step
    where covered and not falls and (told_lo > rise_hi or told_hi < rise_lo)
)
select case when vague or told_vague then 'notice'
            when 100 * gap <= coalesce(cast(getvariable('minor') as bigint), 5) * base then 'minor'
            else 'major' end as severity,
    before_claims || claims || told_claims as claims,
    interval_text(rise_lo, rise_hi) as "left", interval_text(told_lo, told_hi) as "right",
    about_text(day, attacker, defender, subject) || ': '
        || figure_text(metric, weapon, population, region, part, says) || ' by ' || voice || ' after ' || before_says
        || ' of ' || before_day || ', a rise of ' || "left" || ', '
        || if(below, 'falls short of ', 'exceeds ') || "right" || ' in ' || figures
        || if(figures = 1, ' figure', ' figures') || ' of its own between them by ' || gap as message,
    'figures of one voice and scope that fill the time between two neighbouring totals, none overlapping: '
        || interval_text(before_lo, before_hi) || ' and ' || "right" || ' against ' || interval_text(lo, hi)
        || '; ' || if(below, told_lo || ' > ' || rise_hi, told_hi || ' < ' || rise_lo) || ' by ' || gap as proof
from step
