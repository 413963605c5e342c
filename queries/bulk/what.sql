-- keeps what the new drafts say was counted
insert into what_read
select row_no, metric, weapon, weapon_as_stated, population, region, region_as_stated, basis, breakdown, recap, lang,
    scope_id
from checked
