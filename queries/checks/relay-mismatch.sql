-- title: A relay gives another figure than its origin
-- severity: minor, notice
-- group: between voices
-- why: what is quoted can be held against the original; a slip on the way spreads
-- silent: relays of an origin whose own words are not in the ledger; figures that may be the same ("about 40" of 42)
select if(r.kind = 'vague' or o.kind = 'vague', 'notice', 'minor') as severity, [r.claim_id, o.claim_id] as claims,
    interval_text(r.lo, r.hi) as "left", interval_text(o.lo, o.hi) as "right",
    about_text(r.day, r.attacker, r.defender, r.subject) || ': '
        || figure_text(r.metric, r.weapon, r.population, r.region, r.part, r.value) || ' (' || r.source || ', quoting '
        || r.voice || '), which itself says ' || o.value as message,
    'the origin''s own claim of the same direction, metric and region, of that day or event; '
        || interval_gap(r.lo, r.hi, o.lo, o.hi) || ' apart' as proof
from selected_claim r
join (from held_relay where in_days(day_first, day)) h using (claim_id)
join selected_claim o on o.claim_id = h.own_claim_id
where not h.same_figure and not intervals_meet(r.lo, r.hi, o.lo, o.hi)
