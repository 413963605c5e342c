-- words that both ledgers have and describe otherwise; those that ship with the tool are alike by now
select 'parties' as register, p.id from party p join other_party o using (id) where to_json(p) <> to_json(o)
union all
select 'sources', s.id from source s join other_source o using (id) where to_json(s) <> to_json(o)
union all
select 'metrics', m.id from metric m join other_metric o using (id) where to_json(m) <> to_json(o)
union all
select 'weapons', w.id from weapon w join other_weapon o using (id) where to_json(w) <> to_json(o)
union all
select 'populations', p.id from population p join other_population o using (id) where to_json(p) <> to_json(o)
union all
select 'regions', r.id from region r join other_region o using (id) where to_json(r) <> to_json(o)
union all
select 'profiles', p.profile || ': ' || p.term
from profile p join other_profile o using (profile, term) where to_json(p) <> to_json(o)
order by all
