-- title: Night by night, both directions beside each other, never subtracted
-- param weapon: munitions at or below this weapon, any for all (one of: weapons) (default: uav)
-- columns: day, launched, neutralised as down, rate / left_out as rate, hit_locations as places hit, the_other_way as other way, intercepted as down there, regions
-- section: told
-- note: Drones only, unless --weapon says otherwise; places hit are of all weapons. Down: shot down or suppressed. Each direction is in the words of one voice (voice, other_voice); windows that end on a day are added up.
with side as (
    select *,
        least(attacker, defender) || ' and ' || greatest(attacker, defender) as parties,
        launched_lo is not null as tells_launches
    from night where attacker <> defender
),
-- the direction for which launches are told stands first; if both or neither, that of which launches are told on more
-- nights, then that of more nights, then of more munitions
weight as (
    select attacker, defender,
        row_number() over (partition by parties order by count(launched_lo) desc, count(*) desc,
            coalesce(sum(launched_lo), 0) + coalesce(sum(neutralised_lo), 0) desc, min(day), max(day), min(voice)) as rank
    from side group by attacker, defender, parties
),
facing as (
    select s.*, row_number() over (partition by day, parties order by tells_launches desc, w.rank) as place
    from side s join weight w using (attacker, defender)
),
placed as (
    select one.day as day, one, other
    from (from facing where place = 1) one
    left join (from facing where place = 2) other on other.day = one.day and other.parties = one.parties
)
select
    day, one.attacker || ' → ' || one.defender as told, one.attacker as attacker, one.defender as defender,
    if(one.launched_lo is null, null, interval_text(one.launched_lo, one.launched_hi)) as launched,
    if(one.neutralised_lo is null, null, interval_text(one.neutralised_lo, one.neutralised_hi)) as neutralised,
    case when not speaks_for_all(one.level) then 'part-report of ' || one.voice
         when one.rate_lo is not null then
            round(100 * one.rate_lo, 1) || if(one.rate_hi = one.rate_lo, '', '–' || round(100 * one.rate_hi, 1)) || ' %'
         when one.launched_lo is null then 'no launch figure'
         else 'not of one scope' end as rate,
    if(one.hit_locations_lo is null, null, interval_text(one.hit_locations_lo, one.hit_locations_hi)) as hit_locations,
    'overlapping: ' || one.left_out as left_out, one.voice as voice, one.level as level, one.windows as windows,
    coalesce(other.attacker || ' → ' || other.defender, 'nothing recorded') as the_other_way,
    if(other.launched_lo is null, null, interval_text(other.launched_lo, other.launched_hi)) as other_launched,
    if(other.neutralised_lo is null, null, interval_text(other.neutralised_lo, other.neutralised_hi)) as intercepted,
    other.regions as regions, other.voice as other_voice, other.level as other_level, other.left_out as other_left_out, other.windows as other_windows
from placed
order by least(attacker, defender), greatest(attacker, defender), day;
