"""The wheel, unpacked elsewhere, has its queries, registers and claims inside and does the main job."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder / "dist")]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = (folder / "dist").glob("*.whl")
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target"]
    subprocess.run([*install, str(folder / "site"), str(wheel)], check=True, capture_output=True)
    return folder / "site"


def ledger(site: Path, *words: str) -> str:
    env = {**os.environ, "PYTHONPATH": str(site), "COLUMNS": "100"}
    done = subprocess.run(
        [sys.executable, "-m", "ledger", *words], env=env, text=True, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_wheel_does_the_main_job(unpacked: Path, folder: Path) -> None:
    claims = sorted((unpacked / "ledger" / "_shipped" / "data" / "claims").glob("*.csv"))
    assert "26" in ledger(unpacked, "load", *map(str, claims))
    brief = ledger(unpacked, "report", "brief", "--from", "2026-01-26", "--to", "2026-01-26")
    assert "138" in brief
    assert "together 40" in brief
    assert "contradict" in ledger(unpacked, "report", "side-by-side")
    assert str(unpacked) in ledger(unpacked, "doctor", "--format", "csv")


def test_the_wheel_has_every_shipped_file(unpacked: Path) -> None:
    for name in ("data", "queries"):
        there = {
            p.relative_to(unpacked / "ledger" / "_shipped") for p in (unpacked / "ledger/_shipped" / name).rglob("*.*")
        }
        here = {p.relative_to(ROOT) for p in (ROOT / name).rglob("*.*")}
        assert there == here
