insert into draft from arriving_rows
