create temp table region_in as from region_in
