"""Killed at any moment and written by many at once: nothing acknowledged is lost, nothing is there by half.

What a command has printed is its acknowledgement. `Desk` gives commands, kills them, and judges what the ledger holds.
"""

import random
import subprocess
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
from conftest import COMMAND, Ledger, Ran, adding, held, nights, wrote

HERE = Path("ledger.duckdb")
LOG = Path("ledger.duckdb.wal")
EARLY = """
import sys
from contextlib import contextmanager
from ledger import db
from ledger.cli import main
whole = db.writing
@contextmanager
def early(path, **how):
    with whole(path, **how) as con:
        yield con
        print("recorded", flush=True)
db.writing = early
main()
"""
"""A writer that says that it is done before it is."""


class Desk:
    """Gives commands that record a document each, kills them, and knows what was acknowledged."""

    def __init__(self, ledger: Ledger, seed: int, rows: int, command: Sequence[str] = COMMAND) -> None:
        self.ledger = ledger
        self.command = command
        self.chance = random.Random(seed)
        self.rows = rows
        self.expected: dict[str, int] = {}  # how many claims each document has
        self.promised: set[str] = set()
        self.lasts = {"add": 1.0, "load": 1.5}  # seconds, as last seen
        self.kills = {"before it was recorded": 0, "recorded, not said": 0, "said": 0, "with a log": 0}

    def words(self, kind: str) -> tuple[str, list[str]]:
        """The next document, and the command that records it."""
        document = f"document {len(self.expected) + 1}"
        self.expected[document] = 1 if kind == "add" else self.rows
        if kind == "add":
            return document, adding(url=document)
        rows = [{**row, "url": document, "part": row["value"]} for row in nights(self.rows)]
        return document, ["load", wrote(Path("n.csv"), rows), "-f", "json"]

    def kill(self, kind: str, moment: str) -> None:
        """Gives a command and kills it at a random time, when its first byte is read, or when it begins to commit."""
        document, words = self.words(kind)
        began = time.monotonic()
        with subprocess.Popen([*self.command, *words], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:
            assert child.stdout is not None
            said = b""
            if moment == "said":
                said = child.stdout.read(1)
            elif moment == "commit":
                while child.poll() is None and not (LOG.exists() and LOG.stat().st_size):
                    time.sleep(0.0002)
                time.sleep(self.chance.uniform(0, 0.03))
            else:
                with suppress(subprocess.TimeoutExpired):
                    child.wait(self.chance.uniform(0, self.lasts[kind] * 1.1))
            child.kill()
            said += child.stdout.read()
            if child.wait() == 0:
                self.lasts[kind] = time.monotonic() - began
        if said:
            self.promised.add(document)
        self.kills["with a log"] += LOG.exists()
        there = self.there().get(document, 0)
        self.kills["said" if said else "recorded, not said" if there else "before it was recorded"] += 1

    def there(self) -> dict[str, int]:
        """How many claims of each document the ledger has; it must open, unless none was made yet."""
        ran = self.ledger("sql", "select url, count(*) n from claim group by url", "-f", "json", code=None)
        if ran.code:
            assert "there is no ledger" in ran.err, ran.err
            return {}
        return {row["url"]: row["n"] for row in ran.json}

    def faults(self) -> list[str]:
        """What was acknowledged and is not there, and what is there by half."""
        there = self.there()
        return [f"lost: {d}" for d in self.promised - there.keys()] + [
            f"half: {d}, {n} of {self.expected[d]}" for d, n in there.items() if n != self.expected[d]
        ]

    def write(self) -> None:
        """The next command just works."""
        document, words = self.words("add")
        self.ledger(*words)
        self.promised.add(document)

    def verify(self) -> None:
        assert "verified: " in self.ledger("verify").err


def test_killed_at_any_moment_it_is_all_there_or_nothing(ledger: Ledger) -> None:
    desk = Desk(ledger, seed=1, rows=300)
    for kind, moment in [("add", "commit"), ("load", "commit"), ("load", "any"), ("add", "any"), ("load", "said")]:
        desk.kill(kind, moment)
        assert not desk.faults()
        desk.write()
        assert not desk.faults()
    desk.verify()


def test_the_judge_sees_a_writer_that_says_so_too_early(ledger: Ledger) -> None:
    """The same desk with a writer that prints before it commits."""
    desk = Desk(ledger, seed=2, rows=2000, command=held(EARLY))
    desk.write()
    for _ in range(8):
        desk.kill("load", "said")
        if desk.faults():
            break
    assert any(fault.startswith("lost: ") for fault in desk.faults())


@pytest.mark.soak
def test_three_hundred_kills(ledger: Ledger, capsys: pytest.CaptureFixture[str]) -> None:
    """40 while a new ledger is made, 260 of one that grows; every tenth time the whole is verified."""
    began = time.monotonic()
    chance = random.Random(3)
    counts: list[dict[str, int]] = []
    for n in range(40):
        for file in Path().glob("ledger.duckdb*"):
            file.unlink()
        desk = Desk(ledger, seed=n, rows=2000)
        desk.kill("load" if n % 4 == 0 else "add", chance.choice(["any", "any", "commit"]))
        assert not desk.faults()
        desk.write()
        assert not desk.faults()
        counts.append(desk.kills)
    desk = Desk(ledger, seed=4, rows=2000)
    desk.there()
    HERE.unlink()
    for n in range(260):
        desk.kill("load" if n % 4 == 0 else "add", chance.choice(["any", "any", "commit", "said"]))
        assert not desk.faults(), n
        desk.write()
        if n % 10 == 9:
            assert not desk.faults(), n
            desk.verify()
    total = {key: sum(c[key] for c in [*counts, desk.kills]) for key in desk.kills}
    assert sum(total[k] for k in list(total)[:3]) == 300
    assert min(list(total.values())[:3]) > 10, total
    with capsys.disabled():
        took, claims = time.monotonic() - began, sum(desk.there().values())
        print(f"\n300 kills in {took:.0f} s: {total}; lost 0, half 0; the last ledger has {claims} claims")


# ---------------------------------------------------------------- many at once

WRITER = """
import sys, time
from ledger.cli import main
number, rounds, *words = sys.argv[1:]
longest = 0
for n in range(int(rounds)):
    sys.argv = ["ledger", *words, "--part", f"{number} {n}"]
    began = time.monotonic()
    try: main()
    except SystemExit as e: assert not e.code, e.code
    longest = max(longest, time.monotonic() - began)
print(f"longest {longest:.1f}", file=sys.stderr)
"""
READER = """
import os, sys
from ledger.cli import main
sys.argv = ["ledger", "report", "nights", "-o", f"{sys.argv[1]}.txt"]
while not os.path.exists("done"):
    try: main()
    except SystemExit as e: assert not e.code, e.code
    print("read", flush=True)
"""


def at_once(writers: int, rounds: int, readers: int) -> tuple[list[Ran], list[Ran], float]:
    """So many processes that add, while others read over and over; what each did, and the seconds it took."""
    began = time.monotonic()

    def process(command: Sequence[str]) -> Ran:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return Ran(done.returncode, done.stdout, done.stderr)

    with ThreadPoolExecutor(writers + readers) as pool:
        write = [pool.submit(process, held(WRITER, str(n), str(rounds), *adding())) for n in range(writers)]
        read = [pool.submit(process, held(READER, str(n))) for n in range(readers)]
        wrote_ = [w.result() for w in write]
        took = time.monotonic() - began
        Path("done").touch()
        return wrote_, [r.result() for r in read], took


def all_recorded(ledger: Ledger, writers: int, rounds: int, readers: int) -> str:
    """Judges that run; returns its figures."""
    ledger(*adding(part="the first"))
    wrote_, read, took = at_once(writers, rounds, readers)
    assert [w.code for w in wrote_] == [0] * writers, [w.err for w in wrote_]
    assert [r.code for r in read] == [0] * readers, [r.err for r in read]
    assert all("read" in r.out for r in read)
    claims = writers * rounds + 1
    assert f"verified: {claims} claims in {claims} entries" in ledger("verify").err
    heads = ledger("sql", "select (select count(*) from head) heads, count(*) n from entry", "-f", "json").json
    assert heads == [{"heads": 1, "n": claims}]
    longest = max(float(w.err.rsplit("longest ", 1)[1]) for w in wrote_)
    return f"{took:.0f} s, longest wait {longest} s, {sum(r.out.count('read') for r in read)} reports meanwhile"


def test_three_at_a_time_lose_nothing_while_another_reads(ledger: Ledger) -> None:
    all_recorded(ledger, writers=3, rounds=4, readers=1)


@pytest.mark.soak
def test_eight_at_a_time_lose_nothing_while_two_read(ledger: Ledger, capsys: pytest.CaptureFixture[str]) -> None:
    figures = all_recorded(ledger, writers=8, rounds=50, readers=2)
    with capsys.disabled():
        print(f"\n8 x 50 add: {figures}")
