-- the sum rule: disjoint parts of a total in one document (design 3)

-- each declared total with each of its parts in the same document, region by region or weapon by weapon; a part that
-- lies inside another part, shares a place with it, or is wider than the total, is `inside_another`: it may be counted
-- twice
create or replace view declared_part as
with total as (
    select c.*, coalesce(part, '') as part_key from speaking_claim c
    where breakdown <> 'none' and lo is not null and not recap
),
-- what stands in a document belongs to its list, also a figure that the origin or another outlet states as well
said as (
    select claim_id, source, url, voice, attacker, defender, subject, metric, weapon, population, region, basis,
        breakdown, lo, hi, window_start, window_end, scope_id, entry_id, row_no, coalesce(part, '') as part_key
    from selected_claim where not recap
),
listed as (
    select t.claim_id as total_id, p.claim_id, p.scope_id, p.lo, p.hi,
        if(p.region = t.region, 'weapon', 'region') as by_what,
        if(p.region = t.region, p.weapon, p.region) as word, o.scope_id is not null as wider
    from total t
    join said p
        on p.source = t.source and p.url = t.url and p.voice = t.voice and p.metric = t.metric
        and p.population = t.population and p.basis = t.basis and p.part_key = t.part_key
        and p.window_start = t.window_start and p.window_end = t.window_end
        and p.attacker is not distinct from t.attacker and p.defender is not distinct from t.defender
        and p.subject is not distinct from t.subject
    left join scope_in i on i.scope_id = p.scope_id and i.within_id = t.scope_id
    left join scope_in o on o.scope_id = t.scope_id and o.within_id = p.scope_id
    where p.scope_id <> t.scope_id
        -- in one thing only: a weapon over one region is neither a part by weapon nor one by region
        and (p.region = t.region) <> (p.weapon = t.weapon)
        and (p.weapon = t.weapon or t.totals_weapons)
        -- what an input row gives beside the total it declares are its parts, even of a region without stated members
        and (i.scope_id is not null
            or (p.weapon = t.weapon and p.entry_id = t.entry_id and p.row_no = t.row_no and p.breakdown = 'none'))
),
overlapping as (
    select x.total_id, x.claim_id
    from listed x
    join scope_in i on i.scope_id = x.scope_id and i.within_id <> x.scope_id
    join listed y on y.total_id = x.total_id and y.by_what = x.by_what and y.scope_id = i.within_id
    where not y.wider
    union
    -- two lists that name one place both, or one weapon
    select x.total_id, x.claim_id
    from listed x
    join listed y on y.total_id = x.total_id and y.by_what = x.by_what and y.scope_id <> x.scope_id
    anti join scope_in o on o.scope_id = y.scope_id and o.within_id = x.scope_id
    where contains(x.word, '+') and contains(y.word, '+') and not y.wider
        and list_has_any(string_split(x.word, '+'), string_split(y.word, '+'))
)
select p.* exclude (word, wider), wider or o.claim_id is not null as inside_another
from listed p
left join overlapping o using (total_id, claim_id);

-- each declared total beside the sum of its parts: at the least what cannot be counted twice, at the most all of them,
-- since "uav 1" beside "zala 2" means other drones; a part that is withheld may be any number
create or replace view breakdown_sum as
-- a scope that a document states twice counts once
with part_scope as (
    select total_id, by_what, scope_id, inside_another, min(coalesce(lo, 0)) as lo,
        if(count(hi) = count(*), max(hi), null) as hi, list(claim_id) as claim_ids
    from declared_part group by total_id, by_what, scope_id, inside_another
)
select t.claim_id as total_id, t.source, t.url, t.voice, t.day, t.attacker, t.defender, t.subject, t.metric, t.weapon,
    t.region, t.breakdown, t.lo as total_lo, t.hi as total_hi, by_what, count(*) as parts,
    coalesce(sum(p.lo) filter (not inside_another), 0) as parts_lo,
    sum_of_hi(p.hi, true) as parts_hi,
    list_sort(flatten(list(p.claim_ids))) as part_ids
from part_scope p join speaking_claim t on t.claim_id = p.total_id
group by all;

