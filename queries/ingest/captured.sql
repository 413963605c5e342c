select a.claim_id from arriving_capture a join capture c
    on c.claim_id = a.claim_id and c.sha256 = a.sha256 and c.address is not distinct from a.address
