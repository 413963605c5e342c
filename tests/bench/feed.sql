-- claims shaped like the real feeds, as interchange rows in the order of time: set variable seed, directions, nights.
-- `tests/test_feed_shape.py` holds what comes out against the real files. Everything follows from hash(seed, …), so that the
-- same variables give the same rows. Parties are in pairs: d001 aims at d002 and d002 at d001
create or replace temp macro chance(key, what) as (hash(getvariable('seed'), key, what) % 1000003) / 1000003.0;
-- whole numbers from 1 on with this mean, few of them large
create or replace temp macro tally(key, what, mean) as cast(1 + floor(-ln(1 - chance(key, what)) * (mean - 1)) as bigint);
-- whole numbers from 1 on, half of them up to this middle, a tenth of them beyond five times it, up to a most
create or replace temp macro spread(key, what, middle, most) as cast(least(most, greatest(1,
    round(middle * pow(chance(key, what) / (1 - chance(key, what)), 0.78)))) as bigint);
-- one of a list, the first ones more often
create or replace temp macro one_of(words, key, what) as
    words[1 + cast(floor(pow(chance(key, what), 2) * len(words)) as bigint)];
create or replace temp macro minute_of(day, key) as day || 'T' || printf('%02d:%02d',
    cast(floor(chance(key, 'hour') * 9) as bigint), cast(floor(chance(key, 'minute') * 60) as bigint));
create or replace temp macro party_id(n) as printf('d%03d', n);
-- a figure as its source puts it: of a hundred, one is vague
create or replace temp macro in_words(n, key) as case
    when chance(key, 'vague') < 0.007 then '~' || n
    when chance(key, 'vague') < 0.009 then 'more than ' || n
    when chance(key, 'vague') < 0.011 and n between 3 and 9 then 'several'
    when chance(key, 'vague') < 0.012 then 'up to ' || n else cast(n as varchar) end;

