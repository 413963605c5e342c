-- title: Only one side tells of it
-- severity: info
-- group: between voices
-- param days: days before and after within which the other side may speak (default: 3)
-- why: what nobody else tells of cannot be compared with anything
-- silent: whether it is so; voices of the same party and relays are no other side
-- a series is all that one party says of one scope in one direction; there are few, so that days are met by numbers
with series as materialized (
    select row_number() over () as n, attacker, defender, subject, scope_id, voice_party
    from (select distinct attacker, defender, subject, scope_id, voice_party from speaking_claim where lo is not null)
),
said as materialized (
    select s.n, c.claim_id, c.attacker, c.defender, c.subject, c.day, c.voice, c.voice_party, c.event
    from speaking_claim c
    join series s
        on s.scope_id = c.scope_id and s.attacker is not distinct from c.attacker
        and s.defender is not distinct from c.defender and s.subject is not distinct from c.subject
        and s.voice_party is not distinct from c.voice_party
    where c.lo is not null
),
told as materialized (select distinct n, day from said),
related as (
    select scope_id as a, within_id as b from scope_in
    union
    select within_id, scope_id from scope_in
),
-- series of another party in which an answer can stand at all
facing as (
    select x.n, y.n as other
    from series x
    join related r on r.a = x.scope_id
    join series y
        on y.scope_id = r.b and y.attacker is not distinct from x.attacker
        and y.defender is not distinct from x.defender and y.subject is not distinct from x.subject
    where y.voice_party is distinct from x.voice_party
),
near as (
    select n, day, other, day + cast(unnest(generate_series(
        -coalesce(cast(getvariable('days') as integer), 3), coalesce(cast(getvariable('days') as integer), 3)))
        as integer) as near_day
    from told join facing using (n)
),
answered as (
    select distinct k.n, k.day from near k join told o on o.n = k.other and o.day = k.near_day
),
shared as (
    select event from said where event is not null group by event having count(distinct coalesce(voice_party, voice)) > 1
),
alone as (
    select s.* from said s anti join answered a on a.n = s.n and a.day = s.day
    where coalesce(s.event not in (from shared), true)
)
select 'info' as severity, list(claim_id) as claims, cast(count(*) as varchar) as "left", '0' as "right",
    about_text(day, attacker, defender, subject) || ': ' || count(*) || if(count(*) = 1, ' figure', ' figures')
        || ' by ' || voice || ' without a counterpart by another party' as message,
    'no other party states a related scope in that direction within '
        || coalesce(cast(getvariable('days') as integer), 3) || ' days' as proof
from alone
group by day, attacker, defender, subject, voice
