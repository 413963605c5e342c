-- `checked`: each draft with its words resolved, its problems, its content id
create or replace temp table checked as
with cell as (
    select rowid as draft, unnest([
        {place: 'source', kind: 'source', word: source, context: ''},
        {place: 'origin', kind: 'source', word: origin, context: ''},
        {place: 'attacker', kind: 'party', word: attacker, context: ''},
        {place: 'defender', kind: 'party', word: defender, context: ''},
        {place: 'subject', kind: 'party', word: subject, context: ''},
        {place: 'metric', kind: 'metric', word: metric, context: ''},
        {place: 'value', kind: 'value', word: value, context: ''},
        {place: 'window', kind: 'window', word: "window", context: source},
        {place: 'published', kind: 'published', word: published, context: source},
        {place: 'weapon', kind: 'weapon', word: weapon, context: ''},
        {place: 'population', kind: 'population', word: population, context: ''},
        {place: 'region', kind: 'region', word: region, context: ''}
    ], recursive := true)
    from draft
),
-- what the words of a draft were read as, all by one join: a dozen of them take long to begin, even for a single row
meant as (
    select draft, map_from_entries(list((place, said))) as by_place
    from cell
    join (
        select kind, word, context, {id: id, low: low, high: high, detail: detail, problem: problem} as said
        from reading
    ) using (kind, word, context)
    group by draft
),
meaning as (
    select draft, by_place['source'] as src, by_place['origin'] as ori, by_place['attacker'] as att,
        by_place['defender'] as def, by_place['subject'] as sub, by_place['metric'] as met, by_place['value'] as val,
        by_place['window'] as win, by_place['published'] as pub, by_place['weapon'] as wea,
        by_place['population'] as pop, by_place['region'] as reg
    from meant
),
resolved as (
    select
        cast(d.row_no as bigint) as row_no, cast(d.seq as bigint) as seq,
        src.id as source, d.url, cast(pub.low as timestamp) as published, pub.detail as published_precision,
        att.id as attacker, def.id as defender, sub.id as subject, met.id as metric,
        d.value, val.id as kind, cast(val.low as bigint) as lo, cast(val.high as bigint) as hi,
        cast(win.low as timestamp) as window_start, cast(win.high as timestamp) as window_end,
        win.detail as window_precision,
        if(d.weapon = '', 'unspecified', wea.id) as weapon, coalesce(nullif(d.weapon_as_stated, ''), nullif(d.weapon, '')) as weapon_as_stated,
        if(d.population = '', 'unspecified', pop.id) as population,
        if(d.region = '', 'all', reg.id) as region, coalesce(nullif(d.region_as_stated, ''), nullif(d.region, '')) as region_as_stated,
        nullif(d.part, '') as part, if(d.basis = '', 'period', lower(d.basis)) as basis, if(d.breakdown = '', 'none', lower(d.breakdown)) as breakdown,
        lower(d.recap) = 'true' as recap,
        nullif(d.quote, '') as quote, nullif(d.lang, '') as lang, ori.id as origin,
        nullif(d.event, '') as event, nullif(d.note, '') as note,
        met.detail as needs, coalesce(nullif(src.detail, ''), 'UTC') as source_zone,
        coalesce(nullif(def.detail, ''), nullif(sub.detail, ''), nullif(src.detail, ''), 'UTC') as zone,
        list_filter([
            problem_of('source', d.source, src.problem, true),
            problem_of('url', d.url, null, true),
            problem_of('published', d.published, pub.problem, true),
            problem_of('attacker', d.attacker, att.problem, met.detail = 'attacker+defender'),
            problem_of('defender', d.defender, def.problem, met.detail = 'attacker+defender'),
            problem_of('subject', d.subject, sub.problem, met.detail = 'subject'),
            problem_of('metric', d.metric, met.problem, true),
            problem_of('value', d.value, val.problem, true),
            problem_of('window', d."window", win.problem, true),
            problem_of('weapon', d.weapon, wea.problem, false),
            problem_of('population', d.population, pop.problem, false),
            problem_of('region', d.region, reg.problem, false),
            choice_of('basis', d.basis, getvariable('choices').basis),
            choice_of('breakdown', d.breakdown, getvariable('choices').breakdown),
            choice_of('recap', d.recap, getvariable('choices').recap),
            problem_of('origin', d.origin, ori.problem, false),
            if(len(string_split_regex(trim(d.quote), '\s+')) > 60,
                {name: 'quote', reason: 'a quote has 60 words at most, this one has '
                    || len(string_split_regex(trim(d.quote), '\s+'))}, null),
            if(len(d.url) > 2000, {name: 'url', reason: 'a citation has 2,000 characters at most'}, null),
            if(len(d.note) > 2000, {name: 'note', reason: 'a note has 2,000 characters at most'}, null),
            if(src.id = ori.id, {name: 'origin', reason: 'a source does not relay itself: leave origin empty'}, null)
        ], lambda p: p is not null) as problems
    from draft d left join meaning on meaning.draft = d.rowid
),
-- the day of a date-only window is the date that was stated; of any other, the date of its last moment where it happened
dated as (
    select *,
        local_date(window_start, if(window_precision = 'day', source_zone, zone)) as start_date,
        local_date(
            if(window_end > window_start, window_end - interval 1 microsecond, window_end),
            if(window_precision = 'day', source_zone, zone)
        ) as day
    from resolved
)
select
    claim_identity(
        source, url, published, origin, attacker, defender, subject, metric, weapon, population, region, part,
        window_start, window_end, window_precision, basis, value
    ) as claim_id,
    scope_identity(metric, weapon, population, region) as scope_id,
    if(basis = 'cumulative' or window_end - window_start <= interval 24 hours and window_precision <> 'day',
        day, start_date) as day_first,
    * exclude (start_date, needs, zone, source_zone)
from dated;

-- `verdict`: what becomes of each row, whole: refused, known, or loaded; an id that came earlier in the same load is known
create or replace temp table verdict as
with refused as (select distinct row_no from checked where len(problems) > 0),
-- what a refused row says is not known from it
seen as (
    select c.row_no, k.claim_id is not null
        or row_number() over (partition by c.claim_id order by c.row_no, c.seq) > 1 as known
    from checked c
    anti join refused using (row_no)
    left join (select distinct claim_id from claim) k using (claim_id)
)
select row_no, if(bool_and(known), 'known', 'loaded') as outcome from seen group by row_no
union all
select row_no, 'refused' from refused;

insert into arriving_claim by name
with fresh as (
    select c.* from checked c join verdict v using (row_no)
    where v.outcome = 'loaded' and c.claim_id not in (select claim_id from claim)
    qualify row_number() over (partition by c.claim_id order by c.row_no, c.seq) = 1
)
select * exclude (problems, seq), row_number() over (order by row_no, seq) as place,
    claim_digest(claim_id, published_precision, kind, lo, hi, weapon_as_stated, region_as_stated, breakdown, recap,
        quote, lang, event, note, day_first, day, scope_id) as digest
from fresh;
