create temp table countable_claim as from countable_claim
