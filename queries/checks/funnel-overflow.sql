-- title: One document says that more was stopped, lost or arrived than was launched
-- severity: critical, notice
-- group: arithmetic
-- why: a document that gives a funnel adds up; where its outcomes exceed what was launched, one of its figures is wrong or counts something else
-- silent: which of the figures is wrong; munitions told of in no figure are no finding
select if(bool_or(c.kind = 'vague'), 'notice', 'critical') as severity,
    list_append(any_value(part_ids), whole_id) as claims,
    any_value(parts_lo) as "left", any_value(whole_hi) as "right",
    any_value(about_text(s.day, s.attacker, s.defender, s.subject)) || ': '
        || string_agg(c.metric || ' ' || c.value, ' and ' order by c.lo desc, c.metric) filter (claim_id <> whole_id)
        || ', together ' || any_value(parts_lo) || ', exceed launched '
        || any_value(c.value) filter (claim_id = whole_id) || ' ' || any_value(s.weapon) || ' ('
        || any_value(s.voice) || ') by ' || any_value(parts_lo - whole_hi) as message,
    'outcomes of what was launched, in one document: window equal, weapon equal, region equal; '
        || any_value(parts_lo) || ' > ' || any_value(whole_hi) || ' by ' || any_value(parts_lo - whole_hi) as proof
from (
    select *, unnest(list_append(part_ids, whole_id)) as claim_id
    from component_sum where what = 'munitions' and parts_lo > whole_hi
) s
join claim c using (claim_id)
group by whole_id
union all by name
select severity, claims, "left", "right", message, proof
from disagreement where check_name = 'funnel-overflow'
