-- title: One voice says that more was stopped than another says was launched
-- severity: major, minor, notice, info
-- group: between voices
-- why: what was shot down was launched before; where two voices differ so, one counts something else or is mistaken
-- silent: which of the two is right; what differs only by a window that sticks out is a notice at most
select severity, claims, "left", "right", message, proof
from disagreement where check_name = 'intercepts-exceed-launches'
