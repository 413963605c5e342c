-- title: Figures recorded long after they were published
-- severity: info
-- group: provenance
-- param days: more than so many full days are late (default: 30)
-- why: what is recorded late was perhaps edited before, and no earlier version of it is known
-- silent: whether it was edited; what was published and recorded in good time and loaded again
-- one finding an act of recording and document
with threshold as (
    select coalesce(cast(getvariable('days') as bigint), 30) as days
),
late as (
    select entry_id, source, url, list(claim_id) as claims, max(after) as after, max(published) as published,
        any_value(recorded_at) as recorded_at, any_value(days) as days
    from (
        select c.entry_id, c.source, c.url, c.claim_id, c.published, e.recorded_at,
            date_sub('day', c.published, e.recorded_at) as after
        from selected_claim c join entry e using (entry_id)
    ) cross join threshold
    where after > days
    group by entry_id, source, url
)
select 'info' as severity, claims, after || ' days' as "left", days || ' days' as "right",
    source || ', ' || url || ': ' || len(claims) || if(len(claims) = 1, ' figure', ' figures') || ' recorded '
        || after || ' days after publication, which exceeds ' || days || ' by ' || (after - days) as message,
    'published on ' || cast(published as date) || ', recorded on ' || cast(recorded_at as date) || ' (UTC): ' || after
        || ' > ' || days || ' days' as proof
from late
