-- the comparison: pairs of claims by different voices, the gate, the verdict (design 3)

-- scopes whose metrics and weapons are equal or one below the other; -1: a is the narrower, 1: the broader,
-- 0: equal, null: neither lies in the other. Each pair of scopes once, a inside b where one lies inside the other
create or replace view scope_relation as
with metric_side as (
    select id as a, within as b, if(id = within, 0, -1) as side from metric_in
    union all select within, id, 1 from metric_in where id <> within
),
weapon_side as (
    select id as a, within as b, if(id = within, 0, -1) as side from weapon_in
    union all select within, id, 1 from weapon_in where id <> within
),
population_side as (
    select id as a, within as b, if(id = within, 0, -1) as side from population_in
    union all select within, id, 1 from population_in where id <> within
),
region_side as (
    select id as a, within as b, if(id = within, 0, -1) as side from region_in
    union all select within, id, 1 from region_in where id <> within
)
select scope_id as scope_a, within_id as scope_b, true as contained,
    if(metric_same, 0, -1) as metric_side, if(weapon_same, 0, -1) as weapon_side,
    if(population_same, 0, -1) as population_side, if(region_same, 0, -1) as region_side
from scope_in
union all
select a.scope_id, b.scope_id, false, m.side, w.side, p.side, r.side
from scope a
join metric_side m on m.a = a.metric
join weapon_side w on w.a = a.weapon
join scope b on b.metric = m.b and b.weapon = w.b and b.scope_id > a.scope_id
left join population_side p on p.a = a.population and p.b = b.population
left join region_side r on r.a = a.region and r.b = b.region
anti join scope_in ab on ab.scope_id = a.scope_id and ab.within_id = b.scope_id
anti join scope_in ba on ba.scope_id = b.scope_id and ba.within_id = a.scope_id;

-- scopes that a voice states more than once a day, with different figures: which one is meant? One number a scope finds
-- the few that can be such
create or replace view repeated_scope as
with figure as (
    select voice, attacker, defender, subject, scope_id, part, basis, day, window_start, window_end, kind, lo, hi,
        hash(voice, attacker, defender, subject, scope_id, part, basis, day, window_start, window_end) as mark
    from speaking_claim
),
again as (
    select mark from figure group by mark
    having min(kind) <> max(kind) or min(lo) <> max(lo) or min(hi) <> max(hi) or count(lo) not in (0, count(*))
        or count(hi) not in (0, count(*))
)
select voice, attacker, defender, subject, scope_id, part, basis, day, window_start, window_end
from figure semi join again using (mark)
group by all
having min(kind) <> max(kind) or min(lo) <> max(lo) or min(hi) <> max(hi) or count(lo) not in (0, count(*))
    or count(hi) not in (0, count(*));

-- the days on which a source's word changed its meaning, by metric and each weapon at or below the glossary's
create or replace view definition_change as
select source, metric, w.id as weapon, list(distinct on_date) as definition_changes
from (from glossary select *, since as on_date union all from glossary select *, until + 1)
join weapon_under w on w.within = weapon
where on_date is not null group by all;

-- each claim that can be compared, with what the comparison asks of it
create or replace view comparable_claim as
select claim_id, c.source, url, c.voice, voice_party, level, published, c.attacker, c.defender, c.subject, c.metric,
    c.weapon, population, region, c.part, c.basis, totals_regions, totals_weapons, recap, event, kind, lo, hi,
    c.window_start, c.window_end, window_precision, day_first, c.day, c.scope_id, d.definition_changes,
    r.voice is not null as repeated
from speaking_claim c
left join definition_change d on d.source = c.voice and d.metric = c.metric and d.weapon = c.weapon
left join repeated_scope r
    on r.voice = c.voice and r.scope_id = c.scope_id and r.basis = c.basis and r.day = c.day
    and r.window_start = c.window_start and r.window_end = c.window_end and r.attacker is not distinct from c.attacker
    and r.defender is not distinct from c.defender and r.subject is not distinct from c.subject
    and r.part is not distinct from c.part;

