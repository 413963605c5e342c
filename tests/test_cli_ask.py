"""Commands that ask a ledger: claims, show, sql, shell, report; and what every command has in common."""

import csv
import io
import json
import os
import pty
import re
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest
from conftest import BULLETIN, COMMAND, MINISTRY, Ledger, adding, held, nights, typed, wrote

COMMANDS = [
    "add", "load", "retract", "claims", "show", "report", "sql", "shell", "vocab", "export", "template", "doctor",
]  # fmt: skip


ROWS = [
    {**MINISTRY, "note": ""},
    {**BULLETIN, "quote": 'said: "138, [red]all[/b] | of them"', "lang": "uk", "note": "a\\b"},
    {**BULLETIN, "metric": "neutralised", "value": "більше 100", "part": "перша хвиля", "note": "Україна"},
    {
        **MINISTRY,
        "metric": "killed",
        "attacker": "",
        "defender": "",
        "weapon": "",
        "subject": "RU",
        "value": "withheld",
    },
]


@pytest.fixture(scope="session")
def night_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both sides' claims of one night, with awkward cells."""
    made = tmp_path_factory.mktemp("night")
    name = wrote(made / "night.csv", ROWS)
    assert typed("--db", str(made / "ledger.duckdb"), "load", name).code == 0
    return made


@pytest.fixture
def night(night_made: Path, folder: Path) -> None:
    for made in night_made.iterdir():
        shutil.copy(made, folder)


# ---------------------------------------------------------------- claims


def test_claims_are_listed_newest_first(ledger: Ledger, folder: Path) -> None:
    rows = [{**MINISTRY, "value": str(n), "published": f"2026-01-2{n}"} for n in (7, 9, 8)]
    ledger("load", wrote(folder / "n.csv", rows))
    assert [r["value"] for r in ledger("claims", "-f", "json").json] == ["9", "8", "7"]


@pytest.mark.usefixtures("night")
@pytest.mark.parametrize(
    ("words", "values"),
    [
        (["--source", "ua-air-force"], ["138", "більше 100"]),
        (["--metric", "killed"], ["withheld"]),
        (["--weapon", "uav"], ["40"]),
        (["--attacker", "ua"], ["40"]),
        (["--defender", "UA"], ["138", "більше 100"]),
        (["--defender", "RU"], ["40", "withheld"]),
        (["--search", "УКРАЇНА"], ["більше 100"]),
        (["--search", "[red]ALL"], ["138"]),
        (["--search", "kpszsu/1"], ["138", "більше 100"]),
        (["--from", "2026-01-27"], []),
        (["--to", "2026-01-25"], []),
        (["--from", "2026-01-26", "--to", "2026-01-26", "--limit", "4"], ["138", "40", "withheld", "більше 100"]),
    ],
)
def test_claims_that_fit(ledger: Ledger, words: list[str], values: list[str]) -> None:
    assert sorted(r["value"] for r in ledger("claims", *words, "-f", "json").json) == values


@pytest.mark.usefixtures("night")
def test_a_list_that_is_cut_says_so_and_how_to_see_the_rest(ledger: Ledger) -> None:
    ran = ledger("claims", "--limit", "3", "-f", "csv")
    assert len(ran.out.splitlines()) == 4
    assert ran.err.splitlines()[-1] == "3 of 4 claims; --limit 4 shows all"
    assert "--limit" not in ledger("claims", "--limit", "4", "-f", "csv").err


@pytest.mark.usefixtures("night")
@pytest.mark.parametrize("command", [["claims"], ["sql", "select * from claim order by claim_id"]])
def test_the_formats_agree_cell_for_cell(ledger: Ledger, command: list[str]) -> None:
    """JSON is the measure: the others hold the same rows, in the same order, as text."""
    objects = ledger(*command, "-f", "json").json
    assert len(objects) == 4
    assert [json.loads(line) for line in ledger(*command, "-f", "ndjson").out.splitlines()] == objects
    table = list(csv.DictReader(io.StringIO(ledger(*command, "-f", "csv").out)))
    assert table == [{k: "" if v is None else str(v) for k, v in row.items()} for row in objects]


