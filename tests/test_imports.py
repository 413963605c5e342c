"""What each command imports: a command pays only for the packages it needs."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from conftest import MINISTRY, Ledger, adding, held, options, wrote

HEAVY = {
    "charset_normalizer", "duckdb", "fastexcel", "hashlib", "importlib.metadata", "inscriptis", "logging", "numpy",
    "pandas", "polars", "psutil", "pyarrow", "pycountry", "pymorphy3", "pytz", "rapidfuzz", "rich", "sentencex",
    "simplemma", "tomllib", "xlsxwriter", "zoneinfo",
}  # fmt: skip
"""Modules that take milliseconds to import."""
STORE = {"duckdb", "importlib.metadata"}  # DuckDB imports the other
NIGHT = ("--from", "2026-01-26", "--to", "2026-01-26")
COMMANDS = {
    ("--help",): set(),
    ("--version",): {"importlib.metadata"},
    ("report", "--help"): set(),
    ("load", "--help"): set(),
    ("report", "brief", *NIGHT): STORE | {"rich"},
    ("report", "side-by-side", "--format", "csv"): STORE,
    ("check", "--fail-on", "never"): STORE | {"rich"},
    ("check", "--format", "json", "--fail-on", "never"): STORE,
    ("add", *options(MINISTRY)): STORE | {"zoneinfo"},
    ("load", "night.csv"): STORE | {"hashlib", "rich", "zoneinfo"},
    ("load", "night.csv", "--format", "json"): STORE | {"hashlib", "zoneinfo"},
    ("claims", "--format", "csv"): STORE,
    ("show", "0"): STORE | {"zoneinfo"},
    ("sql", "select 1"): STORE | {"rich"},
    ("sql", "select 1", "--format", "ndjson"): STORE,
    ("log",): STORE | {"rich"},
    ("digest",): STORE,
}


def imported(*words: str, env: dict[str, str] | None = None) -> set[str]:
    """The heavy modules that a command imports, in a process of its own."""
    code = (
        "import atexit, sys\n"
        f"atexit.register(lambda: print(*({HEAVY!r} & set(sys.modules)), file=open('modules', 'w')))\n"
        "sys.argv[0] = 'ledger'\nfrom ledger.cli import main\nmain()"
    )
    subprocess.run(held(code, *words), capture_output=True, check=False, env={**os.environ, **(env or {})})
    return set(Path("modules").read_text(encoding="utf-8").split())


@pytest.mark.parametrize(("words", "needed"), COMMANDS.items(), ids=[" ".join(w[:2]) for w in COMMANDS])
def test_a_command_imports_what_it_needs(words: tuple[str, ...], needed: set[str], ledger: Ledger) -> None:
    ledger(*adding(value="41"))
    wrote(Path("night.csv"), [MINISTRY])
    found = imported(*words)
    assert found <= needed
    assert ("duckdb" in found) == ("duckdb" in needed)


@pytest.mark.parametrize("typed", ["ledger re", "ledger claims --region UA-3", "ledger report br"])
def test_completion_imports_nothing_heavy(typed: str) -> None:
    words = {"COMP_WORDS": typed, "COMP_CWORD": str(len(typed.split()) - 1)}
    assert imported(env={"_LEDGER_COMPLETE": "complete_bash", **words}) == set()
