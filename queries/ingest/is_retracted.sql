select count(*) > 0 from retracted_claim where claim_id = cast($id as uuid)
