-- broken inequalities between two claims: each once, with the check that reports it (the most specific one)

-- what a person last said of each finding
create or replace view resolved_finding as
from (
    select finding_id, any_value(r.check_name) as check_name, any_value(r.claims) as claims,
        arg_max({state: state, why: r.why, by_whom: e.recorded_by, at_time: e.recorded_at}, e.recorded_at) as last
    from resolution r join entry e using (entry_id)
    group by finding_id
)
where last.state <> 'open';

-- `left` is the claim with the larger figure, the one that lies inside the other where one does
create or replace view disagreement as
with broken as materialized (
    select *, voice_a = voice_b as one_voice from comparison('broken_candidate')
    -- windows of one scope of one voice that only overlap are another matter (window-overlap)
    where verdict = 'contradict' or (verdict = 'diverge' and (voice_a <> voice_b or len(narrower_in) > 0))
),
-- what the sums over one document report
summed as materialized (
    select total_id as outer_id, unnest(part_ids) as inner_id from breakdown_sum where parts_lo > total_hi
    union
    select whole_id, unnest(part_ids) from component_sum where what = 'munitions' and parts_lo > whole_hi
),
-- what is asked of a claim below, and no more: each column that is carried along takes time, even for a single row
said as (
    select claim_id, attacker, defender, subject, voice, voice_party, level, url, metric, weapon, population, region, part,
        value, kind, lo, hi, window_precision
    from speaking_claim
),
placed as (
    select b.*, m.family, l as l, r as r
    from broken b
    join said i on i.claim_id = b.inner_id
    join said o on o.claim_id = b.outer_id
    join metric m on m.id = o.metric
    -- an equality alone, so that it is a hash join
    anti join summed s on s.inner_id = if(b.one_voice and b.same_document, b.inner_id, null) and s.outer_id = b.outer_id
    -- where neither lies inside the other the larger figure comes first, whoever says it
    cross join lateral (select if(len(narrower_in) > 0 or i.lo > coalesce(o.hi, i.lo), i, o) as l) x
    cross join lateral (select if(len(narrower_in) > 0 or i.lo > coalesce(o.hi, i.lo), o, i) as r) y
),
-- own losses are what a voice of the party says that lost
weighed as (
    select *,
        family in ('people', 'equipment') and r.subject is not null as is_loss,
        coalesce(r.voice_party = r.subject, false) as right_admits,
        coalesce(l.voice_party = l.subject, false) as left_admits,
        if(l.kind = 'vague' or r.kind = 'vague'
            or (verdict = 'diverge' and 'day' in (l.window_precision, r.window_precision)), 'notice', 'critical')
            as ceiling
    from placed
),
named as (
    select *,
        case
            when one_voice and same_document then case
                when len(narrower_in) = 0 then 'conflicting-duplicate'
                when narrower_in = ['window'] then 'total-vs-sum'
                when list_contains(narrower_in, 'metric') and family = 'air' then 'funnel-overflow'
                when list_contains(narrower_in, 'metric') and family = 'people' then 'casualty-sum'
                else 'subset-overflow' end
            when within_party and l.level <> r.level then 'centre-vs-region'
            when is_loss and right_admits and l.level in ('independent', 'dataset') then 'floor-above-admission'
            when is_loss and right_admits <> left_admits and factor > 2 then 'loss-ratio'
            when list_contains(narrower_in, 'metric') and r.metric = 'launched' then 'intercepts-exceed-launches'
            when len(narrower_in) = 0 or narrower_in = ['window'] and verdict = 'diverge' and not one_voice then 'same-scope-gap'
            else 'part-exceeds-whole'
        end as check_name
    from weighed
)
select check_name, factor, ceiling, one_voice, day, l.attacker as attacker, l.defender as defender, l.subject as subject, verdict, gap, event,
    at_most(case check_name
        when 'funnel-overflow' then 'critical' when 'subset-overflow' then 'critical'
        when 'conflicting-duplicate' then 'major' when 'total-vs-sum' then 'major' when 'casualty-sum' then 'major'
        when 'floor-above-admission' then 'major' when 'centre-vs-region' then 'minor'
        when 'loss-ratio' then case when factor > 10 then 'major' when factor > 3 then 'minor' else 'notice' end
        else scale_severity end, ceiling) as severity,
    list_sort([l.claim_id, r.claim_id]) as claims, finding_identity(check_name, claims) as finding_id,
    interval_text(l.lo, l.hi) as "left", interval_text(r.lo, r.hi) as "right",
    l.voice as left_voice, r.voice as right_voice, l.url as left_url, r.url as right_url,
    figure_text(l.metric, l.weapon, l.population, l.region, l.part, l.value) as larger,
    figure_text(r.metric, r.weapon, r.population, r.region, r.part, r.value) as smaller,
    about_text(day, l.attacker, l.defender, l.subject) || ': '
        || larger || if(l.voice = r.voice, '', ' (' || l.voice || ')') || ' exceeds '
        || smaller || if(l.voice = r.voice, ' (both ', ' (') || r.voice || ') by ' || gap as message,
    if(len(narrower_in) = 0, 'the scopes are the same: ', l.metric || ' ' || l.value || ' by ' || l.voice
        || ' lies inside ' || r.metric || ' ' || r.value || ' by ' || r.voice || ': ')
        || proof || '; ' || l.lo || ' > ' || r.hi || ' by ' || gap as proof
from named;