-- the same, once for each day that a claim belongs to
create or replace view comparable_day as
select *, unnest(if(day_first = day, [day], cast(generate_series(day_first, day, interval 1 day) as date[]))) as on_day
from comparable_claim;

-- ids of two claims of different voices that share direction and day, or an event, and whose scopes are related; all of
-- them, or only those of which something can be said (inside): of two scopes of which neither lies in the other nothing
-- can, unless an event lifts that; of two parties, or two voices of none, or with an event (facing); or only those that can
-- be broken (apart): one figure above the one that its scope lies in, or two of one scope apart
create or replace macro meetings(inside, facing, apart) as table (
-- what claims meet by, without all that is only compared
with on_day as materialized (
    select claim_id, scope_id, voice, voice_party, attacker, defender, subject, event, day_first, day, on_day, lo, hi
    from comparable_day
),
with_event as materialized (from on_day where event is not null and on_day = day),
relation as materialized (from scope_relation),
met as (
    select a.claim_id as id_a, b.claim_id as id_b, a.scope_id as scope_a, b.scope_id as scope_b, false as shared_event
    from on_day a
    join on_day b
        on a.on_day = b.on_day and a.attacker is not distinct from b.attacker
        and a.defender is not distinct from b.defender and a.subject is not distinct from b.subject
    semi join (from relation where contained or not inside) r on r.scope_a = a.scope_id and r.scope_b = b.scope_id
    where a.voice <> b.voice
        and (not apart or a.lo > coalesce(b.hi, a.lo) or (a.scope_id = b.scope_id and b.lo > coalesce(a.hi, b.lo)))
        and a.on_day = greatest(a.day_first, b.day_first)
        and (a.scope_id <> b.scope_id or a.claim_id < b.claim_id)
        and coalesce(a.event <> b.event, true)
        and (not facing or a.event is not null or b.event is not null
            or ((a.voice_party is null) = (b.voice_party is null) and coalesce(a.voice_party <> b.voice_party, true)))
    union all
    select a.claim_id, b.claim_id, a.scope_id, b.scope_id, true
    from with_event a
    join with_event b on a.event = b.event
    semi join relation r on r.scope_a = a.scope_id and r.scope_b = b.scope_id
    where a.voice <> b.voice
        and (not apart or not intervals_meet(a.lo, a.hi, b.lo, b.hi))
        and (a.scope_id <> b.scope_id or a.claim_id < b.claim_id)
)
select id_a, id_b, r.* exclude (scope_a, scope_b), shared_event
from met join relation r on r.scope_a = met.scope_a and r.scope_b = met.scope_b
);

create or replace macro candidates(inside, facing) as table (
with met as materialized (from meetings(inside, facing, false)),
said as materialized (
    from comparable_claim
    where claim_id in (select id_a from met union select id_b from met)
)
select a, b, m.* exclude (id_a, id_b)
from met m join said a on a.claim_id = m.id_a join said b on b.claim_id = m.id_b
);

create or replace view candidate as from candidates(false, false);
create or replace view facing_candidate as from candidates(true, coalesce(getvariable('all'), 'false') <> 'true');

