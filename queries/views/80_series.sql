-- what one source says over time: running totals step by step, and what its documents changed (design 4, series)

-- the UTC time at which a day begins in a time zone
create or replace macro day_begins(day, zone) as timezone('UTC', timezone(zone, cast(day as timestamp)));

-- when the days of windows known by their days only begin and end: slow to tell, and there are few such days
create or replace view day_start as
select day, zone, day_begins(day, zone) as begins
from (
    select distinct unnest([day_first, day + 1]) as day, source_zone as zone
    from speaking_claim where window_precision = 'day'
);

-- figures of a period with the time they are held to: a window that is known by its days only is all of these days.
-- Places are left out: one may be hit on two days, so that days do not add up
create or replace view period_claim as
select claim_id, voice, attacker, defender, subject, scope_id, metric, weapon, population, region, part, recap,
    kind, lo, hi, value, day_first, c.day, window_precision, source_zone,
    coalesce(s.begins, window_start) as starts, coalesce(e.begins, window_end) as ends
from speaking_claim c
left join day_start s on s.day = if(window_precision = 'day', day_first, null) and s.zone = source_zone
left join day_start e on e.day = if(window_precision = 'day', c.day + 1, null) and e.zone = source_zone
where basis = 'period' and lo is not null and metric not in (select id from metric where family = 'places');

-- those that may be added up with others of their series (voice, direction, scope, part): no recaps, and no window that
-- the voice tells of twice in one scope, since which figure is meant is not known
create or replace view series_figure as
with figure as (
    select *, hash(voice, attacker, defender, subject, scope_id, part, starts, ends) as mark
    from period_claim where not recap
),
-- one number a figure finds the few that can be such
again as (select mark from figure group by mark having count(*) > 1),
twice as (
    select voice, attacker, defender, subject, scope_id, part, starts, ends
    from figure semi join again using (mark) group by all having count(*) > 1
)
select f.* exclude (mark)
from figure f
anti join twice t
    on t.voice = f.voice and t.scope_id = f.scope_id and t.starts = f.starts and t.ends = f.ends
    and t.attacker is not distinct from f.attacker and t.defender is not distinct from f.defender
    and t.subject is not distinct from f.subject and t.part is not distinct from f.part;

-- running totals in the order of time: one row a series, moment that it counts up to, and time of publication; what a
-- voice says at once of one moment is one row, from the least to the most that it says
create or replace view running_total as
select voice, attacker, defender, subject, scope_id, metric, weapon, population, region, part,
    window_start as since, window_end as as_of, published, max(day) as day,
    min(lo) as lo, max(lo) as top_lo, if(count(hi) = count(*), max(hi), null) as hi,
    -- the stated number, as far as the interval shows it: "about" and "at least" keep their order by these
    min(coalesce(hi, lo)) as stated_least, max(coalesce(hi, lo)) as stated_most,
    if(min(kind) = max(kind), min(kind), null) as kind, bool_or(kind = 'vague') as vague,
    array_to_string(list_sort(list_distinct(list(value))), ' and ') as says, list(claim_id) as claims
from speaking_claim
where basis = 'cumulative' and lo is not null
group by voice, attacker, defender, subject, scope_id, metric, weapon, population, region, part, since, as_of,
    published;

-- each running total beside the one before it
create or replace view running_step as
with step as (
    select *, lag(as_of) over series as before_as_of, lag(published) over series as before_published,
        lag(day) over series as before_day, lag(says) over series as before_says, lag(lo) over series as before_lo,
        lag(hi) over series as before_hi, lag(kind) over series as before_kind, lag(vague) over series as before_vague,
        lag(stated_least) over series as before_stated, lag(claims) over series as before_claims
    from running_total
    window series as (
        partition by voice, attacker, defender, subject, scope_id, part, since order by as_of, published
    )
)
select * exclude (top_lo, stated_least, stated_most, vague, before_vague, before_stated),
    vague or before_vague as vague, hi - before_lo as rise_hi,
    -- what happened since a day can only grow, unless both say otherwise
    if(rise_hi < 0, lo - before_hi, greatest(0, coalesce(lo - before_hi, 0))) as rise_lo,
    -- of one kind the stated numbers compare, else the intervals; a lower bound that rises is no fall
    case when kind = before_kind then stated_most < before_stated and top_lo <= before_lo
         else coalesce(before_lo > hi, false) end as falls,
    if(kind = before_kind, before_stated - stated_most, before_lo - hi) as falls_by
from step
where before_as_of is not null;

