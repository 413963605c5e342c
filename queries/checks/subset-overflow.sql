-- title: One document gives a part above the whole that contains it
-- severity: critical, notice
-- group: arithmetic
-- why: a place, a weapon, a group or a wave cannot have more than what it is a part of
-- silent: parts that together exceed the whole (breakdown-sum, casualty-sum); figures of two documents (part-exceeds-whole)
select severity, claims, "left", "right", message, proof
from disagreement where check_name = 'subset-overflow'
