-- back to the claims as they are stored
drop view if exists temp.main.current_claim;
drop view if exists temp.main.coding_profile;