-- the same with what the voice's own figures of the time between two totals add up to
create or replace view told_step as
with step as materialized (from running_step),
-- a figure belongs to the one step of a series that has its whole window
told as (
    select f.*, s.since
    from series_figure f
    join (
        select distinct voice, attacker, defender, subject, scope_id, part, since from step
    ) s
        on s.voice = f.voice and s.scope_id = f.scope_id and s.attacker is not distinct from f.attacker
        and s.defender is not distinct from f.defender and s.subject is not distinct from f.subject
        and s.part is not distinct from f.part
),
placed as (
    select s.voice, s.attacker, s.defender, s.subject, s.scope_id, s.part, s.since, s.as_of, s.published,
        f.claim_id, f.kind, f.lo, f.hi, f.starts, f.ends
    from told f
    asof join (
        select *, coalesce(attacker, '') as attacker_key, coalesce(defender, '') as defender_key,
            coalesce(subject, '') as subject_key, coalesce(part, '') as part_key
        from step where before_as_of < as_of
    ) s
        on s.voice = f.voice and s.scope_id = f.scope_id and s.since = f.since
        and s.attacker_key = coalesce(f.attacker, '') and s.defender_key = coalesce(f.defender, '')
        and s.subject_key = coalesce(f.subject, '') and s.part_key = coalesce(f.part, '')
        and s.before_as_of <= f.starts
    where f.ends <= s.as_of
    -- of figures that overlap, the longest of those that start first
    qualify f.starts >= coalesce(max(f.ends) over (
        partition by s.voice, s.attacker, s.defender, s.subject, s.scope_id, s.part, s.since, s.as_of, s.published
        order by f.starts, f.ends desc rows between unbounded preceding and 1 preceding
    ), f.starts)
),
summed as (
    select voice, attacker, defender, subject, scope_id, part, since, as_of, published,
        count(*) as figures, sum(lo) as told_lo, sum_of_hi(hi, true) as told_hi,
        sum(date_diff('second', starts, ends)) as seconds, bool_or(kind = 'vague') as told_vague,
        list(claim_id) as told_claims
    from placed
    group by voice, attacker, defender, subject, scope_id, part, since, as_of, published
)
select s.*, figures, told_lo, told_hi, told_vague, told_claims,
    -- only where the figures fill the whole time between the two totals can they be held against the rise
    coalesce(seconds = date_diff('second', s.before_as_of, s.as_of), false) as covered
from step s
left join summed t
    on t.voice = s.voice and t.scope_id = s.scope_id and t.since = s.since and t.as_of = s.as_of
    and t.published = s.published and t.attacker is not distinct from s.attacker
    and t.defender is not distinct from s.defender and t.subject is not distinct from s.subject
    and t.part is not distinct from s.part;

-- whether the words beside a figure say that it was corrected: set variable correction to other words, as a regular
-- expression
create or replace macro states_correction(note, quote) as
    regexp_matches(lower(concat_ws(' ', note, quote)), coalesce(getvariable('correction'),
        '\bcorrect|\brevis|\bamend|уточн|исправ|виправ'));

-- the note beside a figure, with the quote where that states a correction
create or replace macro correction_words(note, quote) as
    nullif(concat_ws('; ', note, if(states_correction(null, quote), quote, null)), '');

-- each version of a figure in one document beside the one before it: what was said, what is said, was it stated
create or replace view document_edit as
with revised as (
    select from_id as claim_id from revision_link union select to_id from revision_link
),
version as (
    select c.source, c.url, c.origin, c.attacker, c.defender, c.subject, c.scope_id, c.metric, c.weapon, c.population,
        c.region, c.part, c.basis, c.window_start, c.window_end, c.day, c.published, e.recorded_at,
        max(c.published_precision) as published_precision,
        array_to_string(list_sort(list_distinct(list(c.value))), ' and ') as says,
        array_to_string(list_sort(list_distinct(list(interval_text(c.lo, c.hi)))), ' and ') as figure,
        min(c.lo) as lo, if(count(c.hi) = count(*), max(c.hi), null) as hi,
        bool_or(states_correction(c.note, c.quote)) as stated,
        nullif(array_to_string(list_sort(list_distinct(list(correction_words(c.note, c.quote)))), '; '), '') as note,
        list(c.claim_id) as claims
    from claim c
    semi join revised r on r.claim_id = c.claim_id
    anti join retracted_claim x on x.claim_id = c.claim_id
    join entry e on e.entry_id = c.entry_id
    where in_bounds(c.day_first, c.day, c.attacker, c.defender, c.subject)
    group by c.source, c.url, c.origin, c.attacker, c.defender, c.subject, c.scope_id, c.metric, c.weapon,
        c.population, c.region, c.part, c.basis, c.window_start, c.window_end, c.day, c.published, e.recorded_at
),
ordered as (
    select *, lag(v) over (
        partition by source, url, origin, attacker, defender, subject, scope_id, part, basis, window_start,
            window_end, day
        order by published, recorded_at
    ) as before
    from version v
)
select * exclude (before), before.says as before_says, before.figure as before_figure, before.lo as before_lo,
    before.hi as before_hi, before.published as before_published, before.recorded_at as before_recorded_at,
    before.claims as before_claims, figure <> before.figure as changed
