-- without the words of the document, and what seals a claim: nothing that reads this view asks for them
create temp table speaking_claim as
select * exclude (published_precision, weapon_as_stated, region_as_stated, quote, lang, note, place, digest)
from speaking_claim
