"""The README's commands run as printed, and print what it shows.

`LEDGER_GOLDEN=write pytest tests/test_readme.py -n0` puts the output in; then a person reads it.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from ledger import db

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
BLOCK = re.compile(r"(?<=```console\n).*?(?=```)", re.DOTALL)


def played(block: str, env: dict[str, str]) -> str:
    lines = []
    for command in (line for line in block.splitlines() if line.startswith("$ ")):
        done = subprocess.run(
            command[2:], shell=True, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        lines += [command, *(line.rstrip() for line in done.stdout.splitlines())]
    return "\n".join(lines) + "\n"


def test_the_readme_tells_the_truth(folder: Path) -> None:
    (folder / "data").symlink_to(ROOT / "data")
    tools = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    env = {**os.environ, "PATH": tools, "COLUMNS": "80", "LEDGER_USER": "you"}
    text = README.read_text(encoding="utf-8")
    found = BLOCK.sub(lambda block: without_clock(played(block[0], env)), text)
    if os.environ.get("LEDGER_GOLDEN") == "write":
        README.write_text(found, encoding="utf-8")
    assert found == text


def without_clock(output: str) -> str:
    """The output with the moment of recording, and the ids and digests that cover it, written as fixed ones."""
    today = datetime.now(UTC).date().isoformat()
    output = re.sub(rf"{today} \d\d:\d\d", "2026-11-24 12:00", output)
    if Path("ledger.duckdb").exists():
        with db.reading(Path("ledger.duckdb")) as con:
            entries = con.execute("select cast(entry_id as varchar), digest from entry order by recorded_at").fetchall()
        for number, sealed in enumerate(entries):
            for word, length in zip(sealed, (8, 12), strict=True):
                output = output.replace(word[:length], sha256(f"{number}{length}".encode()).hexdigest()[:length])
    return output
