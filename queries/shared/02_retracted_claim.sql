create temp table retracted_claim as from retracted_claim
