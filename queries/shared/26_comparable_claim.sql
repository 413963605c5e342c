create temp table comparable_claim as from comparable_claim
