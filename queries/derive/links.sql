-- which claim revises or quotes which, of all claims anew
delete from derived_link;
insert into derived_link by name from derived_links('claim') order by day
