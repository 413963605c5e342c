create temp table day_start as from day_start
