-- cells of CSV, for results of many rows: nothing is empty, an empty text is quoted, lists are joined by spaces, and no text
-- is a formula. The same as those of ledger/render, against which they are tested; kept for the connection

create or replace temp macro csv_quoted(cell) as
    case when cell = '' or contains(cell, ',') or contains(cell, '"') or contains(cell, chr(10)) or contains(cell, chr(13))
        then '"' || replace(cell, '"', '""') || '"' else cell end;

-- most begin with a letter or a digit, which is quick to tell
create or replace temp macro csv_guarded(cell) as
    case when ascii(cell) between 65 and 122 or ascii(cell) between 48 and 57 then cell
         when regexp_matches(cell, '^''*(?:[\t\r\n\x00]|[\s\v\x1c-\x1f\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]*[=+\-@＝＋－＠])')
            then '''' || cell
         else cell end;

create or replace temp macro csv_text(cell) as coalesce(csv_quoted(csv_guarded(cell)), '');
create or replace temp macro csv_list(cell) as csv_text(array_to_string(cast(cell as varchar[]), ' '));
create or replace temp macro csv_plain(cell) as coalesce(cast(cell as varchar), '');
create or replace temp macro csv_boolean(cell) as case when cell then 'True' when not cell then 'False' else '' end;
