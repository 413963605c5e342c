-- `meaning`, as meaning_few makes it, for many drafts: a join a word
create or replace temp table meaning as
with said as (
    select kind, word, context, {id: id, low: low, high: high, detail: detail, problem: problem} as said from reading
)
select d.rowid as draft, src.said as src, ori.said as ori, att.said as att, def.said as def, sub.said as sub,
    met.said as met, val.said as val, win.said as win, pub.said as pub, wea.said as wea, pop.said as pop, reg.said as reg
from draft d
left join said src on src.kind = 'source' and src.word = d.source
left join said ori on ori.kind = 'source' and ori.word = d.origin
left join said att on att.kind = 'party' and att.word = d.attacker
left join said def on def.kind = 'party' and def.word = d.defender
left join said sub on sub.kind = 'party' and sub.word = d.subject
left join said met on met.kind = 'metric' and met.word = d.metric
left join said val on val.kind = 'value' and val.word = d.value
left join said win on win.kind = 'window' and win.word = d."window" and win.context = d.source
left join said pub on pub.kind = 'published' and pub.word = d.published and pub.context = d.source
left join said wea on wea.kind = 'weapon' and wea.word = d.weapon
left join said pop on pop.kind = 'population' and pop.word = d.population
left join said reg on reg.kind = 'region' and reg.word = d.region
