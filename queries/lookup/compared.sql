-- title: What it is compared with
-- param claim: the claim's id
-- columns: claim / source as claim, says, metric / weapon / region as scope, verdict / reasons as verdict, gap, proof
with this as (select cast(getvariable('claim') as uuid) as id),
related as (
    select if(p.claim_a = this.id, p.claim_b, p.claim_a) as other, p.verdict, p.severity, p.reasons, p.gap, p.proof
    from pair p, this where p.claim_a = this.id or p.claim_b = this.id
    union all
    select own_claim_id, 'relay of', null, null, null,
        if(same_figure, 'the origin''s own figure is the same', 'the origin''s own figure differs')
    from voice_claim m, this where m.claim_id = this.id and own_claim_id is not null
    union all
    select m.claim_id, 'relayed by', null, null, null,
        if(same_figure, 'with the same figure', 'with another figure')
    from voice_claim m, this where m.own_claim_id = this.id
)
select c.claim_id as claim, c.source, interval_text(c.lo, c.hi) as says, c.metric, c.weapon, c.region,
    r.verdict, r.severity, r.reasons, r.gap, r.proof, c.url
from related r join claim c on c.claim_id = r.other
order by r.verdict, c.published, c.claim_id
