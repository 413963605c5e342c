create temp table metric_in as from metric_in
