-- title: Who names which region, with which figure?
-- param metric: only this metric (one of: metrics)
-- columns: day, metric / weapon as what, says, source / party as source, level, citation as cite
-- section: direction, region_name
-- cite: citation
select
    s.day, coalesce(s.attacker, '?') || ' → ' || coalesce(s.defender, s.subject) as direction, s.attacker, s.defender, s.subject,
    s.region, coalesce(r.name || ' (' || s.region || ')', s.region) as region_name, s.metric, s.weapon, s.part,
    s.value as says, s.lo, s.hi, s.voice as source, s.voice_party as party, s.level, s.event, s.url as citation, s.claim_id
from speaking_claim s left join region r on r.id = s.region
where s.region <> 'all' and s.basis <> 'cumulative'
    and (getvariable('metric') is null or s.metric = getvariable('metric'))
order by direction, region_name, s.day, s.metric, s.lo desc nulls last, s.published, s.claim_id;
