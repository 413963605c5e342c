"""Files into documents: plain text, Markdown, HTML, a chat export, a table of posts.

Owns what is text in a file and where its date and address are. Must know nothing of claims.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from ledger.errors import LedgerError, Refused
from ledger.ingest.reader import read as read_table
from ledger.model.windows import parse_moment
from ledger.prose.page import Document

MAX_TEXT = 16_000_000
"""Bytes of a text; no article is that long."""
_GUESSES = {
    "text": ("text", "text_snippet", "message", "content", "body", "full_text"),
    "published": ("published", "datetime", "date_time", "timestamp", "created_at", "date"),
    "url": ("url", "link", "permalink", "href"),
}
_PAGE = re.compile(r"\s*(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body)", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True)
class Known:
    """What is known of a text from outside: options of the command, '' where not given."""

    source: str = ""
    published: str = ""
    url: str = ""
    lang: str = ""


@dataclass
class Posts:
    """The posts of a file as documents, the numbers of their rows, and the rows without text."""

    documents: list[tuple[int, Document]] = field(default_factory=list)
    empty: int = 0
    problems: list[tuple[int, str]] = field(default_factory=list)


def read_document(path: str, stdin: Callable[[int], bytes], known: Known) -> Document | Posts:
    """The one text of a file, or the posts of a chat export. Raises `LedgerError` if it cannot be read as text."""
    name = "standard input" if path == "-" else path
    try:
        held = stdin(MAX_TEXT + 1) if path == "-" else _held(Path(path))
    except OSError as e:
        raise LedgerError(
            f"cannot read {path}: {e.strerror or e}", hint="check the name; - reads standard input"
        ) from e
    if len(held) > MAX_TEXT:
        raise LedgerError(f"{name} is larger than {MAX_TEXT:,} bytes", hint="cut it, or give posts with --posts")
    text = _decoded(held, name)
    if not text.strip():
        raise LedgerError(f"{name} is empty", hint="ledger read FILE, or paste a text into: ledger read -")
    if text.lstrip().startswith("{") and (chat := _chat(text)) is not None:
        return _chat_posts(chat, known)
    if Path(path).suffix.lower() in (".html", ".htm", ".xhtml") or _PAGE.match(text):
        text = _page_text(text)
    return Document(text, known.source, known.published, known.url, known.lang)


def read_posts(
    path: str, stdin: Callable[[int], bytes], known: Known, columns: Mapping[str, str], zone: str, citation: str
) -> Posts:
    """The posts of a table or a chat export. `columns` name those of text, published and url, '' to guess them.

    A time without an offset is in `zone`. A post without an address gets one from `citation` and its time. Raises
    `LedgerError` where the columns do not fit.
    """
    if path != "-" and Path(path).suffix.lower() == ".json":
        found = read_document(path, stdin, known)
        if isinstance(found, Posts):
            return found
    table = read_table(path, stdin)
    places = {what: _column(what, columns.get(what, ""), table.columns, table.name) for what in _GUESSES}
    if not places["text"]:
        shown = ", ".join(table.columns[:20])
        raise LedgerError(f"{table.name} has no column of text; it has {shown}", hint="--text-column names it")
    posts, cited = Posts(), Counter[str]()
    for row in table.rows:
        text = row.cells.get(places["text"], "")
        if row.fault:
            posts.problems.append((row.line, row.fault))
        elif not text.strip():
            posts.empty += 1
        else:
            stated = row.cells.get(places["published"], "") if places["published"] else known.published
            try:
                published = _moment(stated, zone)
            except Refused as e:
                posts.problems.append((row.line, f"{places['published']}: {e.message}"))
                continue
            url = row.cells.get(places["url"], "").strip() if places["url"] else ""
            posts.documents.append(
                (
                    row.line,
                    Document(text, known.source, published, url or _cite(citation, published, cited), known.lang),
                )
            )
    return posts


def _held(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MAX_TEXT + 1)


def _decoded(held: bytes, name: str) -> str:
    if b"\0" in held[:4096]:
        raise LedgerError(
            f"{name} is no text", hint="save the article as text or HTML; PDF and Word files are not read"
        )
    try:
        return held.decode("utf-8-sig")
    except UnicodeDecodeError:
        from charset_normalizer import from_bytes

        best = from_bytes(held).best()
        if best is None:
            raise LedgerError(f"{name}: its encoding is not known", hint="save it as UTF-8") from None
        return str(best)


def _page_text(page: str) -> str:
    from inscriptis import get_text

    text: str = get_text(page)
    return text


def _chat(text: str) -> dict[str, object] | None:
    """A chat export as Telegram writes it: an object with `messages`."""
    try:
        held = json.loads(text)
    except (json.JSONDecodeError, RecursionError):
        return None
    return held if isinstance(held, dict) and isinstance(held.get("messages"), list) else None


def _chat_posts(chat: dict[str, object], known: Known) -> Posts:
    posts, cited = Posts(), Counter[str]()
    name = str(chat.get("name") or known.source)
    messages = chat["messages"]
    assert isinstance(messages, list)
    for number, message in enumerate(messages, 1):
        parts = message.get("text") if isinstance(message, dict) else None
        pieces = parts if isinstance(parts, list) else [parts]
        text = "".join(
            p if isinstance(p, str) else str(p.get("text", "")) if isinstance(p, dict) else "" for p in pieces
        )
        if not text.strip():
            posts.empty += 1
            continue
        stamp = str(message.get("date_unixtime") or "")
        published = (
            datetime.fromtimestamp(int(stamp), UTC).strftime("%Y-%m-%dT%H:%MZ")
            if stamp.isdecimal()
            else str(message.get("date") or "")
        )
        posts.documents.append(
            (number, Document(text, known.source, published, _cite(name, published, cited), known.lang))
        )
    return posts


def _column(what: str, named: str, columns: Sequence[str], file: str) -> str:
    if named:
        if named not in columns:
            raise LedgerError(f"{file} has no column {named!r}", hint=f"it has {', '.join(columns[:20])}")
        return named
    return next((c for guess in _GUESSES[what] for c in columns if c.casefold() == guess), "")


def _moment(stated: str, zone: str) -> str:
    """A time as UTC text, or a date as it is. Raises `Refused`."""
    if not stated.strip():
        return ""
    moment, precision = parse_moment(stated, zone)
    return moment.strftime("%Y-%m-%dT%H:%MZ") if precision == "minute" else stated.strip()


def _cite(name: str, published: str, cited: Counter[str]) -> str:
    """A citation for a post without an address: who, and when; a second one of that minute is numbered."""
    citation = f"{name}, {published.replace('T', ' ').replace('Z', ' UTC')}" if published else name
    cited[citation] += 1
    return citation if cited[citation] == 1 else f"{citation} ({cited[citation]})"
