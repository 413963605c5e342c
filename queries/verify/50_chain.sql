-- title: The entries are one chain, without a gap and with one end
with parent as (select entry_id, unnest(parents) as digest from entry),
heads as (select count(*) as n from head)
select 'missing' as what, p.entry_id, null as row_no, null as claim_id,
    'the entry before it, ' || left(p.digest, 12) as detail
from parent p where p.digest not in (select digest from entry where digest is not null)
union all
select 'missing', null, null, null, 'the entry that joins the ' || n || ' ends of the chain'
from heads where n > 1
union all
select 'altered', null, null, null, 'the chain of entries has no end'
from heads where n = 0 and exists (from entry)
union all
select 'added', null, null, null, 'claims, links, decisions or captures without any entry'
where not exists (from entry)
    and (exists (from recording) or exists (from link) or exists (from resolution) or exists (from capture))
