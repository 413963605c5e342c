"""Pandas' load: reads a CSV file and writes it as a table of a new SQLite file. Nothing is validated."""

import sqlite3
import sys

import pandas as pd

file, database = sys.argv[1:]
with sqlite3.connect(database) as con:
    pd.read_csv(file).to_sql("feed", con, index=False)