create or replace temp view feed as
with night as (
    select n, direction, date '2019-01-01' + cast(n as integer) as day, hash(n, direction) as key,
        direction // 2 * 2 + 1 + direction % 2 as attacker_no, direction // 2 * 2 + 2 - direction % 2 as defender_no,
        party_id(attacker_no) as attacker, party_id(defender_no) as defender
    from (
        select i // getvariable('directions') as n, i % getvariable('directions') as direction
        from range(cast(getvariable('nights') * getvariable('directions') as bigint)) t(i)
    )
),
-- what happened, as the defender counts it: how many weapons, what was stopped over which regions, what was launched
counted as (
    -- two nights of a hundred are far larger
    select *, chance(key, 'mass') < 0.02 as mass, if(chance(key, 'listed') < 0.4, 0, least(10, tally(key, 'parts', 3))) as parts,
        list_transform(range(1, parts + 1), lambda j: spread(key + j, 'part', 2, 150)) as part_figures,
        coalesce(cast(list_sum(part_figures) as bigint), 0)
            + if(parts > 0 and chance(key, 'exhaustive') < 0.4, 0, spread(key, 'elsewhere', 16, 700)) as stopped,
        -- seldom more is stopped than was launched
        if(chance(key, 'overflow') < 0.001, greatest(1, stopped - 2), stopped + tally(key, 'missed', 5) - 1) as launched,
        least(6, tally(key, 'weapons', 2) - 1 + if(mass, 3, 0)) as others,
        least(16, tally(key, 'areas', 3.7)) + if(mass, 14, 0) as areas,
        cast(floor(pow(chance(key, 'region'), 2) * 46) as bigint) as first_region,
        ['UA-32', 'UA-59', 'UA-63', 'UA-51', 'UA-48', 'UA-12', 'UA-53', 'UA-65', 'UA-23', 'UA-74', 'UA-18', 'UA-71', 'UA-35',
            'UA-14', 'UA-09', 'UA-05', 'UA-68', 'UA-61', 'UA-26', 'UA-46', 'UA-56', 'UA-07', 'UA-77', 'UA-21', 'UA-30',
            'RU-BEL', 'RU-BRY', 'RU-KRS', 'RU-VOR', 'RU-ROS', 'RU-KDA', 'RU-VGG', 'RU-SAR', 'RU-KLU', 'RU-TUL', 'RU-ORL',
            'RU-LIP', 'RU-MOS', 'RU-SMO', 'RU-RYA', 'RU-TVE', 'RU-NGR', 'RU-LEN', 'RU-PSK', 'RU-TAM', 'RU-PNZ'] as regions,
        ['X-UA-SOUTH', 'X-UA-EAST', 'X-SEA-BLACK', 'X-SEA-AZOV', 'UA-51+UA-48', 'RU-BEL+RU-BRY'] as wide_regions,
        ['shahed', 'uav', 'orlan_10', 'supercam', 'zala', 'recon_uav', 'kh_59', 'lancet', 'iskander_m', 'kh_101_555',
            'kalibr', 's_300', 'kinzhal', 'iskander_k', 'kh_31p', 'kh_22', 'fixed_wing_uav', 'kalibr+kh_101_555'] as weapons,
        case when chance(key, 'window') < 0.38 then day || 'T18:00/' || (day + 1) || 'T08:00'
             when chance(key, 'window') < 0.5 then day || 'T23:00/' || (day + 1) || 'T07:00'
             else cast(day + 1 as varchar) end as stated_window,
        coalesce(if(parts = 0, null, if(parts > 0 and stopped = list_sum(part_figures), 'exhaustive', 'partial')), '')
            as listing
    from night
),
-- the lines of the defender's bulletin
bulletin as (
    select *,
        list_concat(
            [{metric: 'launched', weapon: 'shahed', region: '', figure: launched, breakdown: ''},
                {metric: 'intercepted', weapon: 'shahed', region: '', figure: stopped, breakdown: listing}],
            list_transform(range(1, parts + 1), lambda j: {metric: 'intercepted', weapon: 'shahed',
                region: regions[1 + (first_region + 7 * (j - 1)) % 46],
                figure: part_figures[j], breakdown: ''}),
            flatten(list_transform(range(1, others + 1), lambda j: [
                {metric: 'launched', weapon: weapons[1 + j * 3 - cast(floor(chance(key + j, 'weapon') * 3) as bigint)],
                    region: '', figure: tally(key + j, 'other', 4), breakdown: ''},
                {metric: 'intercepted', weapon: weapons[1 + j * 3 - cast(floor(chance(key + j, 'weapon') * 3) as bigint)],
                    region: '', figure: cast(floor(tally(key + j, 'other', 4) * chance(key + j, 'share')) as bigint),
                    breakdown: ''}])),
            if(chance(key, 'lost') < 0.3, [{metric: 'lost', weapon: 'shahed', region: '',
                figure: greatest(0, launched - stopped) // 2, breakdown: ''}], []),
            if(chance(key, 'places') < 0.2, [{metric: 'hit_locations', weapon: 'any', region: '',
                figure: tally(key, 'places', 6), breakdown: ''}], [])
        ) as lines
    from counted
),
document as (
    select * exclude (document), document, unnest(document, max_depth := 1)
    from (
        select * exclude (lines, regions, wide_regions, weapons, part_figures), unnest(list_filter([
            {present: chance(key, 'bulletin') < 0.88, source: defender || '-mod', origin: '', hour: 8, kind: 'bulletin',
                said: lines},
            -- what a command adds of its own areas
            {present: chance(key, 'command') < 0.6, source: defender || '-command', origin: '', hour: 9, kind: 'command',
                said: list_concat(list_filter(lines, lambda l: l.region <> '')[:1],
                    list_transform(range(1, areas + 1), lambda j: {metric: 'intercepted',
                        weapon: one_of(weapons[:8], key + j, 'area'), region: if(j = 1 and chance(key, 'wide') < 0.2,
                            one_of(wide_regions, key, 'wide region'), regions[1 + (first_region + 7 * (parts + j - 1)) % 46]),
                        figure: spread(key + j, 'area', 2, 150), breakdown: ''}))},
            {present: chance(key, 'attacker') < 0.5, source: attacker || '-mod', origin: '', hour: 10, kind: 'attacker',
                said: [{metric: 'sites_struck', weapon: 'any', region: one_of(regions, key, 'struck'),
                    figure: tally(key, 'struck', 2), breakdown: ''}]},
            -- what the other side says of the same: mostly near, sometimes far off
            {present: chance(key, 'denial') < 0.25, source: attacker || '-mod', origin: '', hour: 11, kind: 'denial',
                said: [{metric: 'launched', weapon: 'shahed', region: '', breakdown: '', figure: if(
                    chance(key, 'denied') < 0.8, launched, cast(floor(launched * (0.5 + chance(key, 'by'))) as bigint))}]},
            {present: chance(key, 'm1') < 0.7, source: printf('media-%02d', 1 + cast(hash(key, 1) % 12 as bigint)),
                origin: defender || '-mod', hour: 11, kind: 'relay', said: lines[:2]},
            {present: chance(key, 'm2') < 0.5, source: printf('media-%02d', 1 + cast(hash(key, 1) % 11 as bigint)),
                origin: defender || '-mod', hour: 13, kind: 'relay', said: lines[:2]},
            {present: chance(key, 'm3') < 0.3, source: 'media-00',
                origin: defender || '-mod', hour: 15, kind: 'relay', said: lines[:1]},
            {present: chance(key, 'dataset') < 0.9, source: printf('dataset-%d', 1 + direction % 2), origin: '', hour: 23,
                kind: 'dataset', said: lines[:4]},
            {present: chance(key, 'revised') < 0.006, source: defender || '-mod', origin: '', hour: 14, kind: 'revised',
                said: [{metric: 'launched', weapon: 'shahed', region: '', figure: launched + 1, breakdown: ''}]},
            {present: chance(key, 'losses') < 0.9, source: attacker || '-staff', origin: '', hour: 7, kind: 'losses',
                said: [{metric: 'casualties', weapon: '', region: '', breakdown: '',
                        figure: 900 * n + cast(floor(900 * chance(key, 'losses')) as bigint)},
                    {metric: 'destroyed', weapon: 'tank', region: '', breakdown: '',
                        figure: 5 * n + cast(floor(5 * chance(key, 'tanks')) as bigint)}]}
        ], lambda d: d.present)) as document
        from bulletin
    )
),
line as (
    select * exclude (said), unnest(said) as line, generate_subscripts(said, 1) as line_no from document
)
select
    source, printf('t.me/%s/%d', replace(source, '-', '_'), if(kind = 'revised', n * 4, n * 4 + hour % 4) * 1000 + direction) as url,
    (day + 1) || 'T' || printf('%02d:%02d', hour, cast(floor(chance(key + hour, 'minute') * 60) as bigint)) as published,
    attacker, if(kind = 'losses', '', defender) as defender, if(kind = 'losses', defender, '') as subject,
    line.metric as metric,
    in_words(if(origin <> '' and chance(key + hour, 'slip') < 0.02, line.figure + 1, line.figure), key + hour + line_no) as value,
    case when kind = 'losses' then '2019-01-01/' || (day + 1) when kind = 'dataset' then cast(day + 1 as varchar)
         when kind = 'command' and chance(key, 'at') < 0.35 then minute_of(day + 1, key) || '/' || minute_of(day + 1, key)
         else stated_window end as "window",
    line.weapon as weapon, if(line.metric = 'casualties', 'military', '') as population, line.region as region, '' as part,
    if(kind = 'losses', 'cumulative', '') as basis, if(kind in ('bulletin', 'revised'), line.breakdown, '') as breakdown, '' as recap,
    if(kind in ('bulletin', 'command') and chance(key, 'quoted') < 0.6,
        printf('In the night the air defence of %s met an attack of %d drones and shot down or suppressed %d of them; %s: %d, the command says.',
            defender, launched, stopped, line.metric, line.figure), '') as quote,
    if(kind in ('bulletin', 'command') and chance(key, 'quoted') < 0.6, 'en', '') as lang, origin, '' as event,
    if(kind = 'dataset', 'compiled from the bulletin', '') as note
from line;
