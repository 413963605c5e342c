create temp table counted_twice as from counted_twice
