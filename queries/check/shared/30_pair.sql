create temp table pair as from pair
