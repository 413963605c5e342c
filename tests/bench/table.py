"""The table that `make bench` prints: each figure beside its baseline of the same run, its bar, and if that is met."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import psutil
from measure import Used, median, own_peak

from ledger.queries import Result

COLUMNS = ("what", "ledger", "baseline", "its figure", "ratio", "bar", "met", "peak MB", "runs")


class Bar(NamedTuple):
    """What a figure is held to, each only where it is given: its ratio to the baseline, seconds, megabytes."""

    ratio: float | None = None
    seconds: float | None = None
    megabytes: float | None = None


class Row(NamedTuple):
    """A figure: runs of a command of ours, and runs of what it is compared with, if there is something."""

    what: str
    ours: Sequence[Used]
    baseline: str = ""
    theirs: Sequence[Used] = ()
    bar: Bar = Bar()

    def cells(self) -> tuple[str, ...]:
        wall, peak = median(self.ours), median(self.ours, "megabytes")
        factor = wall / median(self.theirs) if self.theirs else None
        held = [(wall, self.bar.seconds), (peak, self.bar.megabytes), (factor, self.bar.ratio)]
        met = [is_ <= bar for is_, bar in held if is_ is not None and bar is not None]
        return (
            self.what, _seconds(self.ours), self.baseline, _seconds(self.theirs), ratio(factor), _told(self.bar),
            ("met" if all(met) else "missed") if met else "", _peak(peak), str(len(self.ours)),
        )  # fmt: skip


class Size(NamedTuple):
    """The size of a file of ours beside that of another with the same rows, in bytes."""

    what: str
    ours: int
    baseline: str
    theirs: int

    def cells(self) -> tuple[str, ...]:
        megabytes = f"{self.ours / 1e6:,.1f} MB", self.baseline, f"{self.theirs / 1e6:,.1f} MB"
        return (self.what, *megabytes, ratio(self.ours / self.theirs), "", "", "", "")


def ratio(factor: float | None) -> str:
    """How many times as long, `1/n` where it is much quicker."""
    if factor is None:
        return ""
    return f"1/{1 / factor:.1f}" if factor < 0.5 else f"{factor:.2f}"


def _peak(megabytes: float) -> str:
    return f"{megabytes:,.0f}" if megabytes > 1.05 * own_peak() else f"under {own_peak():.0f}"


def _told(bar: Bar) -> str:
    told = [ratio(bar.ratio)] if bar.ratio else []
    told += [f"{bar.seconds:g} s"] if bar.seconds else []
    told += [f"{bar.megabytes:,.0f} MB"] if bar.megabytes else []
    return " and ".join(told)


def _seconds(runs: Sequence[Used]) -> str:
    """The median, and the least and the most."""
    if not runs:
        return ""
    walls = [used.wall for used in runs]
    digits = 3 if max(walls) < 1 else 2 if max(walls) < 10 else 1
    return f"{median(runs):.{digits}f} s ({min(walls):.{digits}f}-{max(walls):.{digits}f})"


def result(rows: Sequence[Row | Size]) -> Result:
    return Result(COLUMNS, ("VARCHAR",) * len(COLUMNS), [row.cells() for row in rows])


def machine() -> str:
    """What the figures were measured on, in one line."""
    model = platform.machine()
    if (cpus := Path("/proc/cpuinfo")).exists():
        lines = [line.split(":", 1) for line in cpus.read_text(encoding="utf-8").splitlines() if ":" in line]
        model = next((text.strip() for name, text in lines if name.strip() == "model name"), model)
    packages = ", ".join(f"{name} {version(name)}" for name in ("duckdb", "polars", "typer", "rich"))
    memory = psutil.virtual_memory().total / 2**30
    return (
        f"{model}, {os.cpu_count()} cores, {memory:.0f} GiB of memory, {platform.system()} {platform.machine()}; "
        f"Python {platform.python_version()}, {packages}"
    )
