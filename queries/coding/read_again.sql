-- views of the connection, which every stored view reads in the place of those stored under these names
create or replace temp view current_claim as
select s.* replace (if(r.value is null, s.lo, r.lo) as lo, if(r.value is null, s.hi, r.hi) as hi)
from standing_claim s left join recoded r on r.value = s.value and r.kind = s.kind;

create or replace temp view coding_profile as from profile where profile = getvariable('profile');
