-- title: A voice tells of a region that is not in another's full list
-- severity: notice
-- group: between voices
-- why: a list that is said to be complete leaves no room for a further region, unless the other voice means another thing
-- silent: lists that are partial; how large the figures are
with said as materialized (
    select * from speaking_claim where lo is not null and basis = 'period' and not recap
),
named as materialized (
    select p.total_id, c.region, c.claim_id
    from declared_part p join speaking_claim c using (claim_id)
    where p.by_what = 'region'
),
other as (
    select t.claim_id as total_id, o.claim_id, t.voice, t.breakdown, o.region
    from said t
    join said o
        on o.metric = t.metric and o.day = t.day and o.attacker is not distinct from t.attacker
        and o.defender is not distinct from t.defender and o.subject is not distinct from t.subject
        and o.population = t.population
    where t.breakdown = 'exhaustive' and t.claim_id in (select total_id from named)
        and o.voice <> t.voice and o.region <> t.region and o.lo >= 1
        and o.part is not distinct from t.part and coalesce(o.event = t.event, true)
        and (o.region, t.region) in (select (id, within) from region_in)
        and (o.weapon, t.weapon) in (select (id, within) from weapon_in)
        and (t.window_precision = 'day' or o.window_precision = 'day'
            or (o.window_start >= t.window_start and o.window_end <= t.window_end))
),
covered as (
    select o.total_id, o.claim_id
    from other o join named n using (total_id)
    where (o.region, n.region) in (select (id, within) from region_in)
        or (n.region, o.region) in (select (id, within) from region_in)
)
select 'notice' as severity, [o.claim_id, t.claim_id] as claims, c.region as "left",
    (select string_agg(region, ', ' order by region) from named n where n.total_id = o.total_id) as "right",
    about_text(t.day, t.attacker, t.defender, t.subject) || ': '
        || figure_text(c.metric, c.weapon, c.population, c.region, c.part, c.value) || ' (' || c.voice
        || '), a region that is not in the full list of ' || t.voice as message,
    'same direction, day and metric, weapon ' || if(c.weapon = t.weapon, 'equal', 'within')
        || '; no region of the list lies in it or around it' as proof
from (from other anti join covered using (total_id, claim_id)) o
join said t on t.claim_id = o.total_id
join said c on c.claim_id = o.claim_id
