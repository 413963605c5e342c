-- copies the glossary into the ledger; a source's rows are replaced as a whole, none of another is dropped
create or replace temp table arriving as
    from read_csv(getvariable('file'), header = true, all_varchar = true, delim = ',', quote = '"', nullstr = '');
delete from glossary where source in (select source from arriving);
insert into glossary by name
    select * replace (cast(since as date) as since, cast(until as date) as until) from arriving;
drop table arriving;
