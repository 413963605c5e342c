"""Keeps a copy of a ledger before it is migrated. Must never overwrite a file, nor lose the lock on the ledger."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from ledger.db.opening import free_name
from ledger.db.statements import Connection
from ledger.errors import LedgerError

_COPY = """
import os, pathlib, shutil, sys
source, target = sys.argv[1:]
try:
    with open(target, "xb") as copy:
        try:
            with open(source, "rb") as ledger:
                shutil.copyfileobj(ledger, copy)
            copy.flush()
            os.fsync(copy.fileno())
            shutil.copymode(source, target)
        except OSError:
            pathlib.Path(target).unlink()
            raise
except OSError as e:
    sys.exit(e.strerror)
"""


def keep_copy(con: Connection, path: Path, version: int) -> Path:
    """Copies the ledger that `con` holds, alone and outside a transaction; returns the copy. Raises `LedgerError`.

    In a process of its own: the lock of this one would go with the first handle on the file that it closes.
    """
    con.execute("checkpoint")
    copy = free_name(path.with_name(f"{path.stem}.schema-{version}{path.suffix or '.duckdb'}"))
    command = [sys.executable, "-I", "-S", "-c", _COPY, str(path), str(copy)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["the copy failed"])[-1]
        raise LedgerError(
            f"{path} has schema {version}, and no copy of it can be kept before it is brought up to date: {reason}",
            hint=f"make room or get the right to write beside it, or copy it to {copy.name} elsewhere and use that",
        )
    return copy
