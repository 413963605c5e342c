"""DuckDB's own load: the rows of a CSV or Parquet file as a table of a new database file. Nothing is validated."""

import sys

import duckdb

file, database = sys.argv[1:]
with duckdb.connect(database) as con:
    con.execute(
        f"create table feed as select * from read_{'parquet' if file.endswith('.parquet') else 'csv'}('{file}')"
    )
