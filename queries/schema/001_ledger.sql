-- The ledger's tables. Plain tables only (no keys, constraints, sequences, enums), so that DuckDB and DuckLake hold them alike.
-- Times are UTC. Windows are half-open: [window_start, window_end).

-- what the tool knows of this file: schema version, digests of the views and registers applied
create table meta (key varchar, value varchar);

-- one row an act of recording
create table entry (
    entry_id uuid, recorded_at timestamp, recorded_by varchar, command varchar, tool_version varchar,
    file varchar, file_sha256 varchar, preset varchar, profile varchar,
    rows bigint, loaded bigint, known bigint, empty bigint, refused bigint, claims bigint, digest varchar
);

-- one figure, by one source, in one document, about one scope
create table claim (
    claim_id uuid, source varchar, url varchar, published timestamp, published_precision varchar,
    attacker varchar, defender varchar, subject varchar, metric varchar,
    value varchar, kind varchar, lo bigint, hi bigint,
    window_start timestamp, window_end timestamp, window_precision varchar,
    weapon varchar, weapon_as_stated varchar, population varchar, region varchar, region_as_stated varchar,
    part varchar, basis varchar, breakdown varchar, recap boolean,
    quote varchar, lang varchar, origin varchar, event varchar, note varchar,
    day_first date, day date, scope_id uuid, entry_id uuid, row_no bigint
);

-- what relates claims: from_id is null where an act, not a claim, does it (retracts)
create table link (kind varchar, from_id uuid, to_id uuid, why varchar, entry_id uuid);

-- the distinct (metric, weapon, population, region) of all claims, and which lies inside which (each also inside itself)
create table scope (scope_id uuid, metric varchar, weapon varchar, population varchar, region varchar);
create table scope_in (
    scope_id uuid, within_id uuid,
    metric_same boolean, weapon_same boolean, population_same boolean, region_same boolean
);

-- registers, copied from the files so that the ledger travels alone
create table party (id varchar, name varchar, kind varchar, timezone varchar, aliases varchar);
create table source (
    id varchar, name varchar, party varchar, level varchar, timezone varchar, lang varchar,
    independence_group varchar, license varchar, aliases varchar, note varchar
);
create table metric (
    id varchar, name varchar, parent varchar, family varchar, unit varchar, direction varchar, note varchar
);
create table weapon (id varchar, name varchar, parent varchar, aliases varchar, note varchar);
create table population (id varchar, name varchar, parent varchar, aliases varchar);
create table region (
    id varchar, name varchar, name_uk varchar, name_ru varchar, within varchar, members varchar, aliases varchar
);
create table profile (profile varchar, term varchar, lo varchar, hi varchar, note varchar);
create table glossary (
    source varchar, metric varchar, weapon varchar, since date, until date, means varchar, note varchar
);
