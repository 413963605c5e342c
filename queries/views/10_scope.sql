-- what lies in what: the registers' trees, closed over, and the bundles and region lists in use

-- each metric within itself and everything above it
create or replace view metric_in as
with recursive up (id, within) as (
    select id, id from metric
    union
    select up.id, m.parent from up join metric m on m.id = up.within where m.parent is not null
)
select id, within from up;

create or replace view population_in as
with recursive up (id, within) as (
    select id, id from population
    union
    select up.id, p.parent from up join population p on p.id = up.within where p.parent is not null
)
select id, within from up;

-- each weapon within itself and everything above it
create or replace view weapon_up as
with recursive up (id, within) as (
    select id, id from weapon
    union
    select up.id, w.parent from up join weapon w on w.id = up.within where w.parent is not null
)
select id, within from up;

-- the weapon words in use and their members: a bundle a+b has two
create or replace view weapon_member as
select word, unnest(string_split(word, '+')) as id, len(string_split(word, '+')) as members
from (select distinct weapon as word from scope);

-- each weapon word in use with every register id that all its members lie at or below
create or replace view weapon_under as
select word as id, up.within
from weapon_member join weapon_up up using (id)
group by word, up.within, members
having count(distinct weapon_member.id) = members;

-- a bundle a+b lies within y if each of its members lies at or below a member of y
create or replace view weapon_in as
select x.word as id, y.word as within
from weapon_member x
join weapon_up up on up.id = x.id
join weapon_member y on y.id = up.within
group by x.word, y.word, x.members
having count(distinct x.id) = x.members;

-- regions say what they lie in, or what they are made of; everything lies in `all`
create or replace view region_in as
with recursive edge (id, within) as (
    select id, unnest(string_split(within, '|')) from region where within is not null
    union
    select unnest(string_split(members, '|')), id from region where members is not null
    union
    select id, 'all' from region
),
up (id, within) as (
    select id, id from region
    union
    select up.id, edge.within from up join edge on edge.id = up.within
),
member as (
    select word, unnest(string_split(word, '+')) as id, len(string_split(word, '+')) as members
    from (select distinct region as word from scope)
)
select x.word as id, y.word as within
from member x
join up on up.id = x.id
join member y on y.id = up.within
group by x.word, y.word, x.members
having count(distinct x.id) = x.members;

-- which scope lies in which, each also in itself; kept in the table scope_in
create or replace view scope_containment as
select
    a.scope_id, b.scope_id as within_id,
    a.metric = b.metric as metric_same, a.weapon = b.weapon as weapon_same,
    a.population = b.population as population_same, a.region = b.region as region_same
from scope a
join metric_in m on m.id = a.metric
join weapon_in w on w.id = a.weapon
join population_in p on p.id = a.population
join region_in r on r.id = a.region
join scope b on b.metric = m.within and b.weapon = w.within and b.population = p.within and b.region = r.within;