@pytest.mark.usefixtures("night")
def test_markdown_and_table_show_every_cell(ledger: Ledger) -> None:
    command = ["sql", "select value, quote, note, url, lo, hi from claim order by value"]
    objects = ledger(*command, "-f", "json").json
    lines = ledger(*command, "-f", "markdown").out.splitlines()
    found = [[c.strip() for c in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines[2:] if line.startswith("|")]
    wanted = [["NULL" if v is None else str(v) for v in row.values()] for row in objects]
    assert [[re.sub(r"\\(.)", r"\1", cell) for cell in row] for row in found] == wanted
    table = ledger(*command).out
    for row in wanted:
        assert any(all(cell in line for cell in row) for line in table.splitlines()), row


@pytest.mark.usefixtures("night")
def test_markup_in_a_claim_is_text(ledger: Ledger) -> None:
    assert 'said: "138, [red]all[/b] | of them"' in ledger("sql", "select quote from claim").out
    assert "[red]all[/b]" in ledger("show", *_one(ledger, "138")).out


# ---------------------------------------------------------------- show


def _one(ledger: Ledger, value: str) -> list[str]:
    return [r["claim_id"][:8] for r in ledger("claims", "-f", "json").json if r["value"] == value]


def test_show_tells_everything_about_a_claim(ledger: Ledger, folder: Path) -> None:
    row = {**BULLETIN, "value": "близько 90", "quote": "близько 90 шахедів", "lang": "uk", "region": "Київська область"}
    ledger("load", wrote(folder / "night.csv", [row]))
    out = " ".join(ledger("show", *_one(ledger, "близько 90")).out.split())
    for part in (
        "says близько 90",
        "read as approx 81–99",
        "quote близько 90 шахедів [uk]",
        "direction RU → UA",
        "region UA-32 (stated: Київська область)",
        "window, UTC 2026-01-25 16:00 – 2026-01-26 06:00 (minute)",
        "window, Europe/Kyiv 2026-01-25 18:00 – 2026-01-26 08:00",
        "source ua-air-force · Air Force of Ukraine · national",
        "citation https://t.me/kpszsu/1",
        "by tester with load",
        "night.csv, row 2",
        "What it is compared with",
    ):
        assert part in out, out


@pytest.mark.usefixtures("night")
@pytest.mark.parametrize("format", ["table", "csv", "json", "ndjson", "markdown"])
def test_show_in_every_format(ledger: Ledger, format: str) -> None:
    out = ledger("show", *_one(ledger, "40"), "-f", format).out
    assert "t.me/mod_russia, 2026-01-26 04:39 UTC" in out
    if format == "json":
        json.loads(out)


# ---------------------------------------------------------------- sql


@pytest.mark.usefixtures("night")
def test_sql_as_an_argument_or_on_standard_input(ledger: Ledger) -> None:
    assert ledger("sql", "select count(*) as n from claim", "-f", "csv").out == "n\n4\n"
    assert ledger("sql", "-", "-f", "csv", stdin=b"select count(*) as n from claim").out == "n\n4\n"
    assert "no SQL to run" in ledger("sql", "-", code=2).err


@pytest.mark.usefixtures("night")
@pytest.mark.parametrize(
    "statement",
    [
        "insert into claim select * from claim",
        "delete from claim",
        "drop table claim",
        "create table mine (a int)",
        "copy claim to 'out.csv'",
        "from 'night.csv'",
        "from read_csv('night.csv')",
        "select * from read_text('night.csv')",
        "attach 'other.duckdb'",
        "export database 'there'",
        "install httpfs",
        "load httpfs",
        "set enable_external_access = true",
        "set lock_configuration = false",
        "from 'https://example.org/x.csv'",
        "select getenv('HOME')",
    ],
)
def test_sql_neither_writes_nor_reaches_a_file_or_the_network(ledger: Ledger, folder: Path, statement: str) -> None:
    before = sorted(p.name for p in folder.iterdir())
    assert ledger("sql", statement, code=2).err.startswith("error: ")
    assert sorted(p.name for p in folder.iterdir()) == before
    assert len(ledger("claims", "-f", "json").json) == 4


@pytest.mark.usefixtures("night")
def test_sql_that_fails_shows_where(ledger: Ledger) -> None:
    err = ledger("sql", "select nosuch from claim", code=2).err
    assert "nosuch" in err
    assert "LINE 1" in err
    assert "show tables" in err


@pytest.mark.usefixtures("night")
@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("null", None),
        ("''", ""),
        ("true", True),
        ("1.5::decimal(3,1)", 1.5),
        ("12345678901234567890123", 12345678901234567890123),
        ("date '2026-01-26'", "2026-01-26"),
        ("timestamp '2026-01-26 01:02:03'", "2026-01-26T01:02:03Z"),
        ("[1, 2]", [1, 2]),
        ("{'a': 1}", {"a": 1}),
        ("'\\x1b'::blob", "b'\\x1b'"),
        ("'line' || chr(10) || 'break, \"quoted\"'", 'line\nbreak, "quoted"'),
    ],
)
def test_awkward_types_in_every_format(ledger: Ledger, expression: str, text: object) -> None:
    for format in ("table", "csv", "json", "ndjson", "markdown"):
        ran = ledger("sql", f"select {expression} as x", "-f", format)
        if format == "json":
            assert ran.json == [{"x": text}]


