-- title: What follows from the claims does follow from them
create or replace temp table derived_now as from derived_links('claim');
with scope_now as (
    select distinct scope_id, metric, weapon, population, region from claim
),
unlike (there, place, claim_id) as (
    select false, concat_ws(', ', 'scope: ' || metric, weapon, population, region), null
    from (from scope_now except all from scope)
    union all
    select true, concat_ws(', ', 'scope: ' || coalesce(metric, 'no metric'), weapon, population, region), null
    from (from scope except all from scope_now)
    union all
    select false, 'scope_in: ' || left(cast(scope_id as varchar), 8) || ' in ' || left(cast(within_id as varchar), 8), null
    from (from scope_containment except all from scope_in)
    union all
    select true, concat_ws(' in ', 'scope_in: ' || coalesce(left(cast(scope_id as varchar), 8), 'nothing'),
        left(cast(within_id as varchar), 8)), null
    from (from scope_in except all from scope_containment)
    union all
    select false, 'derived_link: ' || kind || ' ' || left(cast(to_id as varchar), 8), from_id
    from (from derived_now except all from derived_link)
    union all
    select true, concat_ws(' ', 'derived_link: ' || coalesce(kind, 'no kind'), left(cast(to_id as varchar), 8)), from_id
    from (from derived_link except all from derived_now)
)
select if(there, 'added', 'missing') as what, null as entry_id, null as row_no, claim_id,
    'a row of the table ' || place || if(there, ', which does not follow', ', which follows') || ' from the claims' as detail
from unlike
order by all
