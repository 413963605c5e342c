-- copies the number words out of the phrases, so that a figure can be looked for in a quote: what a word says or
-- multiplies by; without articles and "and", which state no number of their own
delete from number_word;
insert into number_word
    select lang, words, cast(ltrim(value, '*') as bigint)
    from read_csv(getvariable('file'), header = true, all_varchar = true, delim = ',', quote = '"', nullstr = '')
    where regexp_full_match(value, '\*?[0-9]+');
