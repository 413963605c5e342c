-- what an act will write, before it is sealed; an act that makes claims puts them into `arriving_claim`
create or replace temp table arriving_claim as from claim limit 0;
create or replace temp table arriving_link as from link limit 0;
create or replace temp table arriving_resolution as from resolution limit 0;
create or replace temp table arriving_capture as from capture limit 0;
