-- title: Only one side tells of it
-- severity: info
-- group: between voices
-- param days: days before and after within which the other side may speak (default: 3)
-- why: what nobody else tells of cannot be compared with anything
-- silent: whether it is so; voices of the same party and relays are no other side
with said as materialized (select * from speaking_claim where lo is not null),
key as materialized (
    select distinct attacker, defender, subject, scope_id, day, voice_party from said
),
-- directions of which more than one party tells: only there is an answer to look for
contested as (
    select attacker, defender, subject from key group by all
    having count(distinct voice_party) + max(if(voice_party is null, 1, 0)) > 1
),
near as (
    select *, cast(unnest(generate_series(
        day - coalesce(cast(getvariable('days') as integer), 3), day + coalesce(cast(getvariable('days') as integer), 3),
        interval 1 day)) as date) as near_day
    from key
),
related as materialized (
    select scope_id as a, within_id as b from scope_in
    union
    select within_id, scope_id from scope_in
),
answered as (
    select distinct k.attacker, k.defender, k.subject, k.scope_id, k.day, k.voice_party
    from key k
    semi join contested c on c.attacker is not distinct from k.attacker and c.defender is not distinct from k.defender
        and c.subject is not distinct from k.subject
    join related r on r.a = k.scope_id
    join near n
        on n.scope_id = r.b and n.near_day = k.day and n.attacker is not distinct from k.attacker
        and n.defender is not distinct from k.defender and n.subject is not distinct from k.subject
    where n.voice_party is distinct from k.voice_party
),
shared as (
    select event from said where event is not null group by event having count(distinct coalesce(voice_party, voice)) > 1
),
alone as (
    select s.*
    from said s
    left join answered a
        on a.scope_id = s.scope_id and a.day = s.day and a.attacker is not distinct from s.attacker
        and a.defender is not distinct from s.defender and a.subject is not distinct from s.subject
        and a.voice_party is not distinct from s.voice_party
    where a.scope_id is null and coalesce(s.event not in (from shared), true)
)
select 'info' as severity, list(claim_id) as claims, cast(count(*) as varchar) as "left", '0' as "right",
    about_text(day, attacker, defender, subject) || ': ' || count(*) || if(count(*) = 1, ' figure', ' figures')
        || ' by ' || voice || ' without a counterpart by another party' as message,
    'no other party states a related scope in that direction within '
        || coalesce(cast(getvariable('days') as integer), 3) || ' days' as proof
from alone
group by day, attacker, defender, subject, voice
