-- title: Two claims beside each other
-- param claim_a: the one claim's id
-- param claim_b: the other's
-- columns: item, text, amount as up to
-- section: topic
with two as (
    select if(claim_id = cast(getvariable('claim_a') as uuid), 'A', 'B') as letter, c.*,
        coalesce(s.timezone, 'UTC') as zone,
        case when r.claim_id is not null then 'retracted: ' || r.why
             when p.claim_id is not null then 'revised in the same document by ' || left(cast(p.by_claim_id as varchar), 8)
             when h.claim_id is not null and c.origin is not null
                then 'a relay, held against its origin''s own claim ' || left(cast(h.own_claim_id as varchar), 8)
        end as silent_because
    from claim c
    left join source s on s.id = c.source
    left join retracted_claim r using (claim_id)
    left join superseded_claim p using (claim_id)
    left join held_relay h using (claim_id)
    where claim_id in (cast(getvariable('claim_a') as uuid), cast(getvariable('claim_b') as uuid))
),
pair as materialized (from comparison('asked_candidate')),
-- what each gate asks, and what would have to change where it fails
gate (place, gate, asks, remedy) as (values
    (1, 'direction', 'the same attacker, defender and victim', 'figures of one direction: opposite ones are never subtracted'),
    (2, 'attribution', 'the same attacker where the victim is the same', 'a claim that names the same attacker'),
    (3, 'metric', 'metrics equal or one below the other', 'a claim of the same metric'),
    (4, 'weapon', 'weapons equal, or one inside a total of weapons', 'a figure of the same weapon, or a declared total of weapons'),
    (5, 'population', 'groups of people equal or one inside the other', 'a figure of the same group, or of everyone'),
    (6, 'region', 'regions equal, or one inside a total of regions', 'a figure of the same region, or one of everywhere'),
    (7, 'part', 'the same part, or one of them the whole', 'the whole figure, or the same part'),
    (8, 'window', 'windows equal, one inside the other, or overlapping by half', 'a figure of the same window, or an event that both carry'),
    (9, 'basis', 'both of a period, both running totals, or both levels', 'a figure on the same basis'),
    (10, 'level', 'the wider figure speaks for the whole', 'a national or independent figure: "all" of a command is its own area'),
    (11, 'crossed', 'not narrower in one thing and wider in another', 'a figure that is narrower or equal in everything'),
    (12, 'event', 'not of two events', 'the same event'),
    (13, 'repeated', 'each source states the scope once that day', 'an event, or a part, that says which of its figures is meant'),
    (14, 'recap', 'neither repeats earlier figures', 'the first document instead of the recap'),
    (15, 'definition', 'the term means the same on both days', 'a figure from the same side of the change (see `ledger vocab glossary`)'),
    (16, 'value', 'both give a figure', 'a figure: withheld and denied are none')
),
figure as (
    select p.*, a.kind as kind_a, b.kind as kind_b, a.lo as lo_a, a.hi as hi_a, b.lo as lo_b, b.hi as hi_b,
        stated_number(a.kind, a.lo, a.hi) as stated_a, stated_number(b.kind, b.lo, b.hi) as stated_b,
        if(p.inner_id = a.claim_id, stated_a, stated_b) <= if(p.inner_id = a.claim_id, stated_b, stated_a) as inner_below,
        list_filter(narrower_in, lambda x: x <> 'window') as narrower_scope
    from pair p join two a on a.letter = 'A' join two b on b.letter = 'B'
),
-- figures that stood in one of the documents before, and how far they were from the other claim
before as (
    select min(abs(stated_number(c.kind, c.lo, c.hi) - if(l.from_id = f.claim_a, stated_b, stated_a))) as nearest
    from figure f
    join revision_link l on l.from_id in (f.claim_a, f.claim_b)
    join claim c on c.claim_id = l.to_id
),
-- the difference of the stated numbers, taken apart in this order; each part is the most it can account for
split as (
    select *,
        abs(stated_a - stated_b) as difference,
        len(list_intersect(reasons, ['direction', 'attribution', 'metric', 'basis', 'event', 'value'])) > 0 as unlike,
        if(len(list_intersect(reasons, ['population', 'region', 'part', 'weapon', 'crossed', 'level', 'repeated', 'recap'])) > 0
            or (len(narrower_scope) > 0 and inner_below), difference, 0) as by_scope,
        if(list_contains(reasons, 'definition'), difference - by_scope, 0) as by_definition,
        greatest(0, difference - by_scope - by_definition - coalesce(nearest, difference)) as by_revision,
        difference - by_scope - by_definition - by_revision as rest_1,
        case when list_contains(reasons, 'window') or (narrower_in = ['window'] and inner_below) then rest_1
             when window_share between 0 and 0.9999 and verdict <> 'agree'
                then least(rest_1, cast(ceil(greatest(stated_a, stated_b) * (1 - window_share)) as bigint))
             else 0 end as by_window,
        rest_1 - by_window as rest_2,
        least(rest_2, difference - interval_gap(lo_a, hi_a, lo_b, hi_b)) as by_vagueness,
        rest_2 - by_vagueness as rest_3,
        least(rest_3, half_round(kind_a, stated_a) + half_round(kind_b, stated_b)) as by_rounding,
        rest_3 - by_rounding as unexplained
    from figure, before
),
line (place, n, topic, item, text, amount) as (
    select 1, letter, 'the claims', letter, figure_text(metric, weapon, population, region, part, value) || ' ('
        || coalesce(origin || ' via ', '') || source || '), ' || about_text(day, attacker, defender, subject) || ', '
        || window_text(window_start, window_end, zone) || ', ' || left(cast(claim_id as varchar), 8) || ', ' || url, null
    from two
    union all
    select 2, letter, 'not compared', letter, silent_because, null from two where silent_because is not null
    union all
    select 3, '1', 'verdict', verdict,
        concat_ws('; ', proof, if(verdict in ('contradict', 'diverge'), gap || ' apart, ' || severity, null),
            if(within_party, 'both are of one party', null)), gap
    from pair
    union all
    select 4, printf('%02d', place), 'gate', gate, if(list_contains(reasons, gate), 'fails: ', 'passes: ') || asks
        || coalesce(' (' || case gate when 'metric' then relation_words[1] when 'weapon' then relation_words[2]
            when 'region' then relation_words[3] when 'population' then relation_words[4]
            when 'window' then relation_words[5] when 'part' then relation_words[6] end || ')', ''), null
    from gate, pair
    union all
    select 5, printf('%02d', place), 'what would have to change', gate, remedy, null
    from gate join pair on list_contains(reasons, gate)
    union all
    select 6, '0', 'the gap', 'difference', 'between the stated numbers, ' || stated_a || ' and ' || stated_b, difference
    from split where not unlike and difference is not null
    union all
    select 6, '0', 'the gap', 'difference', 'they do not count the same thing: nothing to split', null from split where unlike
    union all
    select 6, cast(n as varchar), 'the gap', item, text, amount
    from split, lateral (values
        (1, 'scope', 'one counts less than the other, or other things', by_scope),
        (2, 'definition', 'a source changed what its term means', by_definition),
        (3, 'revision', 'an earlier figure of the document was nearer', by_revision),
        (4, 'window', 'hours that only one of the windows has, if it spread evenly', by_window),
        (5, 'vagueness', 'what the words allow, such as about or at least', by_vagueness),
        (6, 'rounding', 'half a ten, fifty or hundred of a round figure', by_rounding),
        (7, 'unexplained', 'what is left', unexplained)
    ) t (n, item, text, amount)
    where not unlike and difference is not null
)
select topic, item, text, amount from line order by place, n;
