-- the small rules that several views and the loading share

-- a problem of one cell, or null: required and empty, or not understood
create or replace macro problem_of(name, word, problem, required) as
    case when word = '' then if(required, {name: name, reason: 'is required here and empty'}, null)
         when problem is not null then {name: name, reason: problem} end;

-- a problem of a cell that takes one of a few words, or null
create or replace macro choice_of(name, word, choices) as
    case when word <> '' and not list_contains(choices, lower(word))
        then {name: name, reason: '''' || word || ''' is none of ' || array_to_string(choices, ', ')} end;

-- the calendar date of a UTC time in a time zone
create or replace macro local_date(moment, zone) as cast(timezone(zone, timezone('UTC', moment)) as date);

-- the last date that a window has: of a date-only window in its source's time zone, as it was stated; of any other, the
-- date of its last moment where it happened
create or replace macro window_day(window_start, window_end, window_precision, source_zone, zone) as local_date(
    if(window_end > window_start, window_end - interval 1 microsecond, window_end),
    if(window_precision = 'day', source_zone, zone));

-- the first date that a window belongs to: its own first one, but for a running total and up to a day by the clock
create or replace macro window_first_day(window_start, window_end, window_precision, source_zone, zone, basis, day) as
    if(basis = 'cumulative' or window_end - window_start <= interval 24 hours and window_precision <> 'day', day,
        local_date(window_start, if(window_precision = 'day', source_zone, zone)));

-- a UTC time as local text, to the minute
create or replace macro local_time(moment, zone) as strftime(timezone(zone, timezone('UTC', moment)), '%Y-%m-%d %H:%M');

-- a window in a time zone; of the end only what differs: 2026-01-25 18:00 – 01-26 08:00 Europe/Kyiv
create or replace macro window_text(window_start, window_end, zone) as
    local_time(window_start, zone) || ' – ' || right(local_time(window_end, zone),
        case when local_date(window_start, zone) = local_date(window_end, zone) then 5
             when year(local_date(window_start, zone)) = year(local_date(window_end, zone)) then 11 else 16 end)
    || ' ' || zone;

-- ids come from content: the first 128 bits of sha256 over the canonical fields, separated by a sign no field can hold
create or replace macro claim_identity(
    source, url, published, origin, attacker, defender, subject, metric, weapon, population, region, part,
    window_start, window_end, window_precision, basis, value
) as cast(sha256(concat_ws(chr(31),
    source, url, strftime(published, '%Y-%m-%dT%H:%M:%S'), coalesce(origin, ''), coalesce(attacker, ''),
    coalesce(defender, ''), coalesce(subject, ''), metric, weapon, population, region, coalesce(part, ''),
    strftime(window_start, '%Y-%m-%dT%H:%M:%S'), strftime(window_end, '%Y-%m-%dT%H:%M:%S'), window_precision,
    basis, value))[:32] as uuid);

create or replace macro scope_identity(metric, weapon, population, region) as
    cast(sha256(concat_ws(chr(31), metric, weapon, population, region))[:32] as uuid);

-- an interval in words: 40 · 20–25 · 61+ · – (no figure)
create or replace macro interval_text(lo, hi) as
    case when lo is null then '–' when hi is null then lo || '+' when lo = hi then cast(lo as varchar)
         else lo || '–' || hi end;

-- intervals meet where neither lies wholly above the other; a missing hi is unbounded
create or replace macro intervals_meet(lo_a, hi_a, lo_b, hi_b) as
    lo_a <= coalesce(hi_b, lo_a) and lo_b <= coalesce(hi_a, lo_b);

-- the sum of the upper bounds of those rows that count; none where one of them has none
create or replace macro sum_of_hi(hi, counts) as
    if(count(*) filter (counts and hi is null) = 0, sum(hi) filter (counts), null);

-- how far apart two intervals are; 0 where they meet
create or replace macro interval_gap(lo_a, hi_a, lo_b, hi_b) as
    greatest(0, coalesce(lo_a - hi_b, 0), coalesce(lo_b - hi_a, 0));

-- whether a level speaks for the whole, so that its figure can contain others'
create or replace macro speaks_for_all(level) as level in ('national', 'independent', 'dataset');

-- whether a level's `all` is only its own area
create or replace macro own_area_only(level) as level in ('command', 'regional', 'local');

-- contradict > diverge > compatible > nested > agree decides a row; incomparable stands apart, below them
create or replace macro rank_of_verdict(verdict) as
    list_position(['one-sided', 'incomparable', 'agree', 'nested', 'compatible', 'diverge', 'contradict'], verdict);

-- whether days lie within the bounds asked for; no more than comparisons with a constant, so that DuckDB skips the row
-- groups of other days
create or replace macro in_days(day_first, day) as
    day >= coalesce(cast(getvariable('from') as date), day)
    and day_first <= coalesce(cast(getvariable('to') as date), day_first);

-- whether a claim lies within the bounds asked for: set variable "from" = date '2026-01-01', likewise "to", attacker,
-- defender (a party id; where there is no defender, whose losses they are); an unset one bounds nothing
create or replace macro in_bounds(day_first, day, attacker, defender, subject) as
    in_days(day_first, day)
    and (getvariable('attacker') is null or attacker = getvariable('attacker'))
    and (getvariable('defender') is null or coalesce(defender, subject) = getvariable('defender'));

-- a finding's id comes from its check and the claims it is about: a figure that changes is another claim, another finding
create or replace macro finding_identity(check_name, claims) as
    sha256(concat_ws(chr(31), check_name, array_to_string(list_sort(claims), ' ')))[:16];

-- critical > major > minor > notice > info
create or replace macro rank_of_severity(severity) as
    list_position(['info', 'notice', 'minor', 'major', 'critical'], severity);

-- the lesser of two severities
create or replace macro at_most(severity, ceiling) as
    if(rank_of_severity(severity) > rank_of_severity(ceiling), ceiling, severity);

-- what a finding is about: 2026-01-26 UA → RU · 2023-01-01 losses of RU
create or replace macro about_text(day, attacker, defender, subject) as
    concat_ws(' ', day, if(attacker is null and defender is null, null,
        coalesce(attacker, '?') || ' → ' || coalesce(defender, '?')), 'losses of ' || subject);

-- a figure in a sentence, with what is not plain: intercepted 40 over RU-KDA · killed about 400
create or replace macro figure_text(metric, weapon, population, region, part, value) as
    concat_ws(' ', metric, value, nullif(weapon, 'unspecified'), nullif(population, 'unspecified'),
        'over ' || nullif(region, 'all'), '(' || part || ')');

-- the one number nearest to the words: that of "about N", the bound of "at least N", the middle of a range
create or replace macro stated_number(kind, lo, hi) as
    case when kind in ('approx', 'range', 'vague') then (lo + coalesce(hi, lo)) // 2
         when kind in ('at_most', 'less_than') then hi else lo end;

-- half of what an exact figure is round to: 5 of 140, 25 of 150, 50 of 1,200; 0 where it is not round
create or replace macro half_round(kind, number) as
    case when kind <> 'exact' then 0 when number >= 1000 and number % 100 = 0 then 50
         when number >= 100 and number % 50 = 0 then 25 when number >= 20 and number % 10 = 0 then 5 else 0 end;
