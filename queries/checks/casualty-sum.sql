-- title: The people of one document do not add up
-- severity: major, notice
-- group: arithmetic
-- why: killed and wounded are casualties, and groups of people are among all of them: their sum cannot exceed the whole
-- silent: a single part above its whole (subset-overflow); people of no stated group, of whom there may be more
with broken as materialized (
    from component_sum where what <> 'munitions' and parts_lo > whole_hi and largest_lo <= whole_hi
),
told as (
    select s.whole_id, s.what, list(c.kind = 'vague') as vague,
        string_agg(if(s.what = 'populations', c.population, c.metric) || ' ' || c.value, ' and '
            order by c.lo desc, c.population, c.metric, c.value) as parts_text
    from (select whole_id, what, unnest(part_ids) as claim_id from broken) s join claim c using (claim_id)
    group by s.whole_id, s.what
)
select if(c.kind = 'vague' or list_contains(t.vague, true), 'notice', 'major') as severity,
    list_append(s.part_ids, s.whole_id) as claims, interval_text(s.parts_lo, s.parts_hi) as "left",
    interval_text(s.whole_lo, s.whole_hi) as "right",
    about_text(s.day, s.attacker, s.defender, s.subject) || ': ' || t.parts_text || ', together ' || s.parts_lo || ', exceed '
        || figure_text(c.metric, c.weapon, c.population, c.region, c.part, c.value) || ' (' || s.voice || ') by '
        || (s.parts_lo - s.whole_hi) as message,
    s.what || ' of one document: window equal, region equal; ' || s.parts_lo || ' > ' || s.whole_hi || ' by '
        || (s.parts_lo - s.whole_hi) as proof
from broken s
join claim c on c.claim_id = s.whole_id
join told t using (whole_id, what)
union all by name
select severity, claims, "left", "right", message, proof
from disagreement where check_name = 'casualty-sum'
