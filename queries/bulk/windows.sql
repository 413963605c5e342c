-- the days of windows, and what ids and seals say of them
select "window", clock, window_start, window_end, window_precision, day_first, day,
    concat_ws(chr(31), strftime(window_start, '%Y-%m-%dT%H:%M:%S'), strftime(window_end, '%Y-%m-%dT%H:%M:%S'),
        window_precision) as window_text,
    concat_ws(chr(31), day_first, day) as days_text
from (
    select *, window_first_day(window_start, window_end, window_precision, source_zone, zone, basis, day) as day_first
    from (
        select *, clocks[1] as source_zone, clocks[2] as zone, clocks[3] as basis,
            window_day(window_start, window_end, window_precision, source_zone, zone) as day
        from (select *, string_split(clock, chr(31)) as clocks from arriving_rows)
    )
)
