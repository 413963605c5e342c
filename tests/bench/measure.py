"""Times commands as a user would run them: seconds by the wall clock and of the processors, and peak memory.

Commands that are compared take turns, so that a machine that grows slower or quicker does so for all of them.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple


class Used(NamedTuple):
    """What one run of a command took: seconds, seconds of the processors, megabytes at its peak."""

    wall: float
    processors: float
    megabytes: float


def own_peak() -> float:
    """Megabytes of this process at its peak: no child's peak can be read below it."""
    return _megabytes(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def _megabytes(maxrss: int) -> float:
    return maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)


class Command(NamedTuple):
    """A command, its words given the number of the run; `before` is done first and not timed."""

    words: Callable[[int], Sequence[str | Path]]
    before: Callable[[], object] = lambda: None
    env: Mapping[str, str] = {}


def always(*words: str | Path, before: Callable[[], object] = lambda: None, env: Mapping[str, str] = {}) -> Command:
    """A command whose words are the same each time."""
    return Command(lambda run: words, before, env)


def timed(words: Sequence[str | Path], folder: Path, env: Mapping[str, str] = {}) -> Used:
    """Runs a command in `folder`. What it prints goes to a file there; leaves if it failed, with what it said."""
    # Python keeps what it compiled, as it does on a user's machine, and in that folder
    kept = {name: text for name, text in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    kept["PYTHONPYCACHEPREFIX"] = str(folder / "pycache")
    with (folder / "said.txt").open("w+b") as said:
        start = time.perf_counter()
        with subprocess.Popen(
            [*map(str, words)], stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT, cwd=folder,
            env={**kept, **env},
        ) as process:  # fmt: skip
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - start
        if process.returncode:
            said.seek(0)
            sys.exit(f"{' '.join(map(str, words))} ended with {process.returncode}\n{said.read().decode()}")
    return Used(wall, used.ru_utime + used.ru_stime, _megabytes(used.ru_maxrss))


def in_turn(commands: Mapping[str, Command], runs: int, folder: Path, warm: int = 0) -> dict[str, list[Used]]:
    """Runs the commands one after the other, `runs` times over; the first `warm` rounds fill caches and count not."""
    found: dict[str, list[Used]] = {name: [] for name in commands}
    for run in range(warm + runs):
        for name, command in commands.items():
            command.before()
            used = timed(command.words(run), folder, command.env)
            if run >= warm:
                found[name].append(used)
                if used.wall > 1:
                    print(f"{name}: {used.wall:.1f} s ({run - warm + 1} of {runs})", file=sys.stderr, flush=True)
    return found


def median(runs: Sequence[Used], column: str = "wall") -> float:
    return statistics.median(getattr(used, column) for used in runs)
