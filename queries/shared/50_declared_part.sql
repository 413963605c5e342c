create temp table declared_part as from declared_part
