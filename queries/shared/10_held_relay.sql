create temp table held_relay as from held_relay where in_days(day_first, day)
