create temp table night_weapon as from night_weapon
