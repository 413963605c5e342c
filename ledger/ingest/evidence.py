"""A copy of a document as evidence: hash, type, size, time, place. Must never change a copy, nor read its claims.

A page is fetched once, as the server gives it, and kept beside the ledger under its hash.
"""

from __future__ import annotations

import hashlib
import mimetypes
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from ledger.errors import LedgerError, Refused
from ledger.model.windows import parse_moment

MOST = 100_000_000
"""Bytes of a page that is fetched; a file of one's own may be larger."""
_TIMEOUT = 30
_HEAD = 65_536
_WARC = re.compile(rb"^WARC-Date:\s*(\S+)", re.MULTILINE | re.IGNORECASE)
_SAVED = re.compile(rb"saved date:\s*([^\r\n]+)", re.IGNORECASE)
"""How a page saved by SingleFile says when."""
_TYPES = {".warc": "application/warc", ".wacz": "application/wacz", ".md": "text/markdown"}


def evidence(
    what: str, ledger: Path, *, address: str | None, at: str | None, tool: str | None, note: str | None
) -> dict[str, object]:
    """The columns of `capture` for a file, or for a page that is fetched now. Raises `LedgerError`.

    The time is `at`; else, of a WARC or a page saved by SingleFile, what it says itself; else when the file was last
    changed, or now for a page.
    """
    fetched = urlsplit(what).scheme in ("http", "https")
    path, media_type = _fetch(what, ledger) if fetched else (Path(what), _media_type(Path(what)))
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
            digest.update(head)
            while piece := file.read(1 << 20):
                digest.update(piece)
        status = path.stat()
    except OSError as e:
        raise LedgerError(f"cannot read {what}: {e.strerror}", hint="name a file, or an address with https://") from e
    if not status.st_size:
        raise LedgerError(f"{what} is empty", hint="save the page anew")
    taken = _moment(at) if at else _said(head, path) or (None if fetched else _utc(status.st_mtime))
    return {
        "address": address or (what if fetched else None),
        "path": str(path),
        "sha256": digest.hexdigest(),
        "bytes": status.st_size,
        "media_type": media_type,
        "captured_at": (taken or datetime.now(UTC)).replace(tzinfo=None, microsecond=0).isoformat(),
        "tool": tool,
        "note": note,
    }


def _fetch(url: str, ledger: Path) -> tuple[Path, str]:
    """Fetches a page and keeps it beside the ledger; returns the file and the type that the server says."""
    try:
        with urlopen(Request(url, headers={"User-Agent": "claims-ledger"}), timeout=_TIMEOUT) as answer:
            content = answer.read(MOST + 1)
            media_type = answer.headers.get_content_type()
    except (URLError, OSError, ValueError) as e:
        reason = f"cannot fetch {url}: {getattr(e, 'reason', e)}"
        raise LedgerError(reason, hint="save the page yourself: ledger capture FILE --address URL") from e
    if len(content) > MOST:
        raise LedgerError(f"{url} is larger than {MOST:,} bytes", hint="save it yourself, and capture the file")
    folder = ledger.with_name(f"{ledger.stem}.captures")
    path = folder / (hashlib.sha256(content).hexdigest() + (mimetypes.guess_extension(media_type) or ""))
    try:
        folder.mkdir(exist_ok=True)
        path.write_bytes(content)
    except OSError as e:
        raise LedgerError(
            f"cannot keep the copy {path}: {e.strerror}", hint="put the ledger where you can write"
        ) from e
    return path, media_type


def _media_type(path: Path) -> str:
    name = path.name.removesuffix(".gz")
    known = _TYPES.get(Path(name).suffix.lower()) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    return f"{known}+gzip" if path.suffix == ".gz" else known


def _said(head: bytes, path: Path) -> datetime | None:
    """When the copy itself says that it was taken."""
    if head[:2] == b"\x1f\x8b":
        import gzip

        try:
            with gzip.open(path) as file:
                head = file.read(_HEAD)
        except (OSError, EOFError):
            return None
    found = _WARC.search(head) if head.startswith(b"WARC/") else _SAVED.search(head)
    if not found:
        return None
    words = found[1].decode("ascii", "replace").strip()
    for read in (datetime.fromisoformat, _browser_date, parsedate_to_datetime):
        try:
            moment = read(words)
        except ValueError:
            continue
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None


def _browser_date(words: str) -> datetime:
    """Mon Jan 26 2026 10:00:00 GMT+0200 (Eastern European Standard Time)"""
    return datetime.strptime(words.split(" (")[0], "%a %b %d %Y %H:%M:%S GMT%z")


def _moment(text: str) -> datetime:
    try:
        return parse_moment(text, "UTC")[0].replace(tzinfo=UTC)
    except Refused as e:
        raise LedgerError(f"--at {text!r}: {e.message}", hint="--at 2026-01-26T10:00Z") from e


def _utc(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
