"""Datacompy's comparison of the two sides' rows with its Polars back end, straight from the CSV or Parquet file.

It knows neither sources nor vague figures: a row is a side's if its source is the party's, and the figure is a text.
"""

import sys

import datacompy
import polars as pl

SCOPE = ["window", "attacker", "defender", "metric", "weapon", "region"]

file, answer = sys.argv[1:]
columns = ["source", "origin", *SCOPE, "value"]
read = pl.scan_parquet(file) if file.endswith(".parquet") else pl.scan_csv(file, infer_schema=False)
rows = read.select(columns).filter(pl.col("origin").fill_null("") == "").collect()


def side(party: str) -> pl.DataFrame:
    """What the party in that column, or its victim, says."""
    return rows.filter(pl.col("source").str.starts_with(pl.col(party) + "-")).select(*SCOPE, "value")


compared = datacompy.PolarsCompare(side("attacker"), side("defender"), join_columns=SCOPE)
compared.intersect_rows.write_csv(answer)
