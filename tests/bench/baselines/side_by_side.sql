-- the one question by hand, straight from the tables: of each direction, day and scope, what the attacker's and what
-- the defender's national voices say, how far apart the two are, and whether they meet. Claims that stand; no relays
with standing as (
    select c.*, s.party, coalesce(c.defender, c.subject) as victim
    from claim c join source s on s.id = c.source
    where c.origin is null and not c.recap and s.level = 'national'
        and c.claim_id not in (select to_id from derived_link where kind = 'revises')
        and c.claim_id not in (select to_id from link where kind in ('retracts', 'corrects', 'revises'))
)
select
    a.day, a.attacker, a.defender, a.subject, a.metric, a.weapon, a.population, a.region, a.part,
    a.value as attacker_says, a.lo as attacker_lo, a.hi as attacker_hi,
    d.value as defender_says, d.lo as defender_lo, d.hi as defender_hi,
    greatest(0, a.lo - d.hi, d.lo - a.hi) as gap, gap = 0 as meet,
    a.source as attacker_source, d.source as defender_source, a.url as attacker_url, d.url as defender_url
from standing a
join standing d
    on d.day = a.day and d.scope_id = a.scope_id and d.victim = a.victim and d.basis = a.basis
    and d.attacker is not distinct from a.attacker and d.part is not distinct from a.part
where a.party = a.attacker and d.party = d.victim and a.party <> d.party
order by all
