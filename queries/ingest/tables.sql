-- where a command's rows wait, as text, and what each distinct word of them was read as
create or replace temp table draft (
    row_no varchar, seq varchar, source varchar, url varchar, published varchar, attacker varchar, defender varchar,
    subject varchar, metric varchar, value varchar, "window" varchar, weapon varchar, population varchar,
    region varchar, part varchar, basis varchar, breakdown varchar, recap varchar, quote varchar, lang varchar,
    origin varchar, event varchar, note varchar, weapon_as_stated varchar, region_as_stated varchar
);
create or replace temp table reading (
    kind varchar, word varchar, context varchar, id varchar, low varchar, high varchar, detail varchar, problem varchar
);
