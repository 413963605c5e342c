create temp table population_in as from population_in
