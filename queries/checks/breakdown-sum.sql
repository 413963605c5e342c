-- title: The parts of a declared total do not add up to it
-- severity: critical, major, notice
-- group: arithmetic
-- why: a document that lists its total region by region, or weapon by weapon, can be added up by every reader
-- silent: parts that fall short of a total whose list is partial; which of the figures is wrong
with broken as materialized (
    from breakdown_sum where parts_lo > total_hi or (breakdown = 'exhaustive' and parts_hi < total_lo)
),
told as (
    select s.total_id, s.by_what, list(c.kind = 'vague') as vague,
        string_agg(if(by_what = 'region', c.region, c.weapon) || ' ' || c.value, ', '
            order by c.lo desc, c.region, c.weapon, c.value) as parts_text
    from (select total_id, by_what, unnest(part_ids) as claim_id from broken) s join claim c using (claim_id)
    group by s.total_id, s.by_what
)
select case when c.kind = 'vague' or list_contains(t.vague, true) then 'notice'
            when s.parts_lo > s.total_hi then 'critical' else 'major' end as severity,
    list_append(s.part_ids, s.total_id) as claims,
    interval_text(s.parts_lo, s.parts_hi) as "left", interval_text(s.total_lo, s.total_hi) as "right",
    about_text(s.day, s.attacker, s.defender, s.subject) || ': ' || s.parts
        || if(s.parts = 1, ' part by ', ' parts by ') || by_what || ', together ' || "left"
        || if(s.parts_lo > s.total_hi, ', exceed ', ', fall short of ')
        || figure_text(c.metric, c.weapon, c.population, c.region, c.part, c.value) || ' (' || s.voice || ') by '
        || if(s.parts_lo > s.total_hi, s.parts_lo - s.total_hi, s.total_lo - s.parts_hi) as message,
    s.breakdown || ' list in one document: ' || t.parts_text || '; '
        || if(s.parts_lo > s.total_hi, s.parts_lo || ' > ' || s.total_hi, s.parts_hi || ' < ' || s.total_lo) as proof
from broken s
join claim c on c.claim_id = s.total_id
join told t using (total_id, by_what)
