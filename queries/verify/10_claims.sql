-- title: Each claim says what it said when it was recorded
-- the id covers whole seconds and takes nothing and an empty text for one: both are looked at by themselves
with now as (
    select *,
        claim_identity(
            source, url, published, origin, attacker, defender, subject, metric, weapon, population, region, part,
            window_start, window_end, window_precision, basis, value
        ) as id_now,
        claim_digest(claim_id, published_precision, kind, lo, hi, weapon_as_stated, region_as_stated, breakdown, recap,
            quote, lang, event, note, day_first, day, scope_id) as digest_now
    from recording
)
select 'altered' as what, entry_id, row_no, claim_id,
    if(claim_id is distinct from id_now, 'its id does not follow from its source, citation, time, direction, scope and words',
        'its seal does not follow from its reading, quote, note and the rest of it') as detail
from now
where claim_id is distinct from id_now or digest is distinct from digest_now
    or '' in (origin, attacker, defender, subject, part)
    or published <> date_trunc('second', published) or window_start <> date_trunc('second', window_start)
    or window_end <> date_trunc('second', window_end)
order by entry_id, row_no
