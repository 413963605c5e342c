-- title: A running total falls below the one before it
-- severity: minor, notice
-- group: series
-- why: a count of what happened since a day cannot fall; where it does, it was corrected, or counts something else now
-- silent: whether it was a correction; totals that are not neighbours in time; a figure withheld
select if(vague, 'notice', 'minor') as severity, before_claims || claims as claims,
    interval_text(lo, hi) as "left", interval_text(before_lo, before_hi) as "right",
    about_text(day, attacker, defender, subject) || ': '
        || figure_text(metric, weapon, population, region, part, says) || ' by ' || voice || ' falls below '
        || before_says || ' of ' || before_day || ' by ' || falls_by as message,
    'neighbouring running totals of one voice, scope and start'
        || if(kind = before_kind, ', of one kind, by their stated numbers: ', ', by their intervals: ')
        || interval_text(before_lo, before_hi) || ' then ' || interval_text(lo, hi) as proof
from running_step where falls
