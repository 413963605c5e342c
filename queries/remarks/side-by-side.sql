-- how many scopes the report leaves out by default
with paired as (
    select unnest([claim_a, claim_b]) as claim_id, within_party, between_parties
    from judged_pair where shared_event or verdict <> 'incomparable' or same_scope
),
scope_recorded as (
    select bool_or(coalesce(p.between_parties, false)) as compared,
        bool_or(coalesce(p.within_party, false)) as within_party, bool_or(p.claim_id is not null) as two_voices
    from speaking_claim s left join paired p using (claim_id)
    group by s.day, s.attacker, s.defender, s.subject, s.scope_id, s.part, s.event
)
select if(coalesce(getvariable('all'), 'false') = 'true', 'shown too: ', 'left out here (--all shows them): ')
    || 'scopes recorded from one party alone ' || count(*) filter (not two_voices)
    || ', from several voices of one party ' || count(*) filter (not compared and within_party)
    || ', from a party and a voice of none ' || count(*) filter (not compared and two_voices and not within_party)
from scope_recorded
