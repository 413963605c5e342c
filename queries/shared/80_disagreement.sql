create temp table disagreement as from disagreement
