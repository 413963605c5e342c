-- title: Only one side tells of it
-- severity: info
-- group: between voices
-- param days: days before and after within which the other side may speak (default: 3)
-- why: what nobody else tells of cannot be compared with anything
-- silent: whether it is so; voices of the same party and relays are no other side
-- a place is one scope in one direction; there are few, so that days are met by numbers
with place as materialized (
    select row_number() over () as place, attacker, defender, subject, scope_id
    from (select distinct attacker, defender, subject, scope_id from speaking_claim where lo is not null)
),
said as materialized (
    select p.place, c.claim_id, c.attacker, c.defender, c.subject, c.day, c.voice, coalesce(c.voice_party, '') as party,
        c.event
    from speaking_claim c
    join place p
        on p.scope_id = c.scope_id and p.attacker is not distinct from c.attacker
        and p.defender is not distinct from c.defender and p.subject is not distinct from c.subject
    where c.lo is not null
),
told as materialized (select distinct place, day, party from said),
-- of any number of parties two are enough to tell whether there is another than one's own
heard as materialized (select place, day, min(party) as one, max(party) as another from told group by place, day),
-- places in which an answer can stand, as a list: so that days are met place by place, whatever the planner thinks of it
facing as materialized (
    select x.place, list(y.place) as places
    from place x
    join (
        select scope_id as a, within_id as b from scope_in union select within_id, scope_id from scope_in
    ) r on r.a = x.scope_id
    join place y
        on y.scope_id = r.b and y.attacker is not distinct from x.attacker
        and y.defender is not distinct from x.defender and y.subject is not distinct from x.subject
    group by x.place
),
-- the places in which another party ever speaks, for each party that speaks in a place
answering as materialized (
    select x.place, x.party, list(x.related) as places
    from (
        select t.place, t.party, unnest(f.places) as related
        from (select distinct place, party from told) t join facing f using (place)
    ) x
    join (select place, min(one) as one, max(another) as another from heard group by place) h on h.place = x.related
    where h.one <> x.party or h.another <> x.party
    group by x.place, x.party
),
-- most are answered on the day itself; only of the others the days around are asked for
answered_at_once as materialized (
    select distinct t.place, t.day, t.party
    from (select t.*, unnest(a.places) as related from told t join answering a using (place, party)) t
    join heard h on h.place = t.related and h.day = t.day
    where h.one <> t.party or h.another <> t.party
),
open as (
    from told anti join answered_at_once using (place, day, party)
),
answered as (
    from answered_at_once
    union all
    select distinct o.place, o.day, o.party
    from (
        select *, day + cast(unnest(generate_series(-coalesce(cast(getvariable('days') as integer), 3),
            coalesce(cast(getvariable('days') as integer), 3))) as integer) as near_day
        from (select o.*, unnest(a.places) as related from open o join answering a using (place, party))
    ) o
    join heard h on h.place = o.related and h.day = o.near_day
    where h.one <> o.party or h.another <> o.party
),
shared as (
    select event from said where event is not null
    group by event having count(distinct coalesce(nullif(party, ''), voice)) > 1
),
alone as (
    select s.* from said s anti join answered a on a.place = s.place and a.day = s.day and a.party = s.party
    where coalesce(s.event not in (from shared), true)
)
select 'info' as severity, list(claim_id) as claims, cast(count(*) as varchar) as "left", '0' as "right",
    about_text(day, attacker, defender, subject) || ': ' || count(*) || if(count(*) = 1, ' figure', ' figures')
        || ' by ' || voice || ' without a counterpart by another party' as message,
    'no other party states a related scope in that direction within '
        || coalesce(cast(getvariable('days') as integer), 3) || ' days' as proof
from alone
group by day, attacker, defender, subject, voice