-- ids of two claims of one voice that share direction and day and of which one's scope lies inside the other's: within
-- one document all of them; of two documents those of unlike scope, since one scope told twice are two reports, and of a
-- running total only neighbours compare. All of them, or only those that can be broken, likewise
create or replace macro own_meetings(apart) as table (
with on_day as materialized (
    select claim_id, scope_id, voice, attacker, defender, subject, basis, part, source, url, day_first, on_day, lo, hi
    from comparable_day where lo is not null
)
select a.claim_id as id_a, b.claim_id as id_b, true as contained, if(metric_same, 0, -1) as metric_side,
    if(weapon_same, 0, -1) as weapon_side, if(population_same, 0, -1) as population_side,
    if(region_same, 0, -1) as region_side, false as shared_event
from on_day a
join scope_in i on i.scope_id = a.scope_id
join on_day b
    on b.scope_id = i.within_id and a.voice = b.voice and a.on_day = b.on_day
    and a.attacker is not distinct from b.attacker and a.defender is not distinct from b.defender
    and a.subject is not distinct from b.subject and a.basis = b.basis
where a.on_day = greatest(a.day_first, b.day_first)
    and (a.scope_id <> b.scope_id or a.claim_id < b.claim_id)
    and ((a.source = b.source and a.url = b.url) or a.scope_id <> b.scope_id or a.part is distinct from b.part)
    and (not apart or a.lo > coalesce(b.hi, a.lo) or (a.scope_id = b.scope_id and b.lo > coalesce(a.hi, b.lo)))
);

create or replace view own_candidate as
with said as (from comparable_claim)
select a, b, m.* exclude (id_a, id_b)
from own_meetings(false) m join said a on a.claim_id = m.id_a join said b on b.claim_id = m.id_b;

-- two claims that can be broken, of one voice or of two; few, so that only their rows are needed whole
create or replace view broken_meeting as from meetings(true, false, true) union all from own_meetings(true);

create or replace view broken_candidate as
with met as materialized (from broken_meeting),
said as materialized (
    from comparable_claim
    where claim_id in (select id_a from met union select id_b from met)
)
select a, b, m.* exclude (id_a, id_b)
from met m join said a on a.claim_id = m.id_a join said b on b.claim_id = m.id_b;

-- any two claims at all: set variable claim_a, claim_b
create or replace view asked_candidate as
select a, b, false as contained,
    case when a.metric = b.metric then 0 when (a.metric, b.metric) in (select (id, within) from metric_in) then -1
         when (b.metric, a.metric) in (select (id, within) from metric_in) then 1 end as metric_side,
    case when a.weapon = b.weapon then 0 when (a.weapon, b.weapon) in (select (id, within) from weapon_in) then -1
         when (b.weapon, a.weapon) in (select (id, within) from weapon_in) then 1 end as weapon_side,
    case when a.population = b.population then 0
         when (a.population, b.population) in (select (id, within) from population_in) then -1
         when (b.population, a.population) in (select (id, within) from population_in) then 1 end as population_side,
    case when a.region = b.region then 0 when (a.region, b.region) in (select (id, within) from region_in) then -1
         when (b.region, a.region) in (select (id, within) from region_in) then 1 end as region_side,
    coalesce(a.event = b.event, false) as shared_event
from comparable_claim a
join comparable_claim b on b.claim_id = cast(getvariable('claim_b') as uuid)
where a.claim_id = cast(getvariable('claim_a') as uuid);

