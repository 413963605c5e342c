create temp table superseded_claim as from superseded_claim