-- figures that make up another by what they count: each row one document, scope and window
-- munitions launched and what became of them; people killed or wounded and both together; groups of people and everyone
create or replace view component as
with whole as (
    select c.*, coalesce(part, '') as part_key from speaking_claim c where lo is not null and not recap
),
said as materialized (
    select claim_id, source, url, voice, attacker, defender, subject, metric, weapon, population, region, basis, lo, hi,
        window_start, window_end, scope_id, coalesce(part, '') as part_key
    from selected_claim where lo is not null and not recap
),
outcome as (
    select w.claim_id as whole_id, o.claim_id, o.scope_id, o.lo, o.hi, o.metric, 'munitions' as what,
        -- shot down or suppressed, if given as one figure, has its parts in it
        o.metric in ('intercepted', 'suppressed') and exists (
            from said n where n.metric = 'neutralised' and n.source = o.source and n.url = o.url and n.voice = o.voice
                and n.attacker = o.attacker and n.defender = o.defender and n.subject is not distinct from o.subject
                and n.weapon = o.weapon and n.region = o.region and n.part_key = o.part_key and n.basis = o.basis
                and n.window_start = o.window_start and n.window_end = o.window_end
        ) as in_composite
    from whole w
    join said o
        on o.source = w.source and o.url = w.url and o.voice = w.voice and o.attacker = w.attacker
        and o.defender = w.defender and o.subject is not distinct from w.subject and o.weapon = w.weapon
        and o.part_key = w.part_key and o.basis = w.basis
        and o.window_start = w.window_start and o.window_end = w.window_end
        -- the region of what left the airspace is where it went, from everywhere
        and (o.region = w.region or (o.metric = 'left_airspace' and w.region = 'all'))
    where w.metric = 'launched'
        and o.metric in ('neutralised', 'intercepted', 'suppressed', 'lost', 'hit', 'airborne_at_cutoff', 'left_airspace')
),
-- of people alone, before documents are joined: a document has many more figures of munitions
of_people as (select id from metric where family = 'people'),
people as (
    select w.claim_id as whole_id, p.claim_id, p.scope_id, p.lo, p.hi, p.metric,
        if(p.metric = w.metric, 'populations', 'killed and wounded') as what, false as in_composite
    from (from whole where metric in (from of_people)) w
    join scope_in i on i.within_id = w.scope_id and i.scope_id <> w.scope_id
    join (from said where metric in (select id from metric_in where within in (from of_people))) p
        on p.scope_id = i.scope_id and p.source = w.source and p.url = w.url and p.voice = w.voice
        and p.attacker is not distinct from w.attacker and p.defender is not distinct from w.defender
        and p.subject is not distinct from w.subject and p.region = w.region and p.weapon = w.weapon
        and p.part_key = w.part_key and p.basis = w.basis
        and p.window_start = w.window_start and p.window_end = w.window_end
    where (p.metric = w.metric) <> (p.population = w.population)
),
either as materialized (from outcome union all by name from people)
select e.* exclude (in_composite), in_composite or exists (
    from either q join scope_in i on i.scope_id = e.scope_id and i.within_id = q.scope_id and i.within_id <> e.scope_id
    where q.whole_id = e.whole_id and q.what = e.what and q.metric = e.metric
) as inside_another
from either e;

-- each whole beside the sum of what makes it up; a scope that a document states twice counts once
create or replace view component_sum as
with part_scope as (
    select whole_id, what, scope_id, inside_another, min(lo) as lo, max(lo) as largest_lo,
        if(count(hi) = count(*), max(hi), null) as hi, list(claim_id) as claim_ids
    from component group by whole_id, what, scope_id, inside_another
)
select w.claim_id as whole_id, w.source, w.url, w.voice, w.day, w.attacker, w.defender, w.subject, w.metric, w.weapon,
    w.region, w.population, w.lo as whole_lo, w.hi as whole_hi, c.what,
    count(*) filter (not inside_another) as parts,
    sum(c.lo) filter (not inside_another) as parts_lo, max(c.largest_lo) as largest_lo,
    sum_of_hi(c.hi, not inside_another) as parts_hi,
    list_sort(flatten(list(c.claim_ids) filter (not inside_another))) as part_ids
from part_scope c join speaking_claim w on w.claim_id = c.whole_id
group by all;
