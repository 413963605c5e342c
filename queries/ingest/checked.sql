-- `checked`: each draft with its words resolved, its problems, its content id
create or replace temp table checked as
with resolved as (
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
        [
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
        ] as perhaps_problems
    from draft d left join meaning on meaning.draft = d.rowid
),
dated as (
    select *, window_day(window_start, window_end, window_precision, source_zone, zone) as day from resolved
)
select
    claim_identity(
        source, url, published, origin, attacker, defender, subject, metric, weapon, population, region, part,
        window_start, window_end, window_precision, basis, value
    ) as claim_id,
    scope_identity(metric, weapon, population, region) as scope_id,
    window_first_day(window_start, window_end, window_precision, source_zone, zone, basis, day) as day_first,
    -- most rows have none, and looking through a list takes long
    if(list_count(perhaps_problems) = 0, [], list_filter(perhaps_problems, lambda p: p is not null)) as problems,
    * exclude (needs, perhaps_problems)
from dated
