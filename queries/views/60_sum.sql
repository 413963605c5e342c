-- the sum rule: disjoint parts of a total in one document (design 3)

-- each declared total with each of its parts in the same document, region by region or weapon by weapon; a part that
-- lies inside another part is `inside_another`, so that a place and its district are not added up
create or replace view declared_part as
with said as materialized (
    select c.*, coalesce(part, '') as part_key from speaking_claim c where lo is not null and not recap
),
listed as (
    select t.claim_id as total_id, p.claim_id, p.scope_id, p.lo, p.hi,
        if(p.region = t.region, 'weapon', 'region') as by_what
    from said t
    join said p
        on p.source = t.source and p.url = t.url and p.voice = t.voice and p.metric = t.metric
        and p.population = t.population and p.basis = t.basis and p.part_key = t.part_key
        and p.window_start = t.window_start and p.window_end = t.window_end
        and p.attacker is not distinct from t.attacker and p.defender is not distinct from t.defender
        and p.subject is not distinct from t.subject
    left join scope_in i on i.scope_id = p.scope_id and i.within_id = t.scope_id
    where t.breakdown <> 'none' and p.scope_id <> t.scope_id
        -- in one thing only: a weapon over one region is neither a part by weapon nor one by region
        and (p.region = t.region) <> (p.weapon = t.weapon)
        and (p.weapon = t.weapon or t.totals_weapons)
        -- what an input row gives beside the total it declares are its parts, even of a region without stated members
        and (i.scope_id is not null
            or (p.weapon = t.weapon and p.entry_id = t.entry_id and p.row_no = t.row_no and p.breakdown = 'none'))
)
select p.*, o.claim_id is not null as inside_another
from listed p
left join (
    select distinct x.total_id, x.claim_id
    from listed x
    join scope_in i on i.scope_id = x.scope_id and i.within_id <> x.scope_id
    join listed y on y.total_id = x.total_id and y.by_what = x.by_what and y.scope_id = i.within_id
) o using (total_id, claim_id);

-- each declared total beside the sum of its parts
create or replace view breakdown_sum as
select t.claim_id as total_id, t.source, t.url, t.voice, t.day, t.attacker, t.defender, t.subject, t.metric, t.weapon,
    t.region, t.breakdown, t.lo as total_lo, t.hi as total_hi, by_what, count(*) as parts,
    sum(p.lo) filter (not inside_another) as parts_lo,
    if(count(p.hi) = count(*), sum(p.hi), null) as parts_hi,
    list(p.claim_id order by p.claim_id) as part_ids
from declared_part p join speaking_claim t on t.claim_id = p.total_id
group by all;

-- figures that make up another by what they count: each row one document, scope and window
-- munitions launched and what became of them; people killed or wounded and both together; groups of people and everyone
create or replace view component as
with said as materialized (
    select c.*, coalesce(part, '') as part_key from speaking_claim c where lo is not null and not recap
),
outcome as (
    select w.claim_id as whole_id, o.claim_id, o.lo, o.hi, o.metric, 'munitions' as what,
        -- shot down or suppressed, if given as one figure, has its parts in it
        o.metric in ('intercepted', 'suppressed') and exists (
            from said n where n.metric = 'neutralised' and n.source = o.source and n.url = o.url and n.voice = o.voice
                and n.attacker = o.attacker and n.defender = o.defender and n.weapon = o.weapon and n.region = o.region
                and n.part_key = o.part_key and n.window_start = o.window_start and n.window_end = o.window_end
        ) as inside_another
    from said w
    join said o
        on o.source = w.source and o.url = w.url and o.voice = w.voice and o.attacker = w.attacker
        and o.defender = w.defender and o.weapon = w.weapon and o.part_key = w.part_key and o.basis = w.basis
        and o.window_start = w.window_start and o.window_end = w.window_end
        -- the region of what left the airspace is where it went
        and (o.region = w.region or o.metric = 'left_airspace')
    where w.metric = 'launched'
        and o.metric in ('neutralised', 'intercepted', 'suppressed', 'lost', 'hit', 'airborne_at_cutoff', 'left_airspace')
),
people as (
    select w.claim_id as whole_id, p.claim_id, p.lo, p.hi, p.metric,
        if(p.metric = w.metric, 'populations', 'killed and wounded') as what, p.scope_id
    from said w
    join scope_in i on i.within_id = w.scope_id and i.scope_id <> w.scope_id
    join said p
        on p.scope_id = i.scope_id and p.source = w.source and p.url = w.url and p.voice = w.voice
        and p.attacker is not distinct from w.attacker and p.defender is not distinct from w.defender
        and p.subject is not distinct from w.subject and p.region = w.region and p.weapon = w.weapon
        and p.part_key = w.part_key and p.basis = w.basis
        and p.window_start = w.window_start and p.window_end = w.window_end
    join metric m on m.id = w.metric
    where m.family = 'people' and (p.metric = w.metric) <> (p.population = w.population)
)
select * from outcome
union all by name
select p.* exclude (scope_id), exists (
    from people q join scope_in i on i.scope_id = p.scope_id and i.within_id = q.scope_id and i.within_id <> p.scope_id
    where q.whole_id = p.whole_id and q.what = p.what
) as inside_another
from people p;

create or replace view component_sum as
select w.claim_id as whole_id, w.source, w.url, w.voice, w.day, w.attacker, w.defender, w.subject, w.metric, w.weapon,
    w.region, w.population, w.lo as whole_lo, w.hi as whole_hi, c.what,
    count(*) filter (not inside_another) as parts,
    sum(c.lo) filter (not inside_another) as parts_lo, max(c.lo) as largest_lo,
    if(bool_and(c.hi is not null), sum(c.hi) filter (not inside_another), null) as parts_hi,
    list(c.claim_id order by c.claim_id) filter (not inside_another) as part_ids
from component c join speaking_claim w on w.claim_id = c.whole_id
group by all;
