-- `meaning`: what the words of each draft were read as; all by one join, since a dozen of them take long to begin
create or replace temp table meaning as
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
meant as (
    select draft, map_from_entries(list((place, said))) as by_place
    from cell
    join (
        select kind, word, context, {id: id, low: low, high: high, detail: detail, problem: problem} as said
        from reading
    ) using (kind, word, context)
    group by draft
)
select draft, by_place['source'] as src, by_place['origin'] as ori, by_place['attacker'] as att,
    by_place['defender'] as def, by_place['subject'] as sub, by_place['metric'] as met, by_place['value'] as val,
    by_place['window'] as win, by_place['published'] as pub, by_place['weapon'] as wea,
    by_place['population'] as pop, by_place['region'] as reg
from meant
