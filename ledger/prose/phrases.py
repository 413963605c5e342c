"""The tables of phrases: rows of data/phrases/. A new wording is a new row."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from functools import cache

from ledger.resources import DATA


@cache
def phrases(name: str) -> Sequence[Mapping[str, str]]:
    """The rows of one table."""
    with (DATA / "phrases" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
