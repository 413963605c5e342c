"""Answers a question in SQL on a ledger, and writes the rows as CSV."""

import sys
from pathlib import Path

import duckdb

ledger, question, answer = sys.argv[1:]
with duckdb.connect(ledger, read_only=True) as con:
    con.execute(f"copy ({Path(question).read_text(encoding='utf-8')}) to '{answer}' (header)")
