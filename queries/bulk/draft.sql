-- the kinds that are new, as drafts without a document, words and window
insert into draft by name
select * replace (cast(row_no as varchar) as row_no) from arriving_rows
