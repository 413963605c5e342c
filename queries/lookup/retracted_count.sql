select count(*) from retracted_claim
