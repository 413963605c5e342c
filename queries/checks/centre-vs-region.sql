-- title: A regional and a national body of one party differ
-- severity: minor, notice
-- group: between voices
-- why: the centre adds up what the regions report, so a difference is mostly a slip or a later count
-- silent: voices of two parties; bodies of the same level (same-scope-gap)
select severity, claims, "left", "right", message, proof
from disagreement where check_name = 'centre-vs-region'
