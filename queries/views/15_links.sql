-- what follows from the claims alone: which figure revises which, which relay quotes which. `fresh` names a table of
-- claims; their links with all claims come out, once each, with the days of both claims, so that a question about some
-- days needs the claims of these days only

-- near which days and times links can be: set variable links_near = (from links_near('…')) reads no more of a large
-- ledger in the order of time than that (DuckDB skips row groups by constants, also those of the transaction it is in)
create or replace macro links_near(fresh) as table
select {
    first_day: min(day_first), last_day: max(day),
    first_end: least(min(published) - interval 48 hours, min(window_end)),
    last_end: greatest(max(published), max(window_end)) + interval 48 hours,
    by_event: count(event) > 0
} as near
from query_table(fresh);

-- whether a claim of these days, or with this time, can be linked to those of `links_near`
create or replace macro links_meet(day_first, day) as getvariable('links_near') is null
    or (day >= getvariable('links_near').first_day and day_first <= getvariable('links_near').last_day);
create or replace macro links_meet_by_event() as getvariable('links_near') is null or getvariable('links_near').by_event;
create or replace macro links_meet_within_hours(moment) as getvariable('links_near') is null
    or (moment >= getvariable('links_near').first_end and moment <= getvariable('links_near').last_end);

create or replace macro derived_links(fresh) as table
with named as (select claim_id from query_table(fresh)),
-- revises: one document, one figure; where a document states one scope again, the later stands. One number a figure finds
-- the few that are stated again, before anything wide is joined
stated as (
    select claim_id, day, hash(source, url, origin, scope_id, part, basis, attacker, defender, subject,
        window_start, window_end, day) as mark
    from claim where links_meet(day, day)
),
again as materialized (
    -- an entry whose claims are being written is not there yet
    select c.*, s.mark, coalesce(e.recorded_at, cast(getvariable('recorded_at') as timestamp)) as recorded_at
    from stated s
    semi join (select mark from stated group by mark having count(*) > 1) m on m.mark = s.mark
    join (from claim where links_meet(day, day)) c on c.claim_id = s.claim_id
    left join entry e on e.entry_id = c.entry_id
    where coalesce(e.recorded_at, cast(getvariable('recorded_at') as timestamp)) is not null
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
    select *, 'day' as by_what, null as name,
        cast(unnest(generate_series(day_first, day, interval 1 day)) as date) as on_day
    from claim where links_meet(day_first, day) and origin is not null
    union all
    select *, 'event', event, null from claim where links_meet_by_event() and origin is not null and event is not null
    union all
    select *, 'hours', null, cast(published as date) - unnest([0, 1, 2])
    from claim
    where links_meet_within_hours(published) and origin is not null and window_precision = 'day'
),
own as (
    select *, 'day' as by_what, null as name, day as on_day
    from claim where links_meet(day, day) and origin is null
    union all
    select *, 'event', event, null from claim where links_meet_by_event() and origin is null and event is not null
    union all
    select *, 'hours', null, cast(window_end as date)
    from claim where links_meet_within_hours(window_end) and origin is null
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

-- claims and those that they revise, as a person said or as follows from the claims
create or replace view revision_link as
select from_id, to_id from link where kind = 'revises'
union all
select from_id, to_id from derived_link where kind = 'revises';

-- all that relates claims: what was said by a person, and what follows from the claims
create or replace view any_link as
select kind, from_id, to_id, why from link where kind <> 'quotes'
union all
select 'quotes', from_id, to_id, why from quote_link
union all
select kind, from_id, to_id, why from derived_link where kind <> 'quotes';
