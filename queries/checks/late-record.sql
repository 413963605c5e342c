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
    select c.*, e.recorded_at, date_sub('day', published, recorded_at) as after
    from selected_claim c join entry e using (entry_id)
)
select 'info' as severity, list(claim_id) as claims, max(after) || ' days' as "left", days || ' days' as "right",
    source || ', ' || url || ': ' || count(*) || if(count(*) = 1, ' figure', ' figures') || ' recorded '
        || max(after) || ' days after publication, which exceeds ' || days || ' by ' || (max(after) - days) as message,
    'published on ' || local_date(max(published), source_zone) || ', recorded on '
        || strftime(recorded_at, '%Y-%m-%d') || ': ' || max(after) || ' > ' || days || ' days' as proof
from late cross join threshold
where after > days
group by entry_id, recorded_at, source, url, source_zone, days
