-- title: Each claim says what it said when it was recorded
-- the id covers whole seconds, leaves out what is nothing, and takes nothing and an empty text for one; the seal takes
-- nothing and the sign for it for one: these are looked at by themselves
with now as (
    select entry_id, row_no, claim_id,
        claim_id is not distinct from claim_identity(
            source, url, published, origin, attacker, defender, subject, metric, weapon, population, region, part,
            window_start, window_end, window_precision, basis, value)
        and source is not null and url is not null and published is not null and metric is not null
        and weapon is not null and population is not null and region is not null and window_start is not null
        and window_end is not null and window_precision is not null and basis is not null and value is not null
        and coalesce('' not in (origin, attacker, defender, subject, part), true)
        and published = date_trunc('second', published) and window_start = date_trunc('second', window_start)
        and window_end = date_trunc('second', window_end) as id_follows,
        digest is not distinct from claim_digest(claim_id, published_precision, kind, lo, hi, weapon_as_stated,
            region_as_stated, breakdown, recap, quote, lang, event, note, day_first, day, scope_id)
        and coalesce(sealed(null) not in (published_precision, kind, weapon_as_stated, region_as_stated, breakdown,
            quote, lang, event, note), true) as seal_follows
    from recording
)
select 'altered' as what, entry_id, row_no, claim_id,
    if(id_follows, 'its seal does not follow from its reading, quote, note, day or scope',
        'its id does not follow from its source, citation, time, direction, scope and words') as detail
from now where not (id_follows and seal_follows)
order by entry_id, row_no