@pytest.mark.usefixtures("night")
def test_null_is_visible_and_not_an_empty_text(ledger: Ledger) -> None:
    statement = "select null as a, '' as b"
    assert ledger("sql", statement, "-f", "csv").out == 'a,b\n,""\n'
    assert "NULL" in ledger("sql", statement).out


@pytest.mark.usefixtures("night")
def test_output_goes_to_the_file_asked_for(ledger: Ledger, folder: Path) -> None:
    ran = ledger("claims", "-f", "csv", "-o", "out.csv")
    assert ran.out == ""
    assert (folder / "out.csv").read_text().startswith("claim_id,")
    assert "cannot write nowhere/out.csv" in ledger("claims", "-o", "nowhere/out.csv", code=2).err


# ---------------------------------------------------------------- report, shell


def test_reports_are_listed_without_a_ledger(ledger: Ledger) -> None:
    columns, *_ = ledger("report", "-f", "csv").out.splitlines()
    assert columns == "report,question,parameters"
    assert "there is no report called 'nosuch'" in ledger("report", "nosuch", code=2).err


@pytest.mark.usefixtures("night")
def test_the_shell_opens_the_ledger_read_only() -> None:
    ran = typed("shell", stdin=b"select 'n=' || count(*) as n from current_claim;\ndelete from claim;\n.quit\n")
    assert "n=4" in ran.out
    assert "Views: " in ran.out
    assert "current_claim" in ran.out
    assert "read-only" in ran.out + ran.err
    assert typed("sql", "select count(*) as n from claim", "-f", "csv").out == "n\n4\n"


# ---------------------------------------------------------------- what all have in common


@pytest.mark.parametrize("command", COMMANDS)
def test_every_help_ends_in_an_example(ledger: Ledger, command: str) -> None:
    *_, last = ledger(command, "--help").out.strip().split("\n\n")
    assert last.strip().startswith(f"Example: ledger {command}")
    assert command in ledger("--help").out


def test_every_example_names_options_that_exist(ledger: Ledger) -> None:
    for command in COMMANDS:
        text = ledger(command, "--help").out
        body, example = text.rsplit("Example:", 1)
        for option in re.findall(r"(?<!\S)--[a-z-]+", example):
            assert option in body, (command, option)


def test_the_bare_command_shows_its_help(ledger: Ledger) -> None:
    ran = ledger(code=2)
    assert ran.err.startswith("Usage: ledger")
    assert "error" not in ran.err


