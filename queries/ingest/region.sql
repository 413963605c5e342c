insert into region (id, name, within, members, aliases) values (?, ?, nullif(?, ''), nullif(?, ''), nullif(?, ''))
