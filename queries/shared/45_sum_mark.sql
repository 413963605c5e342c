create temp table sum_mark as from sum_mark
