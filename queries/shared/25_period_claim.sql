create temp table period_claim as from period_claim