-- gate and verdict of any two claims in the columns a and b of a view: ids and numbers only, so that millions of pairs
-- are quick to judge; `worded` has the words
create or replace macro judgement(candidates) as table (
with
-- where two windows overlap, and how much; date-only windows are compared by days, never by hours
measured as (
    select *,
        a.window_precision = 'day' or b.window_precision = 'day' as by_days,
        a.window_precision = 'day' and b.window_precision = 'day' as both_days,
        if(by_days, a.day_first = b.day_first and a.day = b.day,
            a.window_start = b.window_start and a.window_end = b.window_end) as window_equal,
        if(by_days, a.day_first >= b.day_first and a.day <= b.day,
            a.window_start >= b.window_start and a.window_end <= b.window_end) as window_a_in_b,
        if(by_days, b.day_first >= a.day_first and b.day <= a.day,
            b.window_start >= a.window_start and b.window_end <= a.window_end) as window_b_in_a,
        if(by_days,
            (least(a.day, b.day) - greatest(a.day_first, b.day_first) + 1)
                / (greatest(a.day, b.day) - least(a.day_first, b.day_first) + 1),
            epoch(least(a.window_end, b.window_end) - greatest(a.window_start, b.window_start))
                / greatest(1, epoch(greatest(a.window_end, b.window_end) - least(a.window_start, b.window_start)))
        ) as window_share
    from query_table(candidates)
),
-- which of the two is the narrower in each thing; a shared event lifts window and region unless one is wider by statement
sided as (
    select *,
        case when window_equal then 0 when a.basis = 'stock' or b.basis = 'stock' then null
             when window_a_in_b then -1 when window_b_in_a then 1 when shared_event then 0 end as window_side,
        case when a.part is not distinct from b.part then 0 when b.part is null then -1 when a.part is null then 1
        end as part_side,
        case when not shared_event then region_side
             when region_side = -1 and b.totals_regions then -1
             when region_side = 1 and a.totals_regions then 1
             else 0 end as place_side,
        intervals_meet(a.lo, a.hi, b.lo, b.hi) as meets
    from measured
),
weighed as (
    select *,
        [metric_side, weapon_side, population_side, place_side, part_side] as scope_sides,
        list_contains(scope_sides, -1) or list_contains(scope_sides, 1) as scopes_differ,
        list_contains(scope_sides, -1) or coalesce(window_side = -1, false) as a_narrower,
        list_contains(scope_sides, 1) or coalesce(window_side = 1, false) as a_broader,
        a_narrower <> a_broader as nested
    from sided
),
-- `outer`: the claim that contains the other, b where the scopes are equal
placed as (
    select *, a_broader and not a_narrower as a_outer,
        if(a_outer, a.hi, b.hi) as outer_hi, if(a_outer, b.lo, a.lo) as inner_lo,
        a.url = b.url and a.source = b.source as same_document
    from weighed
),
-- the gate: a bit for each reason that holds, in the order in which `comparison` names them
gated as (
    select *,
        -- a party that is not stated is no other party (only a shared event brings such claims together)
        if(a.attacker <> b.attacker and a.subject = b.subject, 1, 0)
        + if(a.subject is distinct from b.subject or (a.attacker <> b.attacker and a.subject is null)
            or (coalesce(a.attacker = b.attacker, true) and a.defender <> b.defender), 2, 0)
        + if(metric_side is null, 4, 0)
        + if(population_side is null, 8, 0)
        + if(place_side is null
            or (nested and place_side <> 0 and not if(a_outer, a.totals_regions, b.totals_regions))
            or (nested and metric_side <> 0 and if(a_outer, a.metric, b.metric) = 'launched'
                and if(a_outer, a.region, b.region) <> 'all' and not shared_event), 16, 0)
        + if(weapon_side is null
            or (nested and weapon_side <> 0 and not if(a_outer, a.totals_weapons, b.totals_weapons)), 32, 0)
        + if(part_side is null, 64, 0)
        + if(window_side is null
            and (a.basis = 'stock' or b.basis = 'stock' or window_share <= 0 or scopes_differ
                or (not meets and window_share < 0.5)), 128, 0)
        + if(a.basis <> b.basis, 256, 0)
        + if((a.region = 'all' and own_area_only(a.level) or b.region = 'all' and own_area_only(b.level)
                or (nested and not speaks_for_all(if(a_outer, a.level, b.level))))
            and not same_document, 512, 0)
        + if(a_narrower and a_broader, 1024, 0)
        + if(not shared_event and a.event <> b.event, 2048, 0)
        + if(not shared_event and (a.repeated or b.repeated) and not (same_document and a.voice = b.voice), 4096, 0)
        + if(a.recap or b.recap, 8192, 0)
        -- few words change their meaning
        + if(a.definition_changes is null and b.definition_changes is null, 0,
            if(len(list_filter(list_concat(a.definition_changes, b.definition_changes),
                lambda d: d > least(a.day, b.day) and d <= greatest(a.day, b.day))) > 0, 16384, 0))
        + if(a.lo is null or b.lo is null, 32768, 0) as barred_by
    from placed
),
judged as (
    select *,
        case
            when barred_by > 0 then 'incomparable'
            when not a_narrower and not a_broader then
                case when (shared_event or (window_equal and by_days = both_days)) and a.lo = b.lo
                        and a.hi is not distinct from b.hi then 'agree'
                     when meets then 'compatible'
                     when shared_event or (window_equal and by_days = both_days) then 'contradict'
                     else 'diverge' end
            when inner_lo <= coalesce(outer_hi, inner_lo) then 'nested'
            when shared_event or (window_equal and both_days)
                or if(a_outer,
                    a.window_precision <> 'day' and b.window_start >= a.window_start and b.window_end <= a.window_end,
                    b.window_precision <> 'day' and a.window_start >= b.window_start and a.window_end <= b.window_end)
                then 'contradict'
            else 'diverge'
        end as found
    from gated
)
select
    a.claim_id as claim_a, b.claim_id as claim_b, a.day as day_a, b.day as day_b, greatest(a.day, b.day) as day,
    -- null where the two name different ones
    if(a.attacker <> b.attacker, null, coalesce(a.attacker, b.attacker)) as attacker,
    if(a.defender <> b.defender, null, coalesce(a.defender, b.defender)) as defender,
    if(a.subject <> b.subject, null, coalesce(a.subject, b.subject)) as subject,
    coalesce(a.voice_party = b.voice_party, false) as within_party,
    -- two parties, or two voices of none; a party beside a voice of none is neither
    (a.voice_party is null) = (b.voice_party is null) and not within_party as between_parties, shared_event,
    if(a.event <> b.event, null, coalesce(a.event, b.event)) as event,
    if(a_outer, b.claim_id, a.claim_id) as inner_id, if(a_outer, a.claim_id, b.claim_id) as outer_id, same_document,
    metric_side, weapon_side, population_side, region_side, place_side, part_side, window_side, window_share,
    window_equal, by_days, both_days, barred_by,
    -- equal in everything but, it may be, what the gate names; a null is a thing in which they have nothing in common
    coalesce(metric_side = 0 and weapon_side = 0 and population_side = 0 and place_side = 0 and part_side = 0, false)
        and coalesce(window_side, 0) = 0 as same_scope,
    case when found = 'incomparable' then null
         when a_narrower or a_broader then greatest(0, inner_lo - coalesce(outer_hi, inner_lo))
         else interval_gap(a.lo, a.hi, b.lo, b.hi) end as gap,
    -- a barrier that costs next to nothing: filters on the verdict must not be rewritten through all the expressions
    -- above, which costs the planner hundreds of milliseconds
    unnest([found]) as verdict
from judged
);