from ordered where before is not null;

-- figures that a later loading of a file found in a document which an earlier one had without them
create or replace view appeared_figure as
with filed as (
    select entry_id, recorded_at from entry where file is not null
),
-- documents of which more than one loading had figures: one number a document finds those that can be such, and there
-- are none where there was one loading only
again as (
    select hash(source, url) as mark
    from claim semi join filed using (entry_id) join (select count(*) as loadings from filed) on loadings > 1
    group by mark having min(entry_id) <> max(entry_id)
),
told as (
    select source, url, entry_id, recorded_at
    from (select distinct source, url, entry_id from claim where hash(source, url) in (select mark from again))
    join filed using (entry_id)
    window document as (partition by source, url)
    qualify min(recorded_at) over document < max(recorded_at) over document
),
-- which metrics each loading had at all: a list that never had one is another list, not an earlier version
had as (
    select distinct entry_id, metric from claim where entry_id in (select entry_id from told)
),
first_told as (
    select t.source, t.url, h.metric, min(t.recorded_at) as recorded_at
    from told t join had h on h.entry_id = t.entry_id
    group by t.source, t.url, h.metric
)
select c.*, f.recorded_at
from claim c
semi join again a on a.mark = hash(c.source, c.url)
join filed f on f.entry_id = c.entry_id
join first_told t on t.source = c.source and t.url = c.url and t.metric = c.metric and t.recorded_at < f.recorded_at
anti join retracted_claim r on r.claim_id = c.claim_id
anti join (
    select from_id as claim_id from revision_link union all select to_id from revision_link
) v on v.claim_id = c.claim_id
where in_bounds(c.day_first, c.day, c.attacker, c.defender, c.subject);

-- a source's figures of one scope and window in several documents of its own: each beside the one published before it
create or replace view restated_figure as
with told as (
    select source, origin, attacker, defender, subject, scope_id, metric, weapon, population, region, part, basis,
        window_start, window_end, published, max(day) as day,
        array_to_string(list_sort(list_distinct(list(value))), ' and ') as says,
        array_to_string(list_sort(list_distinct(list(interval_text(lo, hi)))), ' and ') as figure,
        bool_or(states_correction(note, quote)) as stated,
        nullif(array_to_string(list_sort(list_distinct(list(correction_words(note, quote)))), '; '), '') as note,
        list_distinct(list(url)) as urls, list(claim_id) as claims
    from selected_claim
    where not recap
    group by source, origin, attacker, defender, subject, scope_id, metric, weapon, population, region, part, basis,
        window_start, window_end, published
),
ordered as (
    select *, lag(says) over series as before_says, lag(figure) over series as before_figure,
        lag(published) over series as before_published, lag(urls) over series as before_urls,
        lag(claims) over series as before_claims
    from told
    window series as (
        partition by source, origin, attacker, defender, subject, scope_id, part, basis, window_start, window_end
        order by published
    )
)
select *, figure <> before_figure as changed
from ordered
where before_says is not null and not list_has_any(urls, before_urls);

-- a copy kept of a document whose content is not that of the copy taken before it at the same address
create or replace view changed_capture as
with copy as (
    select distinct c.source, c.url, coalesce(p.address, c.url) as place, p.sha256, p.bytes, p.captured_at
    from capture p join claim c using (claim_id)
),
ordered as (
    select *, lag(sha256) over copies as sha256_before, lag(bytes) over copies as bytes_before,
        lag(captured_at) over copies as captured_before
    from copy window copies as (partition by source, url, place order by captured_at, sha256)
)
select o.*, c.claim_id, c.attacker, c.defender, c.subject, c.day
from ordered o join selected_claim c on c.source = o.source and c.url = o.url
where o.sha256 <> o.sha256_before;
