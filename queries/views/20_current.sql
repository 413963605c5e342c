-- which claims stand, and who speaks in them

-- claims that a retraction names
create or replace view retracted_claim as
select l.to_id as claim_id, l.why, e.recorded_at as retracted_at, e.recorded_by as retracted_by
from link l join entry e using (entry_id) where l.kind = 'retracts';

-- one document, one figure: where a document states one scope again, the later stands and the earlier is a revision
create or replace view superseded_claim as
select earlier.claim_id, arg_min(later.claim_id, later.published) as by_claim_id, earlier.day_first, earlier.day
from claim earlier
join claim later
    on later.source = earlier.source and later.url = earlier.url and later.day = earlier.day
    and later.scope_id = earlier.scope_id and later.window_start = earlier.window_start
    and later.window_end = earlier.window_end and later.basis = earlier.basis
    and later.attacker is not distinct from earlier.attacker and later.defender is not distinct from earlier.defender
    and later.subject is not distinct from earlier.subject and later.part is not distinct from earlier.part
    and later.origin is not distinct from earlier.origin and later.claim_id <> earlier.claim_id
join entry le on le.entry_id = later.entry_id
join entry ee on ee.entry_id = earlier.entry_id
where (later.published > earlier.published
    or later.published = earlier.published and le.recorded_at > ee.recorded_at)
    and later.claim_id not in (select claim_id from retracted_claim)
group by earlier.claim_id, earlier.day_first, earlier.day;

-- the claims that stand: neither retracted nor superseded in their own document
create or replace view current_claim as
select c.*
from claim c
anti join retracted_claim r using (claim_id)
anti join superseded_claim s using (claim_id);

-- the standing claims within the bounds asked for: what every report and comparison starts from
-- set variable "from" = date '2026-01-01' (likewise "to", attacker, defender) narrows all views below
create or replace view selected_claim as
select
    c.*,
    coalesce(c.origin, c.source) as voice, c.origin is not null as is_relay,
    v.party as voice_party, coalesce(v.level, 'media') as level, v.independence_group, v.name as voice_name,
    s.name as source_name, v.timezone as voice_zone, s.timezone as source_zone,
    case when v.party = c.defender or (c.defender is null and v.party = c.subject) then 'defender'
         when v.party = c.attacker then 'attacker'
         when v.party = c.subject then 'defender'
         else 'other' end as role
from current_claim c
left join source v on v.id = coalesce(c.origin, c.source)
left join source s on s.id = c.source
where c.day >= coalesce(cast(getvariable('from') as date), c.day)
    and c.day_first <= coalesce(cast(getvariable('to') as date), c.day_first)
    and (getvariable('attacker') is null or c.attacker = getvariable('attacker'))
    and (getvariable('defender') is null or coalesce(c.defender, c.subject) = getvariable('defender'));

-- each selected claim with, for a relay, the origin's own claim that it is held against: same direction, measure and
-- place, a related or no weapon, and the same day, event, or (a relay that only says "overnight") the same figure within
-- the 48 hours before it was published
create or replace view voice_claim as
with selected as materialized (from selected_claim),
own as (
    select * from current_claim
    where origin is null and day >= coalesce(cast(getvariable('from') as date) - 3, day)
),
related_weapon as materialized (
    select id, within from weapon_in union select within, id from weapon_in
),
match as (
    select r.claim_id,
        arg_min(o.claim_id, (o.lo is distinct from r.lo or o.hi is distinct from r.hi, o.published)) as own_claim_id,
        bool_or(o.lo is not distinct from r.lo and o.hi is not distinct from r.hi) as same_figure
    from selected r
    join own o
        on o.source = r.origin and o.metric = r.metric and o.population = r.population and o.region = r.region
        and o.basis = r.basis and o.attacker is not distinct from r.attacker
        and o.defender is not distinct from r.defender and o.subject is not distinct from r.subject
        and o.part is not distinct from r.part
    left join related_weapon w on w.id = o.weapon and w.within = r.weapon
    where r.is_relay and (w.id is not null or r.weapon = 'unspecified')
        and (o.event = r.event
            or o.day between r.day_first and r.day
            or (r.window_precision = 'day' and o.lo is not distinct from r.lo and o.hi is not distinct from r.hi
                and o.window_end between r.published - interval 48 hours and r.published))
    group by r.claim_id
)
select s.*, m.own_claim_id, m.same_figure
from selected s left join match m using (claim_id);

-- the claims that count as somebody's word: a relay only where its origin's own claim is absent, and then once
create or replace view speaking_claim as
select *
from voice_claim
where own_claim_id is null
qualify not is_relay or row_number() over (
    partition by is_relay, voice, attacker, defender, subject, scope_id, part, basis, event,
        window_start, window_end, kind, lo, hi
    order by published, claim_id
) = 1;
