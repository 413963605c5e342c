"""An act of recording: which command, by whom, when, with what. Must never know what was recorded."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version


@dataclass(frozen=True)
class Act:
    """An act of recording: which command, from which file (name and sha256), by which preset."""

    command: str
    file: str | None = None
    file_sha256: str | None = None
    preset: str | None = None
    profile: str = "bounds"
    recorded_at: str = field(
        default_factory=lambda: datetime.now(UTC).replace(tzinfo=None).isoformat("T", "microseconds")
    )

    def fields(self) -> dict[str, object]:
        """The columns of `entry` that say who recorded, when (UTC), with what."""
        import getpass  # not needed to read

        return {
            "recorded_at": self.recorded_at,
            "recorded_by": os.environ.get("LEDGER_USER") or getpass.getuser(),
            "command": self.command,
            "tool_version": version("claims-ledger"),
            "file": self.file,
            "file_sha256": self.file_sha256,
            "preset": self.preset,
            "profile": self.profile,
        }
