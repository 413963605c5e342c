-- what follows from the claims alone: which figure revises which, which relay quotes which. `fresh` names a table of
-- claims; their links with all claims come out, once each, with the days of both claims, so that a question about some
-- days needs the claims of these days only

create or replace macro derived_links(fresh) as table
with named as (select claim_id, day_first, day, published, window_end from query_table(fresh)),
-- one row against which every scan of claims below is held: of a ledger in the order of time it reads what is near
span as (
    select min(day_first) as first_day, max(day) as last_day,
        least(min(published) - interval 48 hours, min(window_end)) as first_end,
        greatest(max(published), max(window_end)) as last_end
    from named
),
-- revises: one document, one figure; where a document states one scope again, the later stands. One number a figure finds
-- the few that are stated again, before anything wide is joined
stated as (
    select claim_id, day, hash(source, url, origin, scope_id, part, basis, attacker, defender, subject,
        window_start, window_end, day) as mark
    from claim join span on day between first_day and last_day
),
again as materialized (
    select c.*, s.mark, e.recorded_at
    from stated s
    semi join (select mark from stated group by mark having count(*) > 1) m on m.mark = s.mark
    join claim c on c.claim_id = s.claim_id and c.day = s.day
    join entry e on e.entry_id = c.entry_id
),
revision as (
    select f.claim_id as from_id, t.claim_id as to_id, f.day_first, f.day, t.day as to_day
    from again f
    join again t
        on t.mark = f.mark and t.source = f.source and t.url = f.url and t.scope_id = f.scope_id and t.day = f.day
        and t.window_start = f.window_start and t.window_end = f.window_end and t.basis = f.basis
        and t.attacker is not distinct from f.attacker and t.defender is not distinct from f.defender
        and t.subject is not distinct from f.subject and t.part is not distinct from f.part
        and t.origin is not distinct from f.origin
    where (f.published, f.recorded_at) > (t.published, t.recorded_at)
),
-- quotes: a relay and the origin's own claim that it is held against: same direction, measure and place, a related or no
-- weapon, and the same day, event, or (a relay that only says "overnight") the same figure within the 48 hours before
relay as (
    select c.*, 'day' as by_what, null as name,
        cast(unnest(generate_series(greatest(day_first, first_day), least(day, last_day), interval 1 day)) as date) as on_day
    from claim c join span on day >= first_day and day_first <= last_day where origin is not null
    union all
    select *, 'event', event, null from claim where origin is not null and event is not null
    union all
    select c.*, 'hours', null, cast(published as date) - unnest([0, 1, 2])
    from claim c join span on published between first_end and last_end + interval 48 hours
    where origin is not null and window_precision = 'day'
),
own as (
    select c.*, 'day' as by_what, null as name, day as on_day
    from claim c join span on day between first_day and last_day where origin is null
    union all
    select *, 'event', event, null from claim where origin is null and event is not null
    union all
    select c.*, 'hours', null, cast(window_end as date)
    from claim c join span on window_end between first_end and last_end where origin is null
),
quotation as (
    select distinct r.claim_id as from_id, o.claim_id as to_id, r.day_first, r.day, o.day as to_day,
        r.lo is not distinct from o.lo and r.hi is not distinct from o.hi as same_figure
    from relay r
    join own o
        on o.source = r.origin and o.by_what = r.by_what and o.on_day is not distinct from r.on_day
        and o.name is not distinct from r.name and o.metric = r.metric and o.population = r.population
        and o.region = r.region and o.basis = r.basis
        and o.attacker is not distinct from r.attacker and o.defender is not distinct from r.defender
        and o.subject is not distinct from r.subject and o.part is not distinct from r.part
    left join scope_in inside on inside.scope_id = r.scope_id and inside.within_id = o.scope_id
    left join scope_in around on around.scope_id = o.scope_id and around.within_id = r.scope_id
    where (r.weapon = 'unspecified' or inside.scope_id is not null or around.scope_id is not null)
        and (r.by_what <> 'hours' or (o.lo is not distinct from r.lo and o.hi is not distinct from r.hi
            and o.window_end between r.published - interval 48 hours and r.published))
),
found as materialized (
    select 'revises' as kind, from_id, to_id, 'the same document states the scope again' as why, day_first, day, to_day
    from revision
    union all
    select 'quotes', from_id, to_id, if(same_figure, 'the same figure', 'another figure'), day_first, day, to_day
    from quotation
)
from found semi join named on named.claim_id = from_id
union
from found semi join named on named.claim_id = to_id;

-- relays and the claims that they quote, with the days of both
create or replace view quote_link as
select l.from_id, l.to_id,
    if(r.lo is not distinct from o.lo and r.hi is not distinct from o.hi, 'the same figure', 'another figure') as why,
    r.day_first, r.day, o.day as to_day
from link l join claim r on r.claim_id = l.from_id join claim o on o.claim_id = l.to_id
where l.kind = 'quotes'
union all
select from_id, to_id, why, day_first, day, to_day from derived_link where kind = 'quotes';

-- all that relates claims: what was said by a person, and what follows from the claims
create or replace view any_link as
select kind, from_id, to_id, why from link where kind <> 'quotes'
union all
select 'quotes', from_id, to_id, why from quote_link
union all
select kind, from_id, to_id, why from derived_link where kind <> 'quotes';
