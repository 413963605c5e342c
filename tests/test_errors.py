"""The catalogue of errors in `errors/`: each case is run as typed, and its message compared word for word.

A case is one TOML file: `why` one meets it, `files` to write first, the commands that run `before`, the `environment`,
the `command`, its `exit` code, and what it says on `stderr`, where `…` stands for what differs from run to run.
`errors/README.md` is made from the cases: `python tests/test_errors.py` writes it anew.
"""

import re
import shlex
import tomllib
from pathlib import Path
from typing import Any

import pytest
from conftest import PROJECT, Ledger

CASES = Path(__file__).parent / "errors"
README = CASES / "README.md"
NAMES = sorted(p.stem for p in CASES.glob("*.toml"))


def case(name: str) -> dict[str, Any]:
    return tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))


def words(command: str) -> list[str]:
    """A command of the catalogue as typed, without the name of the tool."""
    tool, *rest = shlex.split(command)
    assert tool == "ledger"
    return rest


BEGUN: dict[str, bytes] = {}


def begin(ledger: Ledger, folder: Path, given: dict[str, Any]) -> None:
    """Runs what comes before; where that is the same as in another case, its ledger is copied."""
    path, same = folder / "ledger.duckdb", str((given.get("files"), given.get("before")))
    if same in BEGUN:
        path.write_bytes(BEGUN[same])
        return
    for command in given.get("before", []):
        ledger(*words(command))
    if path.exists():
        BEGUN[same] = path.read_bytes()


@pytest.mark.parametrize("name", NAMES)
def test_the_message_is_the_one_in_the_catalogue(
    ledger: Ledger, folder: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = case(name)
    for file, text in given.get("files", {}).items():
        (folder / file).parent.mkdir(exist_ok=True)
        (folder / file).write_text(text, encoding="utf-8")
    begin(ledger, folder, given)
    for variable, text in given.get("environment", {}).items():
        monkeypatch.setenv(variable, text)
    ran = ledger(*words(given["command"]), code=given["exit"])
    pattern = ".+".join(map(re.escape, given["stderr"].split("…")))
    assert re.fullmatch(pattern, ran.err.strip().replace("\\\n", "")), ran.err


@pytest.mark.parametrize("name", NAMES)
def test_a_message_says_what_is_wrong_and_what_to_try(name: str) -> None:
    given = case(name)
    assert given["why"].endswith(".")
    if given["exit"] == 2:
        assert given["stderr"].startswith("error: ")
        assert "\n  try: " in given["stderr"]


def test_the_readme_is_made_from_the_cases() -> None:
    assert README.read_text(encoding="utf-8") == readme(), "python tests/test_errors.py writes it anew"


def test_every_error_of_the_tool_has_a_case() -> None:
    """Every message that the code raises is met by a case: the words of its first line between its variables."""
    seen = "\n".join(case(name)["stderr"] for name in NAMES)
    missing = [
        f"{path.name}: {text}"
        for path in sorted((PROJECT / "ledger").rglob("*.py"))
        for text in re.findall(r"(?:LedgerError|Damaged|Busy)\(\s*f?\"([^\"]+)\"", path.read_text(encoding="utf-8"))
        if path.parent.name in ("cli", "db", "ingest", "prose", "reader") or path.name in ("registers.py", "frames.py")
        if not all(part in seen for part in re.split(r"\{[^}]*\}", text))
    ]
    assert [m for m in missing if not any(rare in m for rare in RARE)] == []


RARE = (
    "cannot name a variable",  # a report's parameter is checked before
    "queries/{name}.sql failed",  # only a ledger changed by hand
    "was written by a newer",  # needs a DuckDB that is not out
    "{path}: {text",  # whatever else DuckDB may say
    "the DuckDB shell is not installed",
    "cannot write into",  # no such folder can be made as root
    "is neither text nor a known format", "its encoding is not known",  # nothing that a text can hold in TOML
    "an argument is no UTF-8", "is a database but not a ledger",  # tests/test_hostile.py
    "does not say which version",  # its table meta altered: tests/test_verify.py
    "is larger than {MAX", "gives more than {MAX", "is packed in a way",  # tests/test_bounded.py
    "too many quotation marks",  # likewise
    "is larger than {MOST:,} bytes", "cannot keep the copy",  # pages that are fetched
    "is held by",  # tests/test_cli_ask.py
    "has an older schema", "has schema {version}",  # tests/test_schema.py
    "of another kind of value",  # tests/test_merge.py
    "there is no room to write", "cannot be opened or written",  # tests/test_db.py
    "preset.py", "mapping.py",  # a preset's own faults: tests/test_ingest_preset.py
)  # fmt: skip
"""Messages that no command can be made to give here."""


def readme() -> str:
    lines = [
        "# Errors one can meet",
        "",
        "Made from the cases beside it by `python tests/test_errors.py`; a test runs each and compares its message.",
        "",
        "| why | command | exit | message |",
        "| --- | --- | --- | --- |",
    ]
    for name in NAMES:
        given = case(name)
        said = "<br>".join(given["stderr"].replace("|", "\\|").splitlines())
        command = given["command"].replace("|", "\\|")
        lines.append(f"| [{given['why']}]({name}.toml) | `{command}` | {given['exit']} | {said} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    README.write_text(readme(), encoding="utf-8")
