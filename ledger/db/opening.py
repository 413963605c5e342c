"""Opens the ledger file: makes it, waits for those who hold it, says in one line why it cannot be opened.

Must never close a handle of its own on a file that DuckDB has open in this process: that would let go of DuckDB's lock.
"""

from __future__ import annotations

import os
import random
import re
import shlex
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

import duckdb

from ledger.db.statements import Connection
from ledger.errors import Busy, Damaged, LedgerError

Settings = dict[str, str | bool | int | float | list[str]]
NO_DOWNLOADS: Settings = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
ONE_THREAD: Settings = {"threads": "1"}
# Any DuckDB shell since 1.4 can open a file of this version.
STORAGE: Settings = {"storage_compatibility_version": "v1.4.0"}

_PATIENCE = 30.0
"""Seconds to wait for others. On two busy cores, eight writers and two readers at once kept one waiting for 24."""
_PAUSE, _PAUSE_OF_READERS = 0.02, 0.01
"""Seconds between two looks at a ledger that is held: a reader gets in when the write is done for which it waits."""
_COURTESY = 1.0
"""Seconds for which a reader lets a writer go first."""
_SHOWN = 120
"""Characters of another process's command line that are shown."""
_HEADERS = 12_288
"""Bytes of a DuckDB file in which there is nothing."""
_DAMAGE = (duckdb.SerializationException, duckdb.FatalException, duckdb.InternalException)


def expect(path: Path) -> None:
    """Raises `LedgerError` where no ledger was made yet."""
    if not path.exists() or _unmade(path):
        raise missing(path)


def missing(path: Path) -> LedgerError:
    """The error for a ledger that is not there, or a file that nothing was recorded in yet."""
    there = ": that file is empty" if path.exists() else ""
    return LedgerError(
        f"there is no ledger at {path}{there}",
        hint="`ledger load FILE` or `ledger add` makes one; --db or LEDGER_DB names another",
    )


def connect(path: Path, *, read_only: bool, settings: Settings) -> Connection:
    """Opens the ledger, and waits while others hold it; with `read_only` false it is made if need be.

    Raises `Busy` when patience is at an end, else `LedgerError`.
    """
    end = time.monotonic() + _patience()
    if read_only:
        _give_way(path)
    with ExitStack() as place:
        for attempt in count():
            late = time.monotonic() >= end
            try:
                if late or not attempt or _seems_free(path, read_only):
                    return _connected(path, read_only, settings)
            except (duckdb.Error, OSError) as e:
                passing = _is_held(e) or isinstance(e, FileNotFoundError)  # not found: another command took it back
                if late or not passing:
                    raise (_held(e, path) if _is_held(e) else explained(e, path)) from e
            if not read_only and not attempt:
                place.enter_context(_line(path.parent, end))
            # of uneven length, so that those who wait do not meet again and again
            time.sleep(random.uniform(0.5, 1) * (_PAUSE_OF_READERS if read_only else _PAUSE))
    raise AssertionError("patience has no end")


@contextmanager
def _line(folder: Path, end: float) -> Iterator[None]:
    """The writers that wait in a folder stand in line, in the order in which they came, so that none starves.

    The line is a lock on the folder, which the one in front has and the system gives to the next. It only orders those
    who wait: where there is no such lock, or the line is too long, all look for the ledger to be free by themselves.
    """
    try:
        import fcntl

        opened = os.open(folder, os.O_RDONLY)
    except (ModuleNotFoundError, OSError):
        yield
        return

    def stand() -> None:
        with suppress(OSError):
            fcntl.flock(opened, fcntl.LOCK_EX)

    try:
        # in a thread, since there is no such wait that ends
        standing = Thread(target=stand, daemon=True)
        standing.start()
        standing.join(max(end - time.monotonic(), 0))
        yield
    finally:
        os.close(opened)


def _give_way(path: Path) -> None:
    """Lets the writer in front begin, so that readers who come one after the other do not keep all writers out."""
    end = time.monotonic() + _COURTESY
    while time.monotonic() < end and _are_waiting(path.parent) and _seems_free(path, read_only=True):
        time.sleep(_PAUSE_OF_READERS)


