-- title: Losses claimed are a multiple of those admitted
-- severity: major, minor, notice
-- group: between voices
-- param minor: minor above this multiple (default: 3)
-- param major: major above this multiple (default: 10)
-- why: claims of the other side's losses and its own admissions differ by custom; the multiple says how much
-- silent: which of the two is right; multiples of 2 and less (same-scope-gap has them)
select at_most(case when factor > coalesce(cast(getvariable('major') as double), 10) then 'major'
        when factor > coalesce(cast(getvariable('minor') as double), 3) then 'minor' else 'notice' end, ceiling) as severity,
    claims, "left", "right", message || ', ' || factor || ' times' as message, proof
from disagreement where check_name = 'loss-ratio'
