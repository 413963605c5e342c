-- what is new to be read, as drafts without the rest of their rows
insert into draft by name
select * replace (cast(row_no as varchar) as row_no) from arriving_rows
