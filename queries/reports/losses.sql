-- title: Losses: claimed, admitted, confirmed
-- param metric: only this metric (one of: metrics)
-- param subject: only the losses of this party (one of: parties)
-- param all: also what one side alone tells (one of: true, false) (default: false)
-- columns: what, claimed, admitted, confirmed, others, over as ratio, remark, citations as cite
-- section: heading
-- people: heading, what, over, citations
-- cite: citations
-- note: Claimed: by a voice of the attacker, or of any other party where no attacker is stated. Admitted: by a voice of the party that lost. Confirmed: by an independent count or a data set. Others: third parties, media.
-- note: Ratio: claimed over admitted, claimed over confirmed, from the nearest bounds to the farthest. Only figures of one scope that can be compared are divided, and zero never.
-- note: Of a running total: the last of each voice, as of the last day that both sides reach; those more than 72 hours apart are not divided.
-- note: What one side alone tells of a period is left out; --all shows it.
with said as materialized (
    select claim_id, scope_id, voice, source, is_relay, source_zone, level, url, published, attacker, defender, subject,
        c.metric, weapon, population, region, coalesce(part, '') as part, basis, coalesce(event, '') as event, recap,
        kind, lo, hi, day_first, day, local_date(window_start, source_zone) as since,
        case when voice_party = subject then 'admitted'
             when level in ('independent', 'dataset') then 'confirmed'
             when voice_party = coalesce(attacker, voice_party) then 'claimed'
             else 'others' end as side
    from speaking_claim c join metric m on m.id = c.metric
    -- who is present is not lost
    where m.family in ('people', 'equipment') and c.metric <> 'present' and subject is not null
        and (getvariable('metric') is null or c.metric = getvariable('metric'))
        and (getvariable('subject') is null or subject = getvariable('subject'))
),
-- figures of a period or an instant that stand in one scope, whether or not they can be compared; joined one by one,
-- lest the claims be matched with each other by their subject alone
first_joined as materialized (
    select a, claim_b, p.event, p.day, reasons, window_words = 'windows overlap' as overlapping
    from pair p join said a on a.claim_id = p.claim_a
    where same_scope and a.basis <> 'cumulative'
),
paired as materialized (
    select a, b, reasons, overlapping,
        {subject: a.subject, metric: a.metric, weapon: a.weapon, population: a.population, part: a.part, basis: a.basis,
            event: coalesce(p.event, ''), first_day: cast(null as date), day: if(p.event is null, p.day, null),
            region: if(a.region = b.region, a.region, '')} as scope
    from first_joined p join said b on b.claim_id = p.claim_b
    where a.basis = b.basis and a.subject = b.subject
),
-- the last days that running totals of one scope and start reach
reached as (
    select attacker, defender, subject, scope_id, part, since, max(day) as last_day,
        max(day) filter (side = 'claimed') as claimed, max(day) filter (side = 'admitted') as admitted,
        max(day) filter (side = 'confirmed') as confirmed
    from said where basis = 'cumulative'
    group by all
),
-- the last day that both sides reach, give or take 72 hours; where there is one side only, its last day
compared_on as (
    select distinct attacker, defender, subject, scope_id, part, since,
        case when claimed is null or other is null then last_day
             when abs(claimed - other) <= 3 then greatest(claimed, other) else least(claimed, other) end as on_day
    from (select *, unnest([admitted, confirmed]) as other from reached)
    where other is not null or (admitted is null and confirmed is null)
),
-- of each voice what it says last before that day
running_last as (
    select c.attacker, c.defender, c.subject, c.scope_id, c.part, c.since, c.on_day, t.voice, max(t.day) as day
    from compared_on c
    join said t
        on t.subject = c.subject and t.scope_id = c.scope_id and t.part = c.part and t.since = c.since
        and t.attacker is not distinct from c.attacker and t.defender is not distinct from c.defender
    where t.basis = 'cumulative' and t.day <= c.on_day
    group by all
),
running as materialized (
    select {subject: t.subject, metric: t.metric, weapon: t.weapon, population: t.population, part: t.part,
            basis: t.basis, event: '', first_day: t.since, day: l.on_day, region: t.region} as scope, t as c
    from running_last l
    join said t
        on t.voice = l.voice and t.subject = l.subject and t.scope_id = l.scope_id and t.part = l.part
        and t.since = l.since and t.day = l.day and t.attacker is not distinct from l.attacker
        and t.defender is not distinct from l.defender
    where t.basis = 'cumulative'
),
-- two figures of one scope, the claimed one first where one is
beside as (
    select scope, if(b.side = 'claimed', b, a) as x, if(b.side = 'claimed', a, b) as y,
        list_concat(reasons, if(overlapping, ['window'], [])) as reasons
    from paired
    union all
    select x.scope, x.c, y.c, list_filter([
            if(x.c.lo is null or y.c.lo is null, 'value', null), if(x.c.recap or y.c.recap, 'recap', null),
            if(abs(x.c.day - y.c.day) > 3, 'as of other days', null),
            -- the `all` of a command or a region is its own area only
            if(x.c.region = 'all' and (own_area_only(x.c.level) or own_area_only(y.c.level)), 'level', null)
        ], lambda reason: reason is not null)
    from running x
    join running y
        on y.scope = x.scope and y.c.attacker is not distinct from x.c.attacker
        and y.c.defender is not distinct from x.c.defender
    where x.c.side = 'claimed'
),
-- claimed over admitted and over confirmed; a ratio without an upper bound has none
divided as (
    select scope, y.side as over, reasons, x.hi = 0 or y.hi = 0 as zero,
        if(len(reasons) = 0 and not coalesce(zero, false), {
            lo: coalesce(x.lo / y.hi, 0), hi: if(y.lo = 0, null, x.hi / y.lo)}, null) as ratio
    from beside where x.side = 'claimed' and y.side in ('admitted', 'confirmed')
),
ratio_bounds as (
    select scope,
        min(ratio.lo) filter (over = 'admitted') as ratio_lo,
        if(bool_and(ratio.hi is not null) filter (over = 'admitted' and ratio is not null),
            max(ratio.hi) filter (over = 'admitted'), null) as ratio_hi,
        min(ratio.lo) filter (over = 'confirmed') as confirmed_ratio_lo,
        if(bool_and(ratio.hi is not null) filter (over = 'confirmed' and ratio is not null),
            max(ratio.hi) filter (over = 'confirmed'), null) as confirmed_ratio_hi,
        nullif(array_to_string(list_sort(list_distinct(list_concat(flatten(list(reasons)),
            if(bool_or(coalesce(zero, false)), ['zero'], [])))), ', '), '') as reasons
    from divided group by scope
),
-- every figure in the row of its scope and day or event
member as (
    select distinct scope, unnest([a, b]) as c from paired
    union
    select {subject: subject, metric: metric, weapon: weapon, population: population, part: part, basis: basis,
        event: event, first_day: if(event = '', day_first, null), day: if(event = '', day, null), region: region}, s
    from said s
    where basis <> 'cumulative' and claim_id not in (select unnest([a.claim_id, b.claim_id]) from paired)
    union
    select scope, c from running
),
-- what is said alike by one voice is one text
figure as (
    select scope, c.side as side,
        if(c.lo is null, c.kind, interval_text(c.lo, c.hi)) || ' (' || c.voice
            || if(c.is_relay, ' via ' || c.source, '')
            || if(scope.basis = 'cumulative' and c.day < scope.day, ', as of ' || c.day, '') || ')' as says,
        list_position(['national', 'command', 'regional', 'local', 'unit', 'dataset', 'independent', 'media'],
            min(c.level)) as rank,
        list_position(['claimed', 'admitted', 'confirmed', 'others'], c.side) as side_rank,
        min(c.published) as published,
        -- a running total of long before is shown where there is no newer one, but is no bound
        scope.basis = 'cumulative' and scope.day - min(c.day) > 3 as late, if(late, null, min(c.lo)) as lo,
        if(late, null, max(c.hi)) as hi, not late and count(c.hi) < count(c.lo) as open,
        min(c.day_first) as day_first, max(c.day) as day,
        list(c.claim_id order by c.published, c.claim_id) as claims,
        list(left(cast(c.claim_id as varchar), 8) || ' ' || c.source || ', ' || local_date(c.published, c.source_zone)
            || ': ' || c.url order by c.published, c.url) as citations
    from member group by scope, c.side, says
    qualify not late or bool_and(late) over (partition by scope, c.side)
),
side_by_side as (
    select scope, coalesce(scope.first_day, min(day_first)) as first_day, coalesce(scope.day, max(day)) as day,
        string_agg(says, ', ' order by rank, published, lo, says) filter (side = 'claimed') as claimed,
        string_agg(says, ', ' order by rank, published, lo, says) filter (side = 'admitted') as admitted,
        string_agg(says, ', ' order by rank, published, lo, says) filter (side = 'confirmed') as confirmed,
        string_agg(says, ', ' order by rank, published, lo, says) filter (side = 'others') as others,
        min(lo) filter (side = 'claimed') as claimed_lo,
        if(bool_or(open) filter (side = 'claimed'), null, max(hi) filter (side = 'claimed')) as claimed_hi,
        min(lo) filter (side = 'admitted') as admitted_lo,
        if(bool_or(open) filter (side = 'admitted'), null, max(hi) filter (side = 'admitted')) as admitted_hi,
        min(lo) filter (side = 'confirmed') as confirmed_lo,
        if(bool_or(open) filter (side = 'confirmed'), null, max(hi) filter (side = 'confirmed')) as confirmed_hi,
        flatten(list(claims order by side_rank, rank, published, lo, says)) as claims,
        flatten(list(citations order by side_rank, rank, published, lo, says)) as citations
    from figure group by scope
    having count(distinct side) > 1 or scope.basis = 'cumulative' or coalesce(getvariable('all'), 'false') = 'true'
),
worded as (
    select s.*, r.* exclude (scope), list_transform(
        [{lo: ratio_lo, hi: ratio_hi}, {lo: confirmed_ratio_lo, hi: confirmed_ratio_hi}],
        lambda r: case when r.lo is null or (r.lo = 0 and r.hi is null) then '–'
            when r.lo = 0 then 'up to ' || round(r.hi, 2) || 'x'
            when r.hi is null then round(r.lo, 2) || 'x and more' when r.lo = r.hi then round(r.lo, 2) || 'x'
            else round(r.lo, 2) || '–' || round(r.hi, 2) || 'x' end) as ratios
    from side_by_side s left join ratio_bounds r using (scope)
)
select
    w.scope.subject as subject, w.scope.basis as basis, first_day, day, nullif(w.scope.event, '') as event,
    w.scope.metric as metric, w.scope.weapon as weapon, w.scope.population as population,
    nullif(w.scope.region, '') as region, nullif(w.scope.part, '') as part,
    claimed, admitted, confirmed, others,
    claimed_lo, claimed_hi, admitted_lo, admitted_hi, confirmed_lo, confirmed_hi,
    round(ratio_lo, 4) as ratio_lo, round(ratio_hi, 4) as ratio_hi, ratios[1] as ratio,
    round(confirmed_ratio_lo, 4) as confirmed_ratio_lo, round(confirmed_ratio_hi, 4) as confirmed_ratio_hi,
    ratios[2] as confirmed_ratio,
    'not divided: ' || coalesce(reasons, if(claimed is not null and coalesce(admitted, confirmed) is not null
        and coalesce(ratio_lo, confirmed_ratio_lo) is null, 'direction or window', null)) as remark,
    claims, citations,
    concat_ws(' · ', 'losses of ' || w.scope.subject, case
        when w.scope.basis = 'cumulative' then 'running total ' || first_day || ' – ' || day
        when first_day < day then first_day || ' – ' || day else cast(day as varchar) end, nullif(w.scope.event, ''))
        as heading,
    concat_ws(' ', metric, nullif(weapon, 'unspecified'), nullif(population, 'unspecified'),
        'over ' || nullif(region, 'all'), '(' || part || ')') as what,
    coalesce(nullif(concat_ws(chr(10), nullif(ratio, '–') || ' admitted',
        nullif(confirmed_ratio, '–') || ' confirmed'), ''), '–') as over
from worded w
order by subject, basis, day, first_day, event nulls first, metric, weapon, population, region, part nulls first;
