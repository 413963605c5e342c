-- where the findings of one run are gathered; `shared/` has what several checks read, worked out once for those that
-- ask for it, under the same name: nothing of an earlier run on this connection must stand in its place
drop table if exists temp.main.finding;
drop table if exists temp.main.selected_claim;
drop table if exists temp.main.speaking_claim;
drop table if exists temp.main.comparable_claim;
drop table if exists temp.main.period_claim;
drop table if exists temp.main.declared_part;
drop table if exists temp.main.component;
drop table if exists temp.main.countable_claim;
drop table if exists temp.main.disagreement;
create temp table finding (
    id varchar, "check" varchar, severity varchar, claims uuid[], "left" varchar, "right" varchar, message varchar,
    proof varchar
);
-- in which coding profiles a finding was seen
create temp table if not exists held (claims uuid[], profile varchar);
