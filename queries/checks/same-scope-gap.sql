-- title: Two voices give different figures of the same thing
-- severity: major, minor, notice, info
-- group: between voices
-- why: the plain disagreement: direction, metric, weapon, place and window are the same, and the intervals do not meet
-- silent: who is right; figures whose scopes differ
select severity, claims, "left", "right", message, proof
from disagreement where check_name = 'same-scope-gap'
