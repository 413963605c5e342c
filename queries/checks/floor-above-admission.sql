-- title: Losses seen by independent counts exceed what the party admits
-- severity: major, notice
-- group: between voices
-- why: pieces seen in images and names in obituaries are a floor: an admission below it cannot be all
-- silent: whether the independent count is right; what was claimed by the other side (loss-ratio)
select severity, claims, "left", "right", message, proof
from disagreement where check_name = 'floor-above-admission'
