-- title: How many independent voices stand behind a figure?
-- param all: also what one document alone tells at first hand (one of: true, false) (default: false)
-- columns: day, what, documents as docs, independent as voices, told_by / standing as told by, citations as cite
-- section: direction, event
-- people: what, citations
-- cite: citations
-- note: Voices: independent ones, not rows. A relay counts as its origin; the voices of one body (independence group, in brackets) count once.
-- note: That voices are independent by the register does not show that what they know is. A data set compiles what others tell.
-- note: A figure is one direction, day or event, metric, weapon, population, region, part and interval; windows of hours that do not overlap are two.
-- note: What one document alone tells at first hand is left out; --all shows it.
with told as materialized (
    select s.claim_id, s.voice, voice_party, s.level, coalesce(v.independence_group, s.voice) as body, is_relay, source,
        source_zone, url, published, day, window_start, window_end,
        -- only windows of hours of one day can be told apart
        window_precision <> 'day' and event is null and basis = 'period' as by_hours,
        -- what makes it one figure; of a running total its start too
        {attacker: attacker, defender: defender, subject: subject, event: event, day: if(event is null, day, null),
            first_day: case when event is not null then null
                when basis = 'cumulative' then local_date(window_start, source_zone)
                when day - day_first > 1 then day_first end,
            scope_id: scope_id, part: part, basis: basis, lo: lo, hi: hi, word: if(lo is null, kind, null)} as figure
    from selected_claim s
    left join source v on v.id = s.voice
),
-- a relay's own figure in the words of its origin; of several the first
own as (
    select l.from_id as claim_id, arg_min(o.claim_id, (o.published, o.window_start, o.claim_id)) as own_claim_id
    from quote_link l join told o on o.claim_id = l.to_id
    where l.why = 'the same figure' and in_days(l.day_first, l.day)
    group by l.from_id
),
-- a relay stands where its origin's own figure stands, however it words the scope
placed as (
    select t.* replace (
        if(o.claim_id is null, t.figure, o.figure) as figure, coalesce(o.day, t.day) as day,
        coalesce(o.window_start, t.window_start) as window_start, coalesce(o.window_end, t.window_end) as window_end,
        coalesce(o.by_hours, t.by_hours) as by_hours)
    from told t left join own using (claim_id) left join told o on o.claim_id = own.own_claim_id
),
-- those asked for; from here on a figure is its number
figures as materialized (
    select row_number() over () as figure_no, figure
    from placed group by figure
    having count(*) > 1 or bool_or(is_relay) or coalesce(getvariable('all'), 'false') = 'true'
),
asked as (
    select p.* exclude (figure), f.figure_no from placed p join figures f on f.figure = p.figure
),
-- windows of hours that follow each other without overlap begin another figure
begun as (
    select *, by_hours and (
            window_start > max(window_end) over earlier
            or (window_start = max(window_end) over earlier and window_start > max(window_start) over earlier)
        ) as another
    from asked
    window earlier as (
        partition by figure_no, by_hours order by window_start, window_end, published, claim_id
        rows between unbounded preceding and 1 preceding
    )
),
numbered as (
    select *, count(*) filter (another) over (
            partition by figure_no, by_hours order by window_start, window_end, published, claim_id
            rows between unbounded preceding and current row
        ) as place
    from begun
),
-- a date alone may mean any of several windows of that day, and then is a figure of its own
separate as (
    select * replace (if(not by_hours and max(place) over (partition by figure_no) > 0, -1, place) as place)
    from numbered
),
relaying as (
    select figure_no, place, list(distinct source) as quoting from separate where is_relay group by figure_no, place
),
-- what each voice tells, itself or through others; one that itself only quotes another passes on
voice_told as (
    select figure_no, place, body, voice, min(published) as published, bool_or(not is_relay) as first_hand,
        bool_or(level = 'dataset') as compiled,
        not first_hand and bool_or(list_contains(r.quoting, voice)) as passes_on,
        array_to_string(list_sort(list(distinct source) filter (is_relay)), ', ') as relays,
        case when relays is null then voice when first_hand then voice || ' (relayed by ' || relays || ')'
            else voice || ' via ' || relays end as says
    from separate left join relaying r using (figure_no, place)
    group by figure_no, place, body, voice
),
body_told as (
    select figure_no, place, body, count(*) as voices, count(*) filter (not passes_on) as origins,
        min(published) as published, bool_or(first_hand) as first_hand,
        bool_or(compiled) as compiled, bool_or(relays is not null) as relayed,
        array_to_string([v.says for v in list_sort(list({published: published, says: says}))], ', ')
            || if(count(*) > 1, ' (' || body || ')', '') as says
    from voice_told group by figure_no, place, body
),
support as (
    select figure_no, place, greatest(1, count(*) filter (origins > 0)) as independent,
        cast(sum(voices) as bigint) as voices, sum(origins) as origins,
        bool_or(first_hand) as first_hand, bool_or(compiled) as compiled, bool_or(relayed) as relayed,
        array_to_string([b.says for b in list_sort(list({published: published, says: says}))], '; ') as told_by,
        [b.body for b in list_sort(list({published: published, body: body}))] as bodies
    from body_told group by figure_no, place
),
document as (
    select figure_no, place, max(day) as day, min(window_start) as window_start,
        count(distinct (source, url)) as documents, count(distinct source) as sources,
        count(distinct coalesce(voice_party, body)) as parties,
        [c.claim_id for c in list_sort(list({published: published, claim_id: claim_id}))] as claims,
        list_sort(list(distinct {published: published, source: source, zone: source_zone, url: url})) as cited
    from separate group by figure_no, place
)
select
    if(f.attacker is null and f.defender is null, 'losses of ' || f.subject,
        coalesce(f.attacker, '?') || ' → ' || coalesce(f.defender, f.subject, '?')) as direction,
    d.day, f.attacker, f.defender, f.subject, f.event, s.metric, s.weapon, s.population, s.region, f.part, f.basis,
    f.lo, f.hi, coalesce(f.word, interval_text(f.lo, f.hi)) as figure, documents, sources, voices, independent, told_by,
    nullif(concat_ws(', ', case
        when origins = 0 then 'they quote each other'
        when documents > 1 and origins = 1 then if(relayed, 'one origin', 'one voice')
        when independent = 1 and origins > 1 then 'one body' when independent > 1 and parties = 1 then 'one party' end,
        if(first_hand, null, 'at second hand only'),
        if(compiled and independent > 1, 'a data set among them', null)), '') as standing,
    bodies, claims, list_transform(cited, lambda c: c.source || ', ' || local_date(c.published, c.zone) || ': ' || c.url) as citations,
    concat_ws(' ', s.metric, coalesce(f.word, interval_text(f.lo, f.hi)), nullif(s.weapon, 'unspecified'),
        nullif(s.population, 'unspecified'), 'over ' || nullif(s.region, 'all'), '(' || f.part || ')') as what
from document d
join support using (figure_no, place)
join (select figure_no, unnest(figure) from figures) f using (figure_no)
join scope s on s.scope_id = f.scope_id
where documents > 1 or not first_hand or coalesce(getvariable('all'), 'false') = 'true'
order by direction, d.day, f.event nulls first, s.metric, s.weapon, s.population, s.region, f.part nulls first, f.basis,
    f.first_day nulls first, f.lo nulls last, f.hi nulls last, f.word, window_start, place;
