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
-- the direction for which launches are told stands first; if both or neither, the order is that of the ids
facing as (
    select coalesce(a.day, b.day) as day, a, b
    from (select * from side where attacker < defender) a
    full join (select * from side where attacker > defender) b on a.day = b.day and a.parties = b.parties
),
placed as (
    select day, if(a_first, a, b) as one, if(a_first, b, a) as other
    from (
        select *, a.day is not null and (a.tells_launches or not coalesce(b.tells_launches, false)) as a_first
        from facing
    )
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
