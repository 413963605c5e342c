-- the words whose interval depends on the coding profile
select distinct value, kind from claim where kind in ('approx', 'vague')