def test_the_version(ledger: Ledger) -> None:
    assert re.fullmatch(r"ledger \d+\.\d+\.\d+\n", ledger("--version").out)


FINE: dict[str, list[str]] = {
    "add": adding(),
    "load": ["load", "in.csv"],
    "retract": ["retract", "7b8b", "--why", "x"],
    "claims": ["claims"],
    "show": ["show", "7b8b"],
    "report": ["report"],
    "sql": ["sql", "select 1"],
    "shell": ["shell"],
    "vocab": ["vocab", "metrics"],
    "export": ["export"],
    "template": ["template", "mine"],
    "doctor": ["doctor"],
}
BAD: dict[str, list[str]] = {
    "add": adding(value="most of them"),
    "load": ["load", "nosuch.csv"],
    "retract": ["retract", "zz", "--why", "x"],
    "claims": ["claims", "--from", "yesterday"],
    "show": ["show", "zz"],
    "report": ["report", "nosuch"],
    "sql": ["sql", "selec 1"],
    "shell": ["shell", "--nosuch"],
    "vocab": ["vocab", "nosuch"],
    "export": ["export", "--format", "xml"],
    "template": ["template", "in.csv"],
    "doctor": ["doctor", "--format", "xml"],
}
NEEDS_A_LEDGER = ("retract", "claims", "show", "sql", "shell", "export")


@pytest.mark.usefixtures("night")
@pytest.mark.parametrize("command", [c for c in COMMANDS if c != "shell"])
def test_fine(ledger: Ledger, folder: Path, command: str) -> None:
    wrote(folder / "in.csv", nights(2))
    ledger(*FINE[command])


@pytest.mark.usefixtures("night")
@pytest.mark.parametrize("command", COMMANDS)
def test_bad_input(ledger: Ledger, folder: Path, command: str) -> None:
    wrote(folder / "in.csv", nights(2))
    ran = ledger(*BAD[command], code=2)
    assert ran.err.startswith("error: ")
    assert "  try: " in ran.err


@pytest.mark.parametrize("command", COMMANDS)
def test_no_ledger(ledger: Ledger, folder: Path, command: str) -> None:
    wrote(folder / "in.csv", nights(2))
    ran = ledger(*FINE[command], code=2 if command in NEEDS_A_LEDGER else 0)
    if command in NEEDS_A_LEDGER:
        assert ran.err.startswith("error: there is no ledger at ledger.duckdb\n  try: ")
        assert not (folder / "ledger.duckdb").exists()


