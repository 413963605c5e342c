-- where the findings of one run are gathered
drop table if exists temp.main.finding;
create temp table finding (
    id varchar, "check" varchar, severity varchar, claims uuid[], "left" varchar, "right" varchar, message varchar,
    proof varchar
);
-- in which coding profiles a finding was seen
create temp table if not exists held (claims uuid[], profile varchar);
