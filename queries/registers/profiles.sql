-- copies the coding profiles into the ledger; the width of a term is replaced, none of another is dropped
create or replace temp table arriving as
    from read_csv(getvariable('file'), header = true, all_varchar = true, delim = ',', quote = '"', nullstr = '');
delete from profile where (profile, term) in (select (profile, term) from arriving);
insert into profile by name from arriving;
drop table arriving;
