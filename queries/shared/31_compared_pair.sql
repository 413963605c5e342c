create temp table compared_pair as from compared_pair
