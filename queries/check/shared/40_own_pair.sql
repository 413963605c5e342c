create temp table own_pair as from own_pair
