-- keeps what the new drafts say of parties and sources
insert into who_read select row_no, source, origin, attacker, defender, subject from checked
