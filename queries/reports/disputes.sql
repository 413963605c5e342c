-- title: Open contradictions between voices, oldest first
-- param all: also those that somebody has explained or dismissed, and divergences (one of: true, false) (default: false)
-- columns: day / severity as day, larger / larger_voice as one says, smaller / smaller_voice as another says, gap / factor as gap, event / state as state, citations as cite
-- people: citations
-- cite: citations
-- note: gap: how far the figures are apart; factor: the larger over the smaller, from their nearest bounds.
select d.day, d.attacker, d.defender, d.subject, d.severity, d.larger, d.left_voice as larger_voice,
    d.smaller, d.right_voice as smaller_voice, d.gap, d.factor, d.verdict, d.event,
    coalesce(f.last.state || ' by ' || f.last.by_whom || ': ' || f.last.why, 'open') as state, d.finding_id as finding,
    d.claims, d.proof,
    [d.left_voice || ': ' || d.left_url, d.right_voice || ': ' || d.right_url] as citations
from disagreement d
left join resolved_finding f on f.finding_id = d.finding_id
where not d.one_voice
    and (coalesce(getvariable('all'), 'false') = 'true' or (f.finding_id is null and d.verdict = 'contradict'))
order by d.day, rank_of_severity(d.severity) desc, d.message, d.finding_id;
