-- every distinct word to be read, once, that was not read before; the context is the source where its time zone matters
with said as (
    select 'source' as kind, source as word, '' as context from draft
    union all select 'source', origin, '' from draft
    union all select 'party', attacker, '' from draft
    union all select 'party', defender, '' from draft
    union all select 'party', subject, '' from draft
    union all select 'metric', metric, '' from draft
    union all select 'weapon', weapon, '' from draft
    union all select 'population', population, '' from draft
    union all select 'region', region, '' from draft
    union all select 'value', value, '' from draft
    union all select 'window', "window", source from draft
    union all select 'published', published, source from draft
)
select kind, word, context from said where word <> '' group by all
except select kind, word, context from reading
