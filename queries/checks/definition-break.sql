-- title: A voice's figures before and after it changed what the word means
-- severity: notice
-- group: series
-- why: figures on both sides of the change are not of one kind; a sum or a comparison over it mixes two things
-- silent: how much the change matters; changes that the glossary does not know
with change as (
    select distinct source as voice, metric, weapon, on_date
    from (from glossary select *, since as on_date union all from glossary select *, until + 1)
    where on_date is not null
),
told as materialized (
    select ch.voice, ch.metric, ch.weapon, ch.on_date, c.claim_id, c.day, c.day_first,
        -- a figure over both times belongs to neither
        case when c.day < ch.on_date then 'before' when c.day_first >= ch.on_date then 'after' end as side
    from change ch
    join weapon_under u on u.within = ch.weapon
    join speaking_claim c on c.voice = ch.voice and c.metric = ch.metric and c.weapon = u.id
),
side as (
    select voice, metric, weapon, on_date,
        max(day) filter (side = 'before') as last_day, min(day_first) filter (side = 'after') as first_day,
        count(*) filter (side = 'before') as claims_before, count(*) filter (side = 'after') as claims_after
    from told group by voice, metric, weapon, on_date
),
meaning as (
    select s.*,
        (select string_agg(g.means, ' / ' order by g.means) from glossary g
            where g.source = s.voice and g.metric = s.metric and g.weapon = s.weapon and g.until < s.on_date
                and g.until + 1 = s.on_date) as meant,
        (select string_agg(g.means, ' / ' order by g.means) from glossary g
            where g.source = s.voice and g.metric = s.metric and g.weapon = s.weapon and g.since = s.on_date) as means
    from side s where last_day is not null and first_day is not null
)
select 'notice' as severity,
    list(t.claim_id) as claims, m.claims_before as "left", m.claims_after as "right",
    m.on_date || ': ' || m.metric || ' ' || m.weapon || ' by ' || m.voice || ' changed its meaning, told of until '
        || m.last_day || ' (' || m.claims_before || ') and from ' || m.first_day || ' (' || m.claims_after || ')'
        as message,
    'the glossary of the source: ' || concat_ws(', ', 'until then: ' || m.meant, 'from then on: ' || m.means) as proof
from meaning m
join told t using (voice, metric, weapon, on_date)
where (t.side = 'before' and t.day = m.last_day) or (t.side = 'after' and t.day_first = m.first_day)
group by m.voice, m.metric, m.weapon, m.on_date, m.last_day, m.first_day, m.claims_before, m.claims_after, m.meant,
    m.means
