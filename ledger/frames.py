"""Files written through frames: Parquet exports and the template to fill in. Must never read the ledger."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ledger.errors import LedgerError
from ledger.ingest.record import CHOICES, COLUMNS
from ledger.queries import Result

Vocabulary = Mapping[str, tuple[Sequence[str], Sequence[Sequence[str | None]]]]
_LISTS = {
    "source": "sources", "attacker": "parties", "defender": "parties", "subject": "parties", "metric": "metrics",
    "weapon": "weapons", "population": "populations", "region": "regions", "origin": "sources",
}  # fmt: skip
_ROWS = 10_000
"""Rows of the template's sheet that offer the known values."""


def write_parquet(result: Result, path: Path) -> None:
    """Writes a result of text columns as Parquet. Raises `LedgerError`."""
    import polars as pl

    try:
        pl.DataFrame(result.rows, schema=dict.fromkeys(result.columns, pl.String), orient="row").write_parquet(path)
    except OSError as e:
        raise LedgerError(f"cannot write {path}: {e}", hint="name another file with -o") from e


def write_template(folder: Path, known: Vocabulary) -> list[Path]:
    """Writes claims.csv and claims.xlsx (with lists of the known values), never over a file. Raises `LedgerError`."""
    paths = [folder / "claims.csv", folder / "claims.xlsx"]
    if there := [p for p in paths if p.exists()]:
        raise LedgerError(f"{there[0]} is there already", hint="name another folder: ledger template my-claims")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with paths[0].open("w", encoding="utf-8-sig", newline="") as out:
            csv.writer(out).writerow(COLUMNS)
        _workbook(paths[1], known)
    except OSError as e:
        raise LedgerError(f"cannot write into {folder}: {e.strerror}", hint="name another folder") from e
    return paths


def _workbook(path: Path, known: Vocabulary) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        text = book.add_format({"num_format": "@"})
        bold = book.add_format({"bold": True, "bottom": 1})
        sheet = book.add_worksheet("claims")
        values = book.add_worksheet("known values")
        sheet.write_row(0, 0, COLUMNS, bold)
        sheet.set_column(0, len(COLUMNS) - 1, 18, text)
        sheet.freeze_panes(1, 0)
        for number, (name, words) in enumerate(_lists(known).items()):
            values.write(0, number, name, bold)
            values.write_column(1, number, words)
            last = xlsxwriter.utility.xl_rowcol_to_cell(len(words), number, True, True)
            first = xlsxwriter.utility.xl_rowcol_to_cell(1, number, True, True)
            rule: dict[str, Any] = {
                "validate": "list",
                "source": f"='known values'!{first}:{last}",
                "error_type": "warning",
            }
            for column in (c for c in COLUMNS if _LISTS.get(c, c) == name):
                sheet.data_validation(1, COLUMNS.index(column), _ROWS, COLUMNS.index(column), rule)


def _lists(known: Vocabulary) -> dict[str, list[str]]:
    ids = {name: [str(r[0]) for r in known[name][1]] for name in dict.fromkeys(_LISTS.values())}
    return ids | {name: list(words) for name, words in CHOICES.items()}
