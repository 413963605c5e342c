-- title: What follows from the claims does follow from them
with scope_now as (
    select distinct scope_id, metric, weapon, population, region from claim
)
select 'altered' as what, null as entry_id, null as row_no, null as claim_id,
    'the table scope: ' || concat_ws(', ', metric, weapon, population, region) as detail
from ((from scope_now except all from scope) union all (from scope except all from scope_now))
union all
select 'altered', null, null, null, 'the table scope_in: ' || coalesce(cast(scope_id as varchar), 'a scope without an id')
from ((from scope_containment except all from scope_in) union all (from scope_in except all from scope_containment))
union all
select if(count(*) filter (there) > 0, 'added', 'missing'), null, null, any_value(from_id),
    'the table derived_link: ' || coalesce(kind, 'no kind') || ' ' || coalesce(left(cast(to_id as varchar), 8), 'nothing')
from (
    select true as there, * from (from derived_link except all from derived_links('claim'))
    union all
    select false, * from (from derived_links('claim') except all from derived_link)
)
group by kind, from_id, to_id, why