def test_a_locked_ledger(ledger: Ledger, folder: Path, locked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEDGER_PATIENCE", "0.1")
    wrote(folder / "in.csv", nights(2))
    for command in COMMANDS:
        ran = ledger("--db", str(locked), *FINE[command], code=0 if command == "report" else 2)
        if command == "doctor":
            assert "is held by process" in ran.out
        elif command != "report":
            assert re.match(
                r"error: \S+held.duckdb is held by process \d+ \(\S+python.+\) since [-\d]+ [:\d]+\n  try: close",
                ran.err,
            )


@pytest.mark.parametrize("command", [c for c in COMMANDS if c != "report"])
def test_a_ledger_that_is_none(ledger: Ledger, folder: Path, command: str) -> None:
    wrote(folder / "in.csv", nights(2))
    (folder / "ledger.duckdb").write_text("this is no database, but a lock on the door\n" * 500)
    ran = ledger(*FINE[command], code=2)
    assert "is not a ledger" in ran.out + ran.err
    assert (folder / "ledger.duckdb").read_text().startswith("this is no database")


@pytest.mark.usefixtures("night")
@pytest.mark.parametrize("env", [{}, {"NO_COLOR": "1"}])
def test_colour_only_on_a_terminal_that_wants_it(env: dict[str, str]) -> None:
    assert "\x1b[" not in typed("claims", env=env).out
    ours, theirs = pty.openpty()
    command = [*COMMAND, "show", "7b8b", "-f", "table"]
    with subprocess.Popen(command, stdout=theirs, env={**os.environ, "TERM": "xterm", **env}) as child:
        os.close(theirs)
        seen = b""
        with suppress(OSError):  # how a terminal says that its other end is closed
            while part := os.read(ours, 4096):
                seen += part
    os.close(ours)
    assert child.returncode == 0
    assert b"\x1b[1m" in seen
    assert not env or not re.search(rb"\x1b\[[0-9;]*3[0-9]", seen)


@pytest.mark.parametrize("width", [80, 160])
def test_a_table_keeps_to_the_width(ledger: Ledger, folder: Path, width: int) -> None:
    ledger("load", wrote(folder / "n.csv", nights(3, quote="forty " * 30)))
    out = typed("claims", env={"COLUMNS": str(width)}).out
    table = [line for line in out.splitlines() if not line.startswith("not in this table")]
    assert max(map(len, table)) <= width
    assert "ru-mod" in out


def test_off_a_terminal_nothing_is_cut(ledger: Ledger) -> None:
    quote = "x" * 400
    ledger(*adding(quote=quote))
    assert quote in typed("sql", "select quote from claim").out


@pytest.mark.usefixtures("night")
def test_a_reader_that_leaves_is_no_error() -> None:
    command = [*COMMAND, "sql", "from range(200000)", "-f", "csv"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        assert child.stdout.readline() == b"range\n"
        child.stdout.close()
        assert child.stderr.read() == b""
    assert child.returncode == 0


@pytest.mark.usefixtures("night")
def test_ctrl_c_leaves_with_130() -> None:
    """Interrupted while it waits for SQL on standard input."""
    code = (
        "import os, signal, sys; sys.argv = ['ledger', 'sql', '-']\n"
        "class Typing:\n"
        "    def read(self): os.kill(os.getpid(), signal.SIGINT); return input()\n"
        "import ledger.cli; sys.stdin = Typing()\n"
        "ledger.cli.main()"
    )
    assert interrupted(code) == (130, b"interrupted; nothing was recorded\n")


def interrupted(code: str) -> tuple[int, bytes]:
    # a test run in the background ignores Ctrl-C, and so would its children
    heard = f"import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n{code}"
    done = subprocess.run(held(heard), capture_output=True, timeout=30, check=False)
    return done.returncode, done.stderr


@pytest.mark.usefixtures("night")
def test_ctrl_c_stops_a_long_query() -> None:
    code = (
        "import os, signal, sys, threading; sys.argv = ['ledger', 'sql', 'select sum(a.range * b.range) "
        "from range(1000000) a, range(1000000) b']\n"
        "import ledger.cli\n"
        "threading.Timer(0.8, os.kill, (os.getpid(), signal.SIGINT)).start()\n"
        "ledger.cli.main()"
    )
    assert interrupted(code) == (130, b"interrupted; nothing was recorded\n")


# ---------------------------------------------------------------- completion


@pytest.mark.parametrize(
    ("typed_so_far", "offered"),
    [
        ("ledger re", "report"),
        ("ledger load --preset ua-air", "ua-air-force"),
        ("ledger claims --source ru-mo", "ru-mod"),
        ("ledger claims --metric inter", "intercepted"),
        ("ledger claims --region UA-3", "UA-32"),
        ("ledger vocab reg", "regions"),
        ("ledger claims --format nd", "ndjson"),
    ],
)
def test_completion_offers_what_is_known(typed_so_far: str, offered: str) -> None:
    words = typed_so_far.split()
    env = {"_LEDGER_COMPLETE": "complete_bash", "COMP_WORDS": typed_so_far, "COMP_CWORD": str(len(words) - 1)}
    code = "import sys; sys.argv = ['ledger']; from ledger.cli import main; main()"
    done = subprocess.run(held(code), capture_output=True, text=True, env={**os.environ, **env}, check=False)
    assert offered in done.stdout.split()
