create temp table judged_pair as from judged_pair
