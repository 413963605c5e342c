-- the days of windows, and what ids and seals say of them
select "window", zones, basis_text, window_start, window_end, window_precision, day_first, day,
    concat_ws(chr(31), strftime(window_start, '%Y-%m-%dT%H:%M:%S'), strftime(window_end, '%Y-%m-%dT%H:%M:%S'),
        window_precision) as window_text,
    concat_ws(chr(31), day_first, day) as days_text
from (
    select *, window_first_day(window_start, window_end, window_precision, source_zone, zone, basis_text, day) as day_first
    from (
        select *, string_split(zones, chr(31))[1] as source_zone, string_split(zones, chr(31))[2] as zone,
            window_day(window_start, window_end, window_precision, source_zone, zone) as day
        from arriving_rows
    )
)
