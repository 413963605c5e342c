-- title: Do reports add up?
-- param all: one row a sum instead of one a kind of sum (one of: true, false) (default: false)
-- columns: source / kind as source, outcome, sums, day / furthest as the furthest apart, citation as cite
-- cite: citation
-- note: Sums are made within one document, of the parts that it lists itself. A partial list may fall short of its total.
with checked as (
    select total_id as claim_id, source, url, day, attacker, defender, subject, 'breakdown by ' || by_what as kind,
        parts, parts_lo, parts_hi, total_lo as whole_lo, total_hi as whole_hi,
        case when parts_lo > total_hi then 'exceeds its total'
             when parts_hi < total_lo and breakdown = 'exhaustive' then 'full list falls short'
             when parts_hi < total_lo then 'partial list falls short' else 'meets its total' end as outcome
    from breakdown_sum
    union all by name
    select whole_id as claim_id, source, url, day, attacker, defender, subject,
        case what when 'munitions' then 'outcomes of launched' else what end as kind,
        parts, parts_lo, parts_hi, whole_lo, whole_hi,
        if(parts_lo > whole_hi, 'exceeds its total', 'fits into its total') as outcome
    from component_sum
),
measured as (
    select k.*, coalesce(interval_gap(parts_lo, parts_hi, whole_lo, whole_hi), 0) as gap,
        -- without the parties, by whose names nothing is chosen
        figure_text(c.metric, c.weapon, c.population, c.region, c.part, c.value) || ', '
            || parts || if(parts = 1, ' part ', ' parts ') || interval_text(parts_lo, parts_hi) as scope_text,
        about_text(k.day, k.attacker, k.defender, k.subject) || ': ' || scope_text as sum_text
    from checked k join speaking_claim c using (claim_id)
)
select source, kind, outcome, sums, worst.day as day, worst.text as furthest, worst.gap as gap, worst.url as citation
from (
    select source, kind, outcome, count(*) as sums,
        arg_max({day: day, text: sum_text, url: url, gap: gap}, (gap, -epoch(day), scope_text, url)) as worst
    from measured
    group by source, kind, outcome, if(coalesce(getvariable('all'), 'false') = 'true', claim_id, null)
)
order by list_position(['exceeds its total', 'full list falls short', 'partial list falls short', 'meets its total',
    'fits into its total'], outcome), source, kind, day, furthest, citation;
