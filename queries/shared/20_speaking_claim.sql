-- without the words of the document, what seals a claim, and what a relay that speaks is held against: nothing
create temp table speaking_claim as
select * exclude (published_precision, weapon_as_stated, region_as_stated, quote, lang, origin, note, place, digest,
    own_claim_id, same_figure)
from speaking_claim
