"""The README's commands run as printed, and print what it shows.

`LEDGER_GOLDEN=write pytest tests/test_readme.py -n0` puts the output in; then a person reads it.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

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
    """The output with the moment of recording, and the digests that cover it, written as fixed ones."""
    output = re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d UTC(?= by| +you)", "2026-11-24 12:00 UTC", output)
    output = re.sub(r"((?:ledger|head|digest) +|head=)[0-9a-f]{12}(?=[0-9a-f]*\b)", r"\g<1>c1a1b05ed9e5", output)
    return re.sub(r"(?<=head=c1a1b05ed9e5)[0-9a-f]{52}", "0" * 52, output)
