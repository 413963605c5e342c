-- how many scopes the report leaves out by default; why, only where it shows them, for then all pairs are looked at
with paired as (
    select unnest([claim_a, claim_b]) as claim_id, within_party, between_parties
    from compared_pair
),
scope_recorded as (
    select bool_or(coalesce(p.between_parties, false)) as compared,
        bool_or(coalesce(p.within_party, false)) as within_party, bool_or(p.claim_id is not null) as two_voices
    from speaking_claim s left join paired p using (claim_id)
    group by s.day, s.attacker, s.defender, s.subject, s.scope_id, s.part, s.event
)
select if(coalesce(getvariable('all'), 'false') = 'true',
    'shown too: scopes recorded from one party alone ' || count(*) filter (not two_voices)
        || ', from several voices of one party ' || count(*) filter (not compared and within_party)
        || ', from a party and a voice of none ' || count(*) filter (not compared and two_voices and not within_party),
    'left out here (--all shows them): scopes that no two parties tell of ' || count(*) filter (not compared))
from scope_recorded
