-- title: A figure's lower bound exceeds its upper bound
-- severity: critical
-- group: record
-- why: no number lies in such an interval, and every comparison with it is wrong
-- silent: which bound is wrong; recording refuses such a figure, so that the file was changed by other means
select 'critical' as severity, [claim_id] as claims, cast(lo as varchar) as "left", cast(hi as varchar) as "right",
    about_text(day, attacker, defender, subject) || ': the lower bound ' || lo || ' of '
        || figure_text(metric, weapon, population, region, part, value) || ' by '
        || concat_ws(' quoting ', source, origin) || ' exceeds its upper bound ' || hi || ' by '
        || (lo - hi) as message,
    'an interval runs from its lower to its upper bound: ' || lo || ' > ' || hi as proof
from selected_claim
where lo > hi
