"""How long `ledger verify` takes on a large ledger, and what the chain costs an `add`, timed as a user would run them.

python tests/bench/verify_growth.py missile_attacks_daily.csv FOLDER [--size 1000000] [--runs 7] [--before CHECKOUT]

The ledger is that of check_growth.py and kept in FOLDER. CHECKOUT is the project at a commit without the chain
(`git worktree add CHECKOUT 85bb88f`), which makes a ledger of the same size with its own script; adds to both take
turns. Not collected by pytest.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

from check_growth import feed, grown

HERE = Path(__file__).parents[2]
CLAIM = (
    "--source", "ru-mod", "--url", "t.me/bench", "--published", "2026-01-26T04:39Z", "--attacker", "UA",
    "--defender", "RU", "--metric", "intercepted", "--weapon", "uav", "--window", "2026-01-25T23:00/2026-01-26T07:00",
)  # fmt: skip
GROW = """
import sys; from pathlib import Path; from check_growth import feed, grown
grown(feed(Path(sys.argv[1]), Path(sys.argv[2])), int(sys.argv[3]))
"""


class Used(NamedTuple):
    wall: float
    processors: float
    megabytes: float


def timed(checkout: Path, ledger: Path, *words: str) -> Used:
    """Seconds by the wall clock and of the processors, and peak megabytes, of a command of a checkout."""
    environment = {**os.environ, "PYTHONPATH": str(checkout)}
    start = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", "ledger", "--db", str(ledger), *words],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment, cwd=ledger.parent,
    ) as process:  # fmt: skip
        said = process.stderr.read() if process.stderr else b""
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(said.decode())
    return Used(time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def before(checkout: Path, data: Path, folder: Path, size: int) -> Path:
    """A ledger of the same size as the other checkout makes it."""
    folder.mkdir(exist_ok=True)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(checkout), str(checkout / "tests" / "bench")))}
    words = (sys.executable, "-c", GROW, str(data), str(folder), str(size))
    # in the folder, since Python looks for modules where it stands first
    subprocess.run(words, env=environment, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return folder / f"grown-{size}.duckdb"


def told(name: str, runs: list[Used]) -> None:
    wall, processors, megabytes = (statistics.median(column) for column in zip(*runs, strict=True))
    print(f"{name}: {wall:.2f} s, processors {processors:.2f} s, peak {megabytes:.0f} MB (median of {len(runs)})")


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("data", type=Path)
    words.add_argument("folder", type=Path)
    words.add_argument("--size", type=int, default=1_000_000)
    words.add_argument("--runs", type=int, default=7)
    words.add_argument("--before", type=Path)
    given = words.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    ledger = grown(feed(given.data, given.folder), given.size).absolute()
    told("verify", [timed(HERE, ledger, "verify") for _ in range(given.runs)])
    if not given.before:
        return
    checkouts = {
        "add": (HERE, ledger),
        "add without the chain": (
            given.before.absolute(),
            before(given.before.absolute(), given.data.absolute(), given.folder.absolute() / "before", given.size),
        ),
    }
    runs: dict[str, list[Used]] = {name: [] for name in checkouts}
    for name, (_, path) in list(checkouts.items()):
        checkouts[name] = (checkouts[name][0], Path(shutil.copyfile(path, path.with_name("adding.duckdb"))))
    for turn in range(given.runs + 1):
        for name, (checkout, path) in checkouts.items():
            used = timed(checkout, path, "add", *CLAIM, "--value", str(turn))
            if turn:  # the first fills the caches
                runs[name].append(used)
    for name, found in runs.items():
        told(name, found)
    chain, none = runs.values()
    for column in ("wall", "processors"):
        ratio = statistics.median(getattr(u, column) for u in chain) / statistics.median(
            getattr(u, column) for u in none
        )
        print(f"factor {ratio:.2f} by {column}")


if __name__ == "__main__":
    main()
