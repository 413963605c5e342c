-- title: A figure exceeds one that contains it, in another document
-- severity: major, minor, notice, info
-- group: between voices
-- why: what happened in a place, to a group, by one weapon, cannot be more than all of it
-- silent: who is right; two figures of one document (subset-overflow), stopped above launched (intercepts-exceed-launches)
select severity, claims, "left", "right", message, proof
from disagreement where check_name = 'part-exceeds-whole'
