-- title: Only one voice speaks of a day
-- severity: info
-- group: provenance
-- why: what one voice says alone can be held against nothing
-- silent: whether it is right; a relay is its origin's voice; events of which another voice tells in any direction
-- one finding a day and direction
with heard as (
    select claim_id, voice, attacker, defender, subject, day, event from speaking_claim
    union all
    -- a longer window speaks of each of its days
    select null, voice, attacker, defender, subject,
        cast(unnest(generate_series(day_first, day - 1, interval 1 day)) as date), null
    from speaking_claim where day_first < day
),
told_by_several as (
    select event from speaking_claim where event is not null
    group by event having min(voice) <> max(voice)
)
select 'info' as severity, list(claim_id) filter (claim_id is not null) as claims, min(voice) as "left",
    null as "right",
    about_text(day, attacker, defender, subject) || ': only ' || min(voice) || ' speaks, with ' || count(claim_id)
        || if(count(claim_id) = 1, ' figure', ' figures') as message,
    'every figure of that day and direction is by one voice' as proof
from heard h left join told_by_several s using (event)
group by day, attacker, defender, subject
having min(voice) = max(voice) and count(claim_id) > 0 and count(s.event) = 0
