"""A copy of a ledger to work on, while nobody can write to the ledger itself. Must never write to what it copies."""

from __future__ import annotations

import shutil
from pathlib import Path

from ledger import db
from ledger.resources import REGISTERS, user_register


def copied(path: Path, folder: Path) -> Path:
    """Copies a ledger into `folder`, with the user's registers beside it; returns the copy. Raises `LedgerError`."""
    copy = folder / path.name
    with db.held(path):
        # what a process that was killed had committed and not yet moved into the file
        left_behind = path.with_name(f"{path.name}.wal")
        if left_behind.exists():
            shutil.copyfile(left_behind, copy.with_name(left_behind.name))
        # last, since closing a second handle on the file lets go of the lock on it
        shutil.copyfile(path, copy)
    for name in REGISTERS:
        if (own := user_register(path, name)).exists():
            user_register(copy, name).parent.mkdir(exist_ok=True)
            shutil.copyfile(own, user_register(copy, name))
    return copy
