create temp table speaking_claim as from speaking_claim
