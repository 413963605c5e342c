-- title: A document's figure changed without a word about it
-- severity: major, notice, info
-- group: series
-- param correction: words of the later version that state a correction, as a regular expression (default: \bcorrect|\brevis|\bamend|уточн|исправ|виправ)
-- why: who cited the earlier figure cites one that is no longer there, and nobody said so
-- silent: a correction stated elsewhere; what in a changed page changed; why it changed; other words for the same interval; figures that disappeared
-- a number where it was withheld is no other number
select if(before_figure = '–', 'info', 'major') as severity, before_claims || claims as claims,
    figure as "left", before_figure as "right",
    about_text(day, attacker, defender, subject) || ': '
        || figure_text(metric, weapon, population, region, part, says) || ' by ' || source
        || if(origin is null, '', ' relaying ' || origin)
        || case when lo > before_hi then ' exceeds ' when hi < before_lo then ' falls short of ' else ' replaces ' end
        || before_says || ' of the version before'
        || case when lo > before_hi then ' by ' || lo - before_hi when hi < before_lo then ' by ' || before_lo - hi
                else '' end as message,
    'one document, scope and window, '
        || if(published = before_published, 'recorded one after the other', 'published '
            || local_date(before_published, coalesce(z.timezone, 'UTC')) || ' and '
            || local_date(published, coalesce(z.timezone, 'UTC')))
        || '; the later note and quote state no correction' as proof
from document_edit e left join source z on z.id = e.source
where changed and not stated
union all by name
select 'info' as severity, list(claim_id) as claims,
    array_to_string(list_sort(list(interval_text(lo, hi))), ', ') as "left", '–' as "right",
    about_text(max(day), if(min(attacker) = max(attacker), min(attacker), null),
        if(min(defender) = max(defender), min(defender), null), if(min(subject) = max(subject), min(subject), null))
        || ': ' || array_to_string(list_sort(list(figure_text(metric, weapon, population, region, part, value))), ', ')
        || ' by ' || source || ' in a document that had no such figure before' as message,
    'one document, loaded again from a file: ' || count(*) || if(count(*) = 1, ' figure', ' figures')
        || ' of a scope that no earlier loading had in it, though it had others of the metric' as proof
from appeared_figure
group by source, url, recorded_at
union all by name
-- copies kept of one document at one address, with another content than the copy before
select 'notice' as severity, list_distinct(list(claim_id)) as claims, left(sha256, 12) as "left",
    left(sha256_before, 12) as "right",
    about_text(max(day), if(min(attacker) = max(attacker), min(attacker), null),
        if(min(defender) = max(defender), min(defender), null), if(min(subject) = max(subject), min(subject), null))
        || ': ' || source || ', ' || place || ': the copy of ' || strftime(captured_at, '%Y-%m-%d %H:%M UTC')
        || ' is not that of ' || strftime(captured_before, '%Y-%m-%d %H:%M UTC')
        as message,
    'sha256 ' || left(sha256, 12) || ' of ' || bytes || ' bytes and ' || left(sha256_before, 12) || ' of ' || bytes_before
        || ' bytes; the figure may be the same' as proof
from changed_capture
group by source, place, sha256, sha256_before, captured_at, captured_before, bytes, bytes_before
