-- title: One voice tells of hits, another of none
-- severity: minor
-- group: between voices
-- why: "all shot down" or "nothing was hit" beside places struck the same day is the commonest disagreement of all
-- silent: debris, which falls where all was shot down; hits by weapons that the other voice does not speak of
with said as materialized (
    select * from speaking_claim where lo is not null and basis = 'period' and not recap and day - day_first <= 31
),
struck as materialized (
    from said where metric in ('sites_struck', 'sites_damaged', 'hit', 'hit_locations') and lo >= 1
),
-- nothing hit: so stated, or as many stopped as were launched
none_hit as materialized (
    select *, [claim_id] as claims, figure_text(metric, weapon, population, region, part, value) as says
    from said where metric in ('sites_struck', 'sites_damaged', 'hit', 'hit_locations') and hi = 0
    union all by name
    select w.*, list_append(c.stopped, w.claim_id) as claims,
        figure_text(w.metric, w.weapon, w.population, w.region, w.part, w.value) || ', all of them stopped' as says
    from said w
    join (
        select whole_id, sum(lo) as lo, list(claim_id order by claim_id) as stopped
        from component
        where what = 'munitions' and metric in ('neutralised', 'intercepted', 'suppressed') and not inside_another
        group by whole_id
    ) c on c.whole_id = w.claim_id
    where w.lo > 0 and c.lo >= w.hi
),
on_day as (
    select *, cast(unnest(generate_series(day_first, day, interval 1 day)) as date) as on_day from none_hit
)
select distinct 'minor' as severity, list_append(n.claims, s.claim_id) as claims,
    interval_text(s.lo, s.hi) as "left", n.says as "right",
    about_text(s.day, s.attacker, s.defender, s.subject) || ': '
        || figure_text(s.metric, s.weapon, s.population, s.region, s.part, s.value) || ' (' || s.voice
        || ') beside ' || n.says || ' (' || n.voice || ')' as message,
    'same direction and day, ' || if(s.event = n.event, 'one event', s.region || ' within ' || n.region) || ', '
        || if(s.weapon = n.weapon, 'weapon equal', s.weapon || ' within ' || n.weapon) as proof
from struck s
join on_day n
    on n.on_day = s.day and n.attacker = s.attacker and n.defender = s.defender
    and n.subject is not distinct from s.subject
where s.voice <> n.voice and s.voice_party is distinct from n.voice_party
    and coalesce(s.event = n.event, true)
    and (s.event = n.event or (s.region, n.region) in (select (id, within) from region_in))
    and (s.event = n.event or n.region <> 'all' or not own_area_only(n.level))
    -- no figure of any weapon speaks of all, and a weapon that is not stated may be any
    and (n.weapon = 'any' or (n.weapon = 'unspecified' and n.metric <> 'launched')
        or (s.weapon, n.weapon) in (select (id, within) from weapon_in))
