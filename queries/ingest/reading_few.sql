insert into reading
select
    r[1], r[2], r[3], r[4], r[5], r[6], r[7], r[8]
from (select unnest(from_json(?, '[["VARCHAR"]]')) as r)