-- the pairs of a judgement with their words: made only for those that are asked for, since filters on the columns above
-- come first
create or replace macro worded(judged) as table (
with scaled as (
    select j.*, a, b, greatest(1, least(coalesce(a.hi, a.lo), coalesce(b.hi, b.lo))) as base
    from query_table(judged) j
    join comparable_claim a on a.claim_id = j.claim_a
    join comparable_claim b on b.claim_id = j.claim_b
)
select
    claim_a, claim_b, day_a, day_b, day, attacker, defender, subject,
    a.voice as voice_a, b.voice as voice_b, a.voice_party as party_a, b.voice_party as party_b,
    within_party, between_parties, shared_event, event, inner_id, outer_id,
    a.metric as metric_a, b.metric as metric_b, a.weapon as weapon_a, b.weapon as weapon_b,
    a.region as region_a, b.region as region_b,
    interval_text(a.lo, a.hi) as says_a, interval_text(b.lo, b.hi) as says_b,
    same_document, same_scope,
    -- in what the inner claim is the narrower of the two
    list_filter([if(metric_side <> 0, 'metric', null), if(weapon_side <> 0, 'weapon', null),
        if(population_side <> 0, 'population', null), if(place_side <> 0, 'region', null),
        if(part_side <> 0, 'part', null), if(window_side <> 0, 'window', null)], lambda w: w is not null) as narrower_in,
    window_share, verdict,
    list_filter(['attribution', 'direction', 'metric', 'population', 'region', 'weapon', 'part', 'window', 'basis',
        'level', 'crossed', 'event', 'repeated', 'recap', 'definition', 'value'],
        lambda reason, place: barred_by & (1 << (place - 1)) > 0) as reasons,
    gap,
    -- the larger over the smaller, from their nearest bounds; none where they meet or the smaller is zero
    case when gap > 0 then round(greatest(a.lo, b.lo) / nullif(if(a.lo > b.lo, b.hi, a.hi), 0), 2) end as factor,
    if(gap is null, null, round(gap / base, 4)) as relative_gap,
    case
        when verdict not in ('contradict', 'diverge') then null
        when a.lo < 20 and b.lo < 20
            then list_extract(['info', 'notice', 'minor', 'major'],
                1 + list_count([x for x in [1, 2, 4] if gap > x]))
        else list_extract(['info', 'notice', 'minor', 'major'],
            1 + list_count([x for x in [0.05, 0.2, 0.5] if gap > x * base]))
    end as scale_severity,
    case
        when scale_severity in ('minor', 'major')
            and (a.kind = 'vague' or b.kind = 'vague'
                or (verdict = 'diverge' and by_days)) then 'notice'
        else scale_severity
    end as severity,
    -- the relation in words, each thing of the scope; `why` names only those that are not equal
    case metric_side when 0 then 'metric equal' when -1 then a.metric || ' below ' || b.metric
        when 1 then b.metric || ' below ' || a.metric else 'metrics apart' end as metric_words,
    case weapon_side when 0 then 'weapon equal' when -1 then a.weapon || ' below ' || b.weapon
        when 1 then b.weapon || ' below ' || a.weapon else 'weapons apart' end as weapon_words,
    case when place_side is null then 'regions apart' when place_side = 0 and region_side = 0 then 'region equal'
         when place_side = 0 then 'region by event' when place_side = -1 then a.region || ' within ' || b.region
         else b.region || ' within ' || a.region end as region_words,
    case when population_side is null then 'populations apart'
         when population_side = -1 then a.population || ' within ' || b.population
         when population_side = 1 then b.population || ' within ' || a.population end as population_words,
    case when window_equal and by_days = both_days then 'window equal' when window_equal then 'window by days'
         when window_side = 0 then 'window by event' when window_share <= 0 then 'windows apart'
         when window_side is null then 'windows overlap' else 'window within' end as window_words,
    case when part_side is null then 'parts apart' when part_side <> 0 then 'a part of the whole' end as part_words,
    [metric_words, weapon_words, region_words, population_words, window_words, part_words] as relation_words,
    concat_ws(', ', metric_words, weapon_words, region_words, population_words, window_words, part_words) as proof,
    coalesce(nullif(concat_ws(', ', nullif(metric_words, 'metric equal'), nullif(weapon_words, 'weapon equal'),
        nullif(region_words, 'region equal'), population_words, nullif(window_words, 'window equal'), part_words), ''),
        'equal scopes') as why
from scaled
);

-- the comparison of any two claims in the columns a and b of a view: gate, verdict, gap, words
create or replace macro comparison(candidates) as table (
with judged as (from judgement(candidates))
from worded('judged')
);

create or replace view judged_pair as from judgement('candidate');

-- those of which something can be said, or that differ in nothing but what the gate names; of two parties, two voices of
-- none, or with an event, unless set variable "all" = 'true'
create or replace view compared_pair as
from judgement('facing_candidate') where shared_event or verdict <> 'incomparable' or same_scope;

create or replace view pair as from worded('judged_pair');

-- the same for two claims of one voice: what one document says twice, what its documents say of one day
create or replace view own_pair as from comparison('own_candidate');
