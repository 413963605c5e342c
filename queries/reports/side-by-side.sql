-- title: Where do the sides differ?
-- param all: also what one party alone says, voices of one party, and a party beside a voice of none (one of: true, false) (default: false)
-- columns: metric / weapon / region as scope, attacker_says, defender_says, others_say, gap / factor as gap, verdict / reasons as verdict, citations as cite
-- section: heading
-- people: heading, citations
-- cite: citations
-- note: gap: how far the figures are apart; factor: the larger over the smaller, from their nearest bounds.
with compared as materialized (
    select claim_a, claim_b, event, day from compared_pair
),
-- what the report shows of them
shown as materialized (
    select claim_a, claim_b, inner_id, attacker, defender, subject, event, shared_event, day, within_party, verdict, gap,
        factor, why, reasons, severity
    from worded('compared_pair')
    where between_parties or coalesce(getvariable('all'), 'false') = 'true'
),
spoken as materialized (
    select claim_id, scope_id, voice, voice_party, level, is_relay, source, source_zone, url, attacker, defender, subject, metric, weapon, region,
        population, part, event, day, lo, hi, kind, value, published,
        window_start, window_end, row_no
    from speaking_claim
    where coalesce(getvariable('all'), 'false') = 'true'
        or claim_id in (select unnest([claim_a, claim_b]) from shown)
),
-- where the two name different parties, the row takes those of the claim that is not of own fire, or came first
directed as (
    select p.*, s.metric, s.weapon, s.region, s.population, s.part,
        (x.attacker is not distinct from x.defender, x.published, x.url, x.row_no)
            <= (y.attacker is not distinct from y.defender, y.published, y.url, y.row_no) as a_first,
        coalesce(p.attacker, if(a_first, x.attacker, y.attacker)) as row_attacker,
        coalesce(p.defender, if(a_first, x.defender, y.defender)) as row_defender,
        coalesce(p.subject, if(a_first, x.subject, y.subject)) as row_subject
    from shown p
    join spoken s on s.claim_id = p.inner_id
    join spoken x on x.claim_id = p.claim_a
    join spoken y on y.claim_id = p.claim_b
),
-- a row is a scope: that of the narrower claim of each pair; what shares an event stands on the event's last day
row_key as materialized (
    select d.*, rank_of_verdict(verdict) as verdict_rank, f.last.state || ': ' || f.last.why as resolved,
        coalesce(d.event, '') as event_key, if(shared_event, e.last_day, day) as row_day
    from directed d
    left join resolved_finding f on f.claims = list_sort([claim_a, claim_b])
    left join (select event, max(day) as last_day from compared where event is not null group by event) e using (event)
),
member as materialized (
    select row_day, row_attacker, row_defender, row_subject, metric, weapon, region, population, part, event_key,
        unnest([claim_a, claim_b]) as claim_id
    from row_key
    union
    select day, attacker, defender, subject, metric, weapon, region, population, part, coalesce(event, ''), claim_id
    from spoken
    where coalesce(getvariable('all'), 'false') = 'true'
        and claim_id not in (select claim_a from compared union all select claim_b from compared)
),
-- a claim without a pair that has a counterpart of another party within 72 hours is not one-sided: only the windows differ
near as materialized (
    select distinct a.claim_id
    from spoken a join spoken b
        on a.attacker is not distinct from b.attacker and a.defender is not distinct from b.defender
        and a.subject is not distinct from b.subject and a.voice_party <> b.voice_party
        and abs(a.day - b.day) <= 3
    where coalesce(getvariable('all'), 'false') = 'true'
        and ((a.scope_id, b.scope_id) in (select (scope_id, within_id) from scope_in)
            or (b.scope_id, a.scope_id) in (select (scope_id, within_id) from scope_in))
),
-- local dates are slow to tell
published_on as materialized (
    select published, source_zone, local_date(published, source_zone) as told_on
    from (select distinct published, source_zone from spoken)
),
saying as materialized (
    select distinct m.*, s.voice,
        case when s.voice_party is null then 'other'
             when s.voice_party = coalesce(m.row_defender, m.row_subject) then 'defender'
             when s.voice_party = m.row_attacker then 'attacker'
             when s.voice_party = m.row_subject then 'defender' else 'other' end as role,
        s.value || ' (' || s.voice || if(s.is_relay, ' via ' || s.source, '')
            || if(s.metric <> m.metric, ', ' || s.metric, '')
            || if(s.weapon <> m.weapon, ', ' || s.weapon, '')
            || if(s.region <> m.region, ', ' || s.region, '') || ')' as says,
        list_position(['national', 'command', 'regional', 'local', 'unit', 'dataset', 'independent', 'media'], s.level) as rank,
        s.published, s.url, s.window_start, s.window_end, s.row_no,
        left(cast(claim_id as varchar), 8) || ' ' || s.source || ', ' || p.told_on || ': ' || s.url as citation,
        n.claim_id is not null as near
    from member m join spoken s using (claim_id) join published_on p using (published, source_zone)
    left join near n using (claim_id)
),
-- sorted once a row: each aggregate with an order of its own would sort again
listed as materialized (
    select row_day, row_attacker, row_defender, row_subject, metric, weapon, region, population, part, event_key,
        list_sort(list({rank: rank, published: published, says: says, url: url, window_start: window_start,
            window_end: window_end, row_no: row_no, role: role, claim_id: claim_id, citation: citation})) as sayings,
        bool_or(near) as near
    from saying group by all
),
said as materialized (
    select * exclude (sayings),
        [array_to_string([s.says for s in sayings if s.role = r], '; ') for r in ['attacker', 'defender', 'other']] as told,
        nullif(told[1], '') as attacker_says, nullif(told[2], '') as defender_says, nullif(told[3], '') as others_say,
        [s.claim_id for s in sayings] as claims, [s.citation for s in sayings] as citations
    from listed
),
judged as materialized (
    select row_day, row_attacker, row_defender, row_subject, metric, weapon, region, population, part, event_key,
        arg_max({verdict: verdict, gap: gap, factor: factor, why: why, severity: severity},
            (verdict_rank, coalesce(gap, 0), coalesce(factor, 0), rank_of_severity(severity), -len(why), why)) as worst,
        list_sort(list_distinct(flatten(list(reasons) filter (verdict = 'incomparable')))) as reasons, bool_and(within_party) as within_party,
        string_agg(distinct resolved, '; ' order by resolved) as resolved
    from row_key
    group by all
)
select
    s.row_day as day, s.row_attacker as attacker, s.row_defender as defender, s.row_subject as subject,
    s.metric, s.weapon, s.region, nullif(s.event_key, '') as event,
    s.attacker_says, s.defender_says, s.others_say,
    j.worst.gap as gap, j.worst.factor as factor,
    case when j.worst.verdict is not null then j.worst.verdict
         when s.near then 'incomparable' else 'one-sided' end as verdict,
    nullif(concat_ws('; ',
        case when verdict = 'incomparable' and j.worst.verdict is null then 'window'
             when j.worst.verdict = 'incomparable' then array_to_string(j.reasons, ', ') else j.worst.why end,
        if(j.within_party, 'within-party', null), j.resolved), '') as reasons,
    s.claims, s.citations,
    concat_ws(' · ', s.row_day, if(s.row_attacker is null and s.row_defender is null, null,
        coalesce(s.row_attacker, '?') || ' → ' || coalesce(s.row_defender, '?')),
        'losses of ' || s.row_subject, nullif(s.event_key, '')) as heading
from said s
left join judged j
    on j.row_day = s.row_day and j.row_attacker is not distinct from s.row_attacker
    and j.row_defender is not distinct from s.row_defender and j.row_subject is not distinct from s.row_subject
    and j.metric = s.metric and j.weapon = s.weapon and j.region = s.region and j.population = s.population
    and j.part is not distinct from s.part and j.event_key = s.event_key
order by day, attacker, defender, subject, event, metric, weapon, region, s.population, s.part nulls first;
