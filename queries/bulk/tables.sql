-- what the kinds of row that came so far mean (a kind: all that a row says but its document, words, window and texts)
create or replace temp table kind_read as
select row_no as kind_no, source, origin, attacker, defender, subject, metric, weapon, weapon_as_stated,
    population, region, region_as_stated, basis, breakdown, recap, lang, scope_id
from claim limit 0
