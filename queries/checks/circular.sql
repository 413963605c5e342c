-- title: Several sources, and all of them quote one that is not there
-- severity: minor
-- group: between voices
-- why: many documents look like much support; where all go back to one origin, or to each other, there is one voice at most
-- silent: figures whose origin's own words are in the ledger too; whether the origin ever said so
-- one number a scope and figure finds the few that only relays tell, before their claims are listed
with figure as (
    select claim_id, source, is_relay,
        hash(day, attacker, defender, subject, metric, weapon, population, region, part, basis, lo, hi) as mark
    from selected_claim
),
relayed as (
    select mark from figure group by mark having bool_and(is_relay) and min(source) <> max(source)
)
select 'minor' as severity, list(claim_id) as claims, cast(count(distinct source) as varchar) as "left",
    cast(count(distinct voice) as varchar) as "right",
    about_text(day, attacker, defender, subject) || ': '
        || figure_text(metric, weapon, population, region, part, interval_text(lo, hi)) || ' stands in '
        || count(distinct (source, url)) || ' documents of ' || count(distinct source) || ' sources ('
        || string_agg(distinct source, ', ' order by source) || '), all of them quoting '
        || string_agg(distinct voice, ', ' order by voice) as message,
    'every document names another as its origin, and the origin''s own is not in the ledger' as proof
from selected_claim
where claim_id in (select claim_id from figure semi join relayed using (mark))
group by day, attacker, defender, subject, metric, weapon, population, region, part, basis, lo, hi
having count(distinct source) > 1 and bool_and(is_relay)
    and (count(distinct voice) = 1 or len(list_distinct(list_concat(list(distinct voice), list(distinct source)))) = count(distinct source))
