"""A progress bar on standard error, shown only on a terminal."""

from __future__ import annotations

import sys
from typing import Any


class Progress:
    """A context in which `advance(done, total)` moves the bar; `total` is None while it is not known.

    `unit` is what is counted, bytes or rows: then the bar says how many a second, and how long the rest will take.
    """

    def __init__(self, title: str, unit: str = "") -> None:
        self.title, self.unit = title, unit
        self._bar: Any = None
        self._task: Any = None

    def __enter__(self) -> Progress:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import DownloadColumn, ProgressColumn, Task, TransferSpeedColumn
            from rich.progress import Progress as Bar
            from rich.text import Text

            class Rows(ProgressColumn):
                def render(self, task: Task) -> Text:
                    return Text(f"{task.completed:,.0f} rows, {task.speed or 0:,.0f}/s")

            rate = {"": (), "bytes": (DownloadColumn(), TransferSpeedColumn()), "rows": (Rows(),)}[self.unit]
            self._bar = Bar(*Bar.get_default_columns(), *rate, console=Console(stderr=True), transient=True)
            self._bar.start()
            self._task = self._bar.add_task(self.title, total=None)
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar:
            self._bar.stop()

    def advance(self, done: int, total: int | None) -> None:
        """Shows that `done` of `total` rows are through."""
        if self._bar:
            self._bar.update(self._task, completed=done, total=total)
