create temp table selected_claim as from selected_claim
