-- title: Last digits less evenly spread than those of counts
-- severity: info
-- group: statistics
-- run: on request
-- param figures: of a voice and metric at least so many exact figures are needed (default: 100)
-- param effect: Cramer's V from which on it is reported; 0.03 small, 0.1 medium, 0.17 large (default: 0.1)
-- why: last digits of large counts are spread evenly; where one is much more frequent, figures may be estimates
-- silent: why it is so; figures under 100; with many voices and metrics one in a thousand comes out by chance
with threshold as (
    select coalesce(cast(getvariable('figures') as bigint), 100) as figures,
        coalesce(cast(getvariable('effect') as double), 0.1) as effect
),
-- a running total that did not change is told once
said as (
    select voice, metric, basis, lo % 10 as digit, list(claim_id) as ids
    from speaking_claim
    where kind = 'exact' and lo >= 100 and not recap
    group by voice, metric, basis, lo, if(basis = 'period', claim_id, null),
        scope_id, attacker, defender, subject, part
),
digits as (
    select voice, metric, basis, digit, count(*) as times, flatten(list(ids)) as ids
    from said
    group by voice, metric, basis, digit
),
-- against a tenth for each digit; one that does not occur adds nothing to the squares
counted as (
    select voice, metric, basis, sum(times) as n, max(times) as largest, flatten(list(ids)) as claims,
        sum(times * times) * 10 / n - n as chi2, sqrt(chi2 / (9 * n)) as v,
        list({digit: digit, times: times} order by digit) as tally
    from digits
    group by voice, metric, basis
)
select 'info' as severity, claims, format('{:.0f} %', 100 * largest / n) as "left", '10 %' as "right",
    voice || ', ' || metric || if(basis = 'period', '', ', ' || basis) || ': the most frequent last digit of ' || n
        || ' figures has ' || format('{:.0f} %', 100 * largest / n) || ' of them, which exceeds the 10 % of chance by '
        || format('{:.0f}', 100 * largest / n - 10) || ' (Cramer''s V ' || format('{:.2f}', v) || ')' as message,
    'last digits of exact figures from 100 on: ' || array_to_string(
        list_transform(tally, lambda t: t.digit || format(' in {:.0f} %', 100 * t.times / n)), ', ')
        || '; chi-squared ' || format('{:.1f}', chi2) as proof
from counted cross join threshold t
-- 27.9, with ten digits: less than one in a thousand by chance
where n >= t.figures and v >= effect and chi2 > 27.9
