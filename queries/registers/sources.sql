-- copies the rows of a register's file into the ledger; a row with the same id is replaced, none is dropped
create or replace temp table arriving as
    from read_csv(getvariable('file'), header = true, all_varchar = true, delim = ',', quote = '"', nullstr = '');
delete from source where id in (select id from arriving);
insert into source by name from arriving;
drop table arriving;
