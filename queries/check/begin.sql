-- where the findings of one run are gathered; what several checks read is worked out once, under the same name
drop table if exists temp.main.finding;
drop table if exists temp.main.selected_claim;
drop table if exists temp.main.speaking_claim;
drop table if exists temp.main.pair;
drop table if exists temp.main.own_pair;
drop table if exists temp.main.declared_part;
drop table if exists temp.main.component;
drop table if exists temp.main.countable_claim;
drop table if exists temp.main.disagreement;
create temp table finding (
    id varchar, "check" varchar, severity varchar, claims uuid[], "left" varchar, "right" varchar, message varchar,
    proof varchar
);
create temp table selected_claim as from selected_claim;
create temp table speaking_claim as from speaking_claim;
create temp table pair as from pair;
create temp table own_pair as from own_pair;
create temp table declared_part as from declared_part;
create temp table component as from component;
create temp table countable_claim as from countable_claim;
create temp table disagreement as from disagreement;
-- in which coding profiles a finding was seen
create temp table if not exists held (claims uuid[], profile varchar);
