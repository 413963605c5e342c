-- what follows from the claims alone: which figure revises which, which relay quotes which. `fresh` names a table of
-- claims; their links with all claims come out, once each

create or replace macro derived_links(fresh) as table
with named as (select claim_id from query_table(fresh)),
-- revises: one document, one figure; where a document states one scope again, the later stands
either as (
    select {id: f.claim_id, published: f.published, recorded_at: e.recorded_at} as x,
        {id: t.claim_id, published: t.published, recorded_at: d.recorded_at} as y
    from claim f semi join named using (claim_id) join entry e on e.entry_id = f.entry_id
    join claim t
        on t.source = f.source and t.url = f.url and t.scope_id = f.scope_id and t.day = f.day
        and t.window_start = f.window_start and t.window_end = f.window_end and t.basis = f.basis
        and t.attacker is not distinct from f.attacker and t.defender is not distinct from f.defender
        and t.subject is not distinct from f.subject and t.part is not distinct from f.part
        and t.origin is not distinct from f.origin and t.claim_id <> f.claim_id
    join entry d on d.entry_id = t.entry_id
),
ordered as (
    select if((x.published, x.recorded_at) > (y.published, y.recorded_at), x, y) as later,
        if((x.published, x.recorded_at) > (y.published, y.recorded_at), y, x) as earlier
    from either where (x.published, x.recorded_at) <> (y.published, y.recorded_at)
),
-- quotes: a relay and the origin's own claim that it is held against: same direction, measure and place, a related or no
-- weapon, and the same day, event, or (a relay that only says "overnight") the same figure within the 48 hours before
pairing as (
    select r.claim_id as relay, o.claim_id as own,
        r.lo is not distinct from o.lo and r.hi is not distinct from o.hi as same_figure
    from claim r
    join claim o
        on o.source = r.origin and o.origin is null and o.metric = r.metric and o.population = r.population
        and o.region = r.region and o.basis = r.basis
        and o.attacker is not distinct from r.attacker and o.defender is not distinct from r.defender
        and o.subject is not distinct from r.subject and o.part is not distinct from r.part
    left join scope_in inside on inside.scope_id = r.scope_id and inside.within_id = o.scope_id
    left join scope_in around on around.scope_id = o.scope_id and around.within_id = r.scope_id
    where (r.claim_id in (from named) or o.claim_id in (from named))
        and (r.weapon = 'unspecified' or inside.scope_id is not null or around.scope_id is not null)
        and (o.event = r.event
            or o.day between r.day_first and r.day
            or (r.window_precision = 'day' and o.lo is not distinct from r.lo and o.hi is not distinct from r.hi
                and o.window_end between r.published - interval 48 hours and r.published))
)
select distinct 'revises' as kind, later.id as from_id, earlier.id as to_id,
    'the same document states the scope again' as why
from ordered
union all
select distinct 'quotes', relay, own, if(same_figure, 'the same figure', 'another figure')
from pairing;

-- all that relates claims: what was said by a person, and what follows from the claims
create or replace view any_link as
select kind, from_id, to_id, why from link where kind <> 'quotes'
union all
select l.kind, l.from_id, l.to_id,
    if(r.lo is not distinct from o.lo and r.hi is not distinct from o.hi, 'the same figure', 'another figure')
from link l join claim r on r.claim_id = l.from_id join claim o on o.claim_id = l.to_id
where l.kind = 'quotes'
union all
select kind, from_id, to_id, why from derived_link;
