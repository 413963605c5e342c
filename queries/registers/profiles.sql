-- copies the coding profiles into the ledger; a profile's rows are replaced as a whole, none of another is dropped
create or replace temp table arriving as
    from read_csv(getvariable('file'), header = true, all_varchar = true, delim = ',', quote = '"', nullstr = '');
delete from profile where profile in (select profile from arriving);
insert into profile by name from arriving;
drop table arriving;
