insert into reading from arriving_rows
