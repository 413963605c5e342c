"""Builds a small ledger of each released schema: `python tests/schema/old_ledgers.py FOLDER`.

The tables are made by the migrations up to that version, the rows are those that `rows.sql` and `vN.sql` hold, as a
tool of that time wrote them. A new schema version gets a file of its own; the files of the old ones never change.
"""

import sys
from pathlib import Path

import duckdb

HERE = Path(__file__).parent
MIGRATIONS = HERE.parents[1] / "queries" / "schema"
VERSIONS = sorted(int(p.stem[1:]) for p in HERE.glob("v*.sql"))


def build(version: int, path: Path) -> Path:
    """A ledger of that schema version at `path`; its views and registers were not copied into it yet."""
    tables = sorted(p for p in MIGRATIONS.glob("*.sql") if not p.stem.endswith(".then"))[:version]
    with duckdb.connect(str(path), config={"storage_compatibility_version": "v1.2.0"}) as con:
        for file in (*tables, HERE / "rows.sql", HERE / f"v{version}.sql"):
            con.execute(file.read_text(encoding="utf-8"))
    return path


if __name__ == "__main__":
    for version in VERSIONS:
        print(build(version, Path(sys.argv[1]) / f"schema-{version}.duckdb"))
