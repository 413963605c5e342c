-- what those words are under another profile; a null hi is unbounded
create or replace temp table recoded as
select r ->> 0 as value, r ->> 1 as kind, cast(r ->> 2 as bigint) as lo, cast(r ->> 3 as bigint) as hi
from (select unnest(from_json($rows, '["JSON"]')) as r)
