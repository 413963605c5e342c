"""Signatures over a published digest, by SSH keys as people have them. Must never see a ledger or hold a key."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from ledger.errors import LedgerError

NAMESPACE = "claims-ledger"
"""What a signature is for: one made for anything else does not pass (ssh-keygen -n)."""


def sign(file: Path, key: Path) -> Path:
    """Signs a file with an SSH key (an agent or a prompt may be asked); returns the signature's file.

    Raises `LedgerError` where ssh-keygen is missing or fails.
    """
    signature = file.with_name(f"{file.name}.sig")
    signature.unlink(missing_ok=True)  # ssh-keygen asks before it replaces one
    done = _run("-Y", "sign", "-f", str(key), "-n", NAMESPACE, str(file))
    if done.returncode:
        raise LedgerError(f"cannot sign with {key}: {_words(done)}", hint="name a private SSH key, or one in the agent")
    return signature


def signer(file: Path, allowed: Path) -> str:
    """Who, of the `allowed` signers, signed the file. Raises `LedgerError` where it was none of them."""
    signature = file.with_name(f"{file.name}.sig")
    for needed in (file, signature, allowed):
        if not needed.is_file():
            raise LedgerError(f"there is no file {needed}", hint="ledger digest -o FILE --sign KEY makes FILE.sig")
    found = _run("-Y", "find-principals", "-s", str(signature), "-f", str(allowed))
    who = found.stdout.splitlines()[0].strip() if found.returncode == 0 and found.stdout.strip() else ""
    told = ("-Y", "verify", "-f", str(allowed), "-I", who, "-n", NAMESPACE, "-s", str(signature))
    if not who or _run(*told, given=file.read_bytes()).returncode:
        reason = f"{signature} is no signature of {file} by any of {allowed}"
        raise LedgerError(reason, hint="ask who published it for the key, or take the digest from elsewhere")
    return who


def _run(*words: str, given: bytes = b"") -> subprocess.CompletedProcess[str]:
    command = shutil.which("ssh-keygen")
    if command is None:
        raise LedgerError("ssh-keygen is not installed", hint="install OpenSSH 8.1 or newer")
    if given:
        done = subprocess.run([command, *words], input=given, capture_output=True, check=False)
        return subprocess.CompletedProcess(words, done.returncode, done.stdout.decode(), done.stderr.decode())
    return subprocess.run([command, *words], capture_output=True, text=True, check=False)


def _words(done: subprocess.CompletedProcess[str]) -> str:
    lines = (done.stderr or done.stdout).strip().splitlines()
    return lines[-1] if lines else "ssh-keygen failed"
