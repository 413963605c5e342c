-- how many scopes the report leaves out by default: told by one party alone, or by several voices of one party
with paired as (
    select unnest([claim_a, claim_b]) as claim_id, within_party
    from pair where shared_event or verdict <> 'incomparable' or same_scope
),
scope_told as (
    select bool_or(p.claim_id is not null and not p.within_party) as two_parties,
        bool_or(p.claim_id is not null) as two_voices
    from speaking_claim s left join paired p using (claim_id)
    group by s.day, s.attacker, s.defender, s.subject, s.scope_id, s.part, s.event
)
select if(coalesce(getvariable('all'), 'false') = 'true', 'shown too: ', 'left out here (--all shows them): ')
    || 'scopes told by one party alone ' || count(*) filter (not two_voices)
    || ', by several voices of one party ' || count(*) filter (two_voices and not two_parties)
from scope_told
