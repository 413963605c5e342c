-- title: A figure over a longer time and the voice's own figures within it do not fit
-- severity: major, notice
-- group: series
-- why: a week is at least what its days are, and just that where all of them are told of
-- silent: days that add up to less where some are not told of; a summary of days as a part of another figure
with span as materialized (
    -- each window once for each day that one inside it may start on, so that they meet by equality
    select voice, attacker, defender, subject, scope_id, part, starts, ends, by_days,
        cast(unnest(generate_series(cast(starts as date), cast(ends as date), interval 1 day)) as date) as on_date
    from (
        select distinct voice, attacker, defender, subject, scope_id, part, starts, ends,
            window_precision = 'day' as by_days
        from period_claim where starts < ends
    )
),
inside as materialized (
    select w.voice, w.attacker, w.defender, w.subject, w.scope_id, w.part, w.starts, w.ends, w.by_days,
        f.claim_id, f.kind, f.lo, f.hi, f.value, f.day_first, f.day, f.starts as part_starts, f.ends as part_ends,
        f.window_precision = 'day' as part_by_days
    from span w
    join series_figure f
        on f.voice = w.voice and f.scope_id = w.scope_id and cast(f.starts as date) = w.on_date
        and f.attacker is not distinct from w.attacker and f.defender is not distinct from w.defender
        and f.subject is not distinct from w.subject and f.part is not distinct from w.part
    where f.starts >= w.starts and f.ends <= w.ends and f.starts < w.ends and (f.starts > w.starts or f.ends < w.ends)
    -- of figures that overlap, the longest of those that start first
    qualify f.starts >= coalesce(max(f.ends) over (
        partition by w.voice, w.attacker, w.defender, w.subject, w.scope_id, w.part, w.starts, w.ends, w.by_days
        order by f.starts, f.ends desc rows between unbounded preceding and 1 preceding
    ), f.starts)
),
summed as (
    select voice, attacker, defender, subject, scope_id, part, starts, ends, by_days,
        sum(lo) as parts_lo, sum_of_hi(hi, true) as parts_hi, bool_or(kind = 'vague') as vague,
        sum(date_diff('second', part_starts, part_ends)) = date_diff('second', starts, ends) as complete,
        not by_days or bool_and(part_by_days) as certain,
        list(claim_id) as part_ids, count(*) as parts,
        array_to_string(list(concat_ws(' to ', if(day_first = day, null, day_first), day) || ': ' || value
            order by part_starts, part_ends)[:8], ', ') || if(count(*) > 8, ', …', '') as says
    from inside
    group by voice, attacker, defender, subject, scope_id, part, starts, ends, by_days
),
-- more than the whole wherever the parts lie inside it for certain; less only where they fill it
broken as materialized (
    select w.*, s.parts, s.parts_lo, s.parts_hi, s.part_ids, s.says, s.complete, s.parts_lo > w.hi as above,
        s.vague or w.kind = 'vague' as vague
    from summed s
    join period_claim w
        on w.voice = s.voice and w.scope_id = s.scope_id and w.starts = s.starts and w.ends = s.ends
        and (w.window_precision = 'day') = s.by_days
        and w.attacker is not distinct from s.attacker and w.defender is not distinct from s.defender
        and w.subject is not distinct from s.subject and w.part is not distinct from s.part
    where (s.parts_lo > w.hi and (s.complete or s.certain)) or (s.complete and s.parts_hi < w.lo)
)
select if(vague, 'notice', 'major') as severity, list_append(part_ids, claim_id) as claims,
    interval_text(parts_lo, parts_hi) as "left", interval_text(lo, hi) as "right",
    about_text(day, attacker, defender, subject) || ': ' || parts || if(parts = 1, ' figure', ' figures')
        || ' of its own within, together ' || "left" || if(above, ', exceed ', ', fall short of ')
        || figure_text(metric, weapon, population, region, part, value) || ' by ' || voice || ' for '
        || if(window_precision = 'day', concat_ws(' to ', if(day_first = day, null, day_first), day),
            window_text(starts, ends, source_zone))
        || ' by ' || if(above, parts_lo - hi, lo - parts_hi) as message,
    'figures of one voice and scope, inside one window, none overlapping'
        || if(complete, ', that fill it: ', ', though they do not fill it: ') || says || '; '
        || if(above, parts_lo || ' > ' || hi, parts_hi || ' < ' || lo) as proof
from broken
union all by name
-- what one document says of two windows, one inside the other, unless the sum above has it
select severity, claims, "left", "right", message, proof
from disagreement
where check_name = 'total-vs-sum'
    and claims not in (
        select list_sort([claim_id, part_id])
        from (select claim_id, unnest(part_ids) as part_id from broken where above)
    )
