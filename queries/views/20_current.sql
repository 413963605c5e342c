-- which claims stand, and who speaks in them

-- claims that were taken back: by a retraction, or by another claim that corrects how they were recorded
create or replace view retracted_claim as
select to_id as claim_id, any_value(why) as why, any_value(entry_id) as entry_id
from link
where kind = 'retracts'
    or (kind = 'corrects' and from_id not in (select to_id from link where kind = 'retracts'))
group by to_id;

-- one document, one figure: where a document states one scope again, the later stands and the earlier is a revision;
-- likewise where a person says that one claim revises another
create or replace view superseded_claim as
select to_id as claim_id, any_value(from_id) as by_claim_id
from revision_link
where from_id not in (select claim_id from retracted_claim)
group by to_id;

-- the event that a person gave a claim after it was recorded; the last one counts
create or replace view tagged_event as
select to_id as claim_id, arg_max(l.why, (e.recorded_at, l.why)) as event
from link l join entry e using (entry_id)
where l.kind = 'same_event' group by to_id;

-- the claims that stand: neither retracted nor superseded in their own document
create or replace view standing_claim as
select c.* replace (coalesce(t.event, c.event) as event)
from claim c
anti join (select claim_id from retracted_claim union all select claim_id from superseded_claim) g using (claim_id)
left join tagged_event t using (claim_id);

-- the same under the coding profile asked for: the tool puts another view in its place for any but `bounds`
create or replace view current_claim as from standing_claim;

-- the widths of the coding profile in use; likewise replaced together with current_claim
create or replace view coding_profile as from profile where profile = 'bounds';

-- the standing claims within the bounds asked for: what every report and comparison starts from
create or replace view selected_claim as
select
    c.*,
    coalesce(c.origin, c.source) as voice, c.origin is not null as is_relay,
    v.party as voice_party, coalesce(v.level, 'media') as level,
    coalesce(s.timezone, 'UTC') as source_zone,
    case when v.party = c.defender or (c.defender is null and v.party = c.subject) then 'defender'
         when v.party = c.attacker then 'attacker'
         when v.party = c.subject then 'defender'
         else 'other' end as role
from current_claim c
left join source v on v.id = coalesce(c.origin, c.source)
left join source s on s.id = c.source
where in_bounds(c.day_first, c.day, c.attacker, c.defender, c.subject);

-- relays and the claims of their origins that were not taken back: what a relay can be held against
create or replace view holding_quote as
from quote_link where to_id not in (select claim_id from retracted_claim);

-- relays with the origin's own claim that they are held against, the one with the relay's figure first; with the days of
-- the relay, by which those of the bounds can be asked for alone
create or replace view held_relay as
select l.from_id as claim_id, l.day_first, l.day,
    arg_min(l.to_id, (l.why <> 'the same figure', c.published, c.url, c.window_start, c.weapon, c.value)) as own_claim_id,
    bool_or(l.why = 'the same figure') as same_figure
from holding_quote l join claim c on c.claim_id = l.to_id and c.day = l.to_day
group by l.from_id, l.day_first, l.day;

-- each selected claim; a relay with the origin's own claim that it is held against
create or replace view voice_claim as
select s.*, h.own_claim_id, h.same_figure
from selected_claim s left join (from held_relay where in_days(day_first, day)) h using (claim_id);

-- declared totals within the bounds whose parts, in the same document, are by region: of a broader weapon word they say
-- nothing
create or replace view regional_total as
select distinct t.claim_id
from standing_claim t
join standing_claim p
    on p.source = t.source and p.url = t.url and p.metric = t.metric and p.weapon = t.weapon and p.day = t.day
    and p.window_start = t.window_start and p.window_end = t.window_end and p.region <> t.region
    and p.attacker is not distinct from t.attacker and p.defender is not distinct from t.defender
    and p.subject is not distinct from t.subject
where t.breakdown <> 'none' and in_bounds(t.day_first, t.day, t.attacker, t.defender, t.subject);

-- what only says again what another claim says: so stated by a person; and of relays of an origin whose own claim is
-- absent, those that say what an earlier one said
create or replace view repeated_claim as
select from_id as claim_id from link
where kind = 'repeats' and to_id not in (select claim_id from retracted_claim)
union
select claim_id from voice_claim
where is_relay and own_claim_id is null
qualify row_number() over (
    partition by voice, attacker, defender, subject, scope_id, part, basis, event, window_start, window_end, kind, lo, hi
    order by published, source, url, value
) > 1;

-- the claims that count as somebody's word: a relay only where its origin's own claim is absent, and then once;
-- a broader word is a total only if it is a root or declared to be one
create or replace view speaking_claim as
select v.*,
    v.region = 'all' or v.breakdown <> 'none' as totals_regions,
    v.weapon = 'any' or (v.breakdown <> 'none' and t.claim_id is null) as totals_weapons
from voice_claim v left join regional_total t using (claim_id)
anti join repeated_claim r on r.claim_id = v.claim_id
where own_claim_id is null;
