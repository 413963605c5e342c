-- every function and whether it is DuckDB's own; named in full and nothing else used, since a macro in the file could hide it
select function_name, internal from system.main.duckdb_functions()
