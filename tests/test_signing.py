"""Signed digests: made and checked with the real ssh-keygen, as people have it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import Ledger, adding, typed

from ledger import db

pytestmark = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="ssh-keygen is not installed")


def key(folder: Path, name: str) -> str:
    """A new key pair; returns the line that allows it to sign as NAME@example.org."""
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", folder / name], check=True)
    kind, public, _ = (folder / f"{name}.pub").read_text().split()
    return f"{name}@example.org {kind} {public}\n"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a ledger, digest.txt, and the desk's signature of it; the ledger went on since."""
    folder = tmp_path_factory.mktemp("desk")
    lines = [key(folder, name) for name in ("desk", "other")]
    (folder / "allowed").write_text(lines[1] + lines[0])
    at = ("--db", str(folder / "ledger.duckdb"))
    assert typed(*at, *adding()).code == 0
    made = typed(*at, "digest", "-o", str(folder / "digest.txt"), "--sign", str(folder / "desk"))
    assert made.err == f"signed: {folder / 'digest.txt.sig'}\n"
    assert typed(*at, *adding(value="41")).code == 0
    return folder


@pytest.fixture
def signed(desk: Path, folder: Path) -> Path:
    """The same as the folder of the test."""
    shutil.copytree(desk, folder, dirs_exist_ok=True)
    return folder / "digest.txt"


VERIFY = ("verify", "--against", "digest.txt", "--signers", "allowed")


def test_a_signed_digest_passes_and_says_who(ledger: Ledger, signed: Path) -> None:
    said = ledger(*VERIFY).err.splitlines()
    assert said[0] == "signed by desk@example.org"
    assert said[1].startswith("verified: 2 claims in 2 entries")


def test_signing_anew_replaces_the_signature(ledger: Ledger, signed: Path) -> None:
    ledger("digest", "-o", "digest.txt", "--sign", "other")
    assert ledger(*VERIFY).err.startswith("signed by other@example.org\n")


def refused(ledger: Ledger, *words: str) -> str:
    """What is said, in one line and a hint, where it could not be verified who signed."""
    ran = ledger(*(words or VERIFY), code=2)
    error, hint = ran.err.splitlines()
    assert error.startswith("error: ")
    assert hint.startswith("  try: ")
    assert ran.out == ""
    return error


def test_an_altered_file_is_not_what_was_signed(ledger: Ledger, signed: Path) -> None:
    signed.write_text(signed.read_text().replace("entries=1", "entries=2"))
    assert "digest.txt.sig is no signature of digest.txt by any of allowed" in refused(ledger)


def test_another_key_is_none_of_the_signers(ledger: Ledger, signed: Path) -> None:
    key(signed.parent, "stranger")
    ledger("digest", "-o", "digest.txt", "--sign", "stranger")
    assert "is no signature of digest.txt by any of allowed" in refused(ledger)


def test_a_signature_made_for_something_else_does_not_pass(ledger: Ledger, signed: Path) -> None:
    Path("digest.txt.sig").unlink()
    subprocess.run(["ssh-keygen", "-q", "-Y", "sign", "-f", "desk", "-n", "file", "digest.txt"], check=True)
    assert "is no signature of digest.txt by any of allowed" in refused(ledger)


@pytest.mark.parametrize("name", ["digest.txt.sig", "allowed"])
def test_a_missing_file_is_named(ledger: Ledger, signed: Path, name: str) -> None:
    Path(name).unlink()
    assert f"there is no file {name}" in refused(ledger)


def test_what_is_no_signature_does_not_pass(ledger: Ledger, signed: Path) -> None:
    Path("digest.txt.sig").write_text("signed, the desk\n")
    assert "is no signature of digest.txt" in refused(ledger)


def test_a_good_signature_does_not_help_another_ledger(ledger: Ledger, signed: Path) -> None:
    with db.writing(Path("another.duckdb")):
        pass
    ran = ledger(*VERIFY, "--db", "another.duckdb", "-f", "csv", code=1)
    assert "missing" in ran.out
    assert "signed by desk@example.org" in ran.err


def test_signing_needs_a_file_and_a_key(ledger: Ledger, signed: Path) -> None:
    assert "a signature needs the file that it is for" in refused(ledger, "digest", "--sign", "desk")
    assert "cannot sign with no-key" in refused(ledger, "digest", "-o", "digest.txt", "--sign", "no-key")
    assert "--signers needs the signed file" in refused(ledger, "verify", "--signers", "allowed")
    assert "there is no file" in refused(ledger, "verify", "--against", "0" * 64, "--signers", "allowed")


def test_without_ssh_keygen_it_says_so(ledger: Ledger, signed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert "ssh-keygen is not installed" in refused(ledger)
