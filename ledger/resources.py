"""Where the files that ship with the tool are: registers, claims, presets, queries.

Owns only paths. In a checkout they lie beside the package, in an installed wheel inside it.
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_SHIPPED = _PACKAGE / "_shipped"
_ROOT = _SHIPPED if _SHIPPED.is_dir() else _PACKAGE.parent

DATA = _ROOT / "data"
QUERIES = _ROOT / "queries"
CLAIMS = DATA / "claims"
PRESETS = DATA / "presets"

REGISTERS = {
    "parties": "party",
    "sources": "source",
    "metrics": "metric",
    "weapons": "weapon",
    "populations": "population",
    "regions": "region",
    "profiles": "profile",
    "glossary": "glossary",
}
"""A register's file and the table it is copied to."""


def user_register(ledger: Path, name: str) -> Path:
    """The file beside a ledger that holds the user's own rows of a register."""
    return ledger.with_suffix(".vocab") / f"{name}.csv"
