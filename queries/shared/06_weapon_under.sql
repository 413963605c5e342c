create temp table weapon_under as from weapon_under
