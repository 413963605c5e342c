-- title: Figures that are round more often than counts are
-- severity: info
-- group: statistics
-- run: on request
-- param figures: of a voice and metric at least so many exact figures are needed (default: 30)
-- param effect: Cohen's h from which on it is reported; 0.2 small, 0.5 medium, 0.8 large (default: 0.2)
-- why: round figures may be estimates, though their words do not say so; a difference within the rounding says little
-- silent: why a voice rounds; single figures; with many voices and metrics one in a thousand comes out by chance
with threshold as (
    select coalesce(cast(getvariable('figures') as bigint), 30) as figures,
        coalesce(cast(getvariable('effect') as double), 0.2) as effect
),
-- a running total that did not change is told once; small figures are counted, not estimated
said as (
    select voice, metric, basis, lo, list(claim_id) as ids
    from speaking_claim
    where kind = 'exact' and lo >= 20 and not recap
    group by voice, metric, basis, lo, if(basis = 'period', claim_id, null),
        scope_id, attacker, defender, subject, part
),
counted as (
    select voice, metric, basis, count(*) as n, flatten(list(ids)) as claims,
        avg(if(lo % 5 = 0, 1, 0)) as of_5, avg(if(lo % 10 = 0, 1, 0)) as of_10,
        avg(if(lo % 50 = 0, 1, 0)) as of_50, avg(if(lo % 100 = 0, 1, 0)) as of_100,
        -- one figure in ten is a multiple of 10 by chance: how far apart the shares are, and how surely
        2 * asin(sqrt(of_10)) - 2 * asin(sqrt(0.1)) as h, (of_10 - 0.1) / sqrt(0.09 / n) as z
    from said
    group by voice, metric, basis
)
select 'info' as severity, claims, format('{:.0f} %', 100 * of_10) as "left", '10 %' as "right",
    voice || ', ' || metric || if(basis = 'period', '', ', ' || basis) || ': ' || format('{:.0f}', 100 * of_10)
        || ' % of ' || n || ' figures are multiples of 10, which exceeds the 10 % of chance by '
        || format('{:.0f}', 100 * of_10 - 10) || ' (Cohen''s h ' || format('{:.2f}', h) || ')' as message,
    'exact figures from 20 on, multiples of 5: ' || format('{:.0f}', 100 * of_5) || ' % (20 by chance), of 10: '
        || format('{:.0f}', 100 * of_10) || ' % (10), of 50: ' || format('{:.0f}', 100 * of_50) || ' % (2), of 100: '
        || format('{:.0f}', 100 * of_100) || ' % (1); z ' || format('{:.1f}', z) as proof
from counted cross join threshold t
-- 3.1: less than one in a thousand by chance
where n >= t.figures and h >= effect and z > 3.1
