-- history that can be checked: each claim is sealed in its entry, each entry in those before it

-- its place among the claims of its entry, from 1; the seal over all that its id does not say
alter table claim add column place bigint;
alter table claim add column digest uuid;

-- the digests of the entries before (a merge has two); how many links, decisions, captures; what is sealed: the entry's
-- rows (content), the words of the ledger after it (registers), and both with the parents (digest)
alter table entry add column parents varchar[];
alter table entry add column links bigint;
alter table entry add column decisions bigint;
alter table entry add column captures bigint;
alter table entry add column content varchar;
alter table entry add column registers varchar;

-- later recordings of claims that another desk recorded first; a claim stands once in `claim`
create table claim_again as from claim limit 0;

-- what follows from the claims alone (revises, quotes); `link` has what was said by a person
create table derived_link (kind varchar, from_id uuid, to_id uuid, why varchar);

-- copies kept of documents: what was captured, when, where the copy is
create table capture (
    claim_id uuid, address varchar, path varchar, sha256 varchar, bytes bigint, media_type varchar,
    captured_at timestamp, tool varchar, note varchar, entry_id uuid
);