def _are_waiting(folder: Path) -> bool:
    """Whether writers stand in line."""
    try:
        import fcntl

        opened = os.open(folder, os.O_RDONLY)
    except (ModuleNotFoundError, OSError):
        return False
    try:
        fcntl.flock(opened, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    finally:
        os.close(opened)
    return False


def _connected(path: Path, read_only: bool, settings: Settings) -> Connection:
    if read_only:
        expect(path)
    else:
        _make(path)
    before = _identity(path)
    con = duckdb.connect(str(path), read_only=read_only, config=NO_DOWNLOADS | settings)
    if _identity(path) != before:
        con.close()  # what was opened is a file that another command made and took back
        raise FileNotFoundError(path)
    return con


def _seems_free(path: Path, read_only: bool) -> bool:
    """Whether nobody else seems to hold a ledger that this process has not open: a hundred times quicker to ask than
    by opening it."""
    try:
        with path.open("rb" if read_only else "r+b", buffering=0) as file:
            _lock(file.fileno(), read_only)
    except BlockingIOError:
        return False
    except OSError:
        pass  # whatever it is, opening it tells
    return True


def take_back(path: Path) -> None:
    """Removes a ledger that this process has just made and still holds, so that nobody else has written to it."""
    for file in (_wal(path), path):
        with suppress(OSError):  # Windows keeps a file that is open: an empty one, which the next command takes over
            file.unlink(missing_ok=True)


def explained(e: Exception, path: Path) -> LedgerError:
    """What a failure of DuckDB or of the file system means, in one line with what to try."""
    text = str(e).splitlines()[0]
    cause = getattr(e, "strerror", None) or text.rsplit(": ", 1)[-1]
    if "database does not exist" in text:
        return missing(path)
    if path.is_dir():
        return Damaged(f"{path} is not a ledger: it is a folder", hint="name another file with --db")
    if re.search("No space left|File too large|[Qq]uota exceeded|not enough space", text):
        return LedgerError(
            f"there is no room to write {path}: {cause}; nothing was recorded",
            hint="make room there, then give the command again",
        )
    if re.search("Permission denied|Read-only file system|not permitted|Access is denied", text):
        return LedgerError(
            f"{path} cannot be opened or written: {cause}",
            hint="name a ledger in a folder where you may write with --db; copy this one there if need be",
        )
    if "newer version" in text or "storage version" in text.lower():
        return Damaged(f"{path} was written by a newer DuckDB: {text}", hint="upgrade the tool")
    if isinstance(e, _DAMAGE) or re.search("not a valid DuckDB|Could not read enough bytes|Corrupt", text):
        return Damaged(
            f"{path} is not a ledger: it is no DuckDB database, or a damaged one",
            hint="name another file with --db, or take an older copy of this one",
        )
    return LedgerError(f"{path}: {cause if isinstance(e, OSError) else text}", hint="`ledger doctor` tells more")


def _make(path: Path) -> None:
    """Makes an empty database of a file that is not there, or that was left half made.

    Not left to DuckDB, which empties the file again that another process makes at the same moment. Here it is written
    under the lock that DuckDB itself takes (Windows: while it is open nobody else opens it).
    """
    if path.exists() and not _unmade(path):
        return
    empty = _empty()
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o666), "r+b", buffering=0) as file:
        _lock(file.fileno())
        if _begun(file.read(_HEADERS)):
            _set_aside(_wal(path))
            file.seek(0)
            try:
                file.write(empty)
                os.fsync(file.fileno())
            except OSError:
                take_back(path)
                raise


def _unmade(path: Path) -> bool:
    """Whether a file has nothing in it, or only how an empty database begins."""
    try:
        # by its size first: a file that is larger may be open in this process, and must not be opened and closed again
        return not path.is_dir() and path.stat().st_size < _HEADERS and _begun(path.read_bytes())
    except OSError:
        return False


def _begun(content: bytes) -> bool:
    if not content:
        return True
    # in what differs between two empty ones, a file's identifier and checksums, it may differ too
    return len(content) < _HEADERS and all(
        c == a or a != b for c, a, b in zip(content, _empty(), _empty(2), strict=False)
    )


@cache
def _empty(which: int = 1) -> bytes:
    """A database without tables, as DuckDB makes it; or another one."""
    with TemporaryDirectory(prefix="ledger-") as folder:
        path = Path(folder) / "empty.duckdb"
        duckdb.connect(str(path), config=NO_DOWNLOADS | ONE_THREAD | STORAGE).close()
        return path.read_bytes()


def _lock(descriptor: int, shared: bool = False) -> None:
    """Takes the lock that DuckDB takes, until the file is closed. Raises `BlockingIOError` where another has it."""
    with suppress(ModuleNotFoundError):  # Windows
        import fcntl

        fcntl.lockf(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)


def _set_aside(wal: Path) -> None:
    """Renames a log that lies there without its ledger: it may be what somebody's lost ledger still lacks."""
    if wal.exists():
        wal.rename(free_name(wal.with_name(f"{wal.name}.old")))


def free_name(path: Path) -> Path:
    """The path, or the next like it that no file has."""
    numbered = (path.with_name(f"{path.stem}-{n}{path.suffix}") for n in range(2, 10_000))
    return next(p for p in (path, *numbered) if not p.exists())


def _wal(path: Path) -> Path:
    """Where DuckDB keeps what is committed and not yet in the file itself."""
    return path.with_name(f"{path.name}.wal")


def _identity(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_dev, found.st_ino


def _patience() -> float:
    text = os.environ.get("LEDGER_PATIENCE")
    try:
        return max(float(text), 0.0) if text else _PATIENCE
    except ValueError:
        raise LedgerError(f"LEDGER_PATIENCE {text!r} is no number of seconds", hint="LEDGER_PATIENCE=10") from None


def _is_held(e: Exception) -> bool:
    if isinstance(e, BlockingIOError):
        return True
    said = re.search("set lock|conflicting lock|another process", str(e))
    return bool(said) and isinstance(e, duckdb.IOException)


def _held(e: Exception, path: Path) -> Busy:
    found = re.search(r"in\s+(.+?) \(PID (\d+)\)", str(e))
    who = _described(int(found[2]), found[1]) if found else "another process"
    return Busy(f"{path} is held by {who}", hint="close that shell or wait for that command, then try again")


def _described(pid: int, program: str) -> str:
    """A process, its command line, and since when it runs; only its program where it is gone or not ours to look at."""
    from datetime import datetime

    import psutil

    try:
        process = psutil.Process(pid)
        command = shlex.join(process.cmdline()) or program
        since = f" since {datetime.fromtimestamp(process.create_time()):%Y-%m-%d %H:%M:%S}"
    except (psutil.Error, OSError):
        command, since = program, ""
    printable = "".join(c if c.isprintable() else " " for c in command)
    shown = printable if len(printable) <= _SHOWN else f"{printable[:_SHOWN]}…"
    return f"process {pid} ({shown}){since}"
