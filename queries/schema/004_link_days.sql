-- the days of the claims that a derived link relates, so that a question about some days reads no others
alter table derived_link add column day_first date;
alter table derived_link add column day date;
alter table derived_link add column to_day date;
