create temp table weapon_in as from weapon_in
