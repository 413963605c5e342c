"""`python -m ledger` and the `ledger` command."""

import gc
import os
import sys


def main() -> None:
    """Runs the command line, quiet even if it is interrupted before it is there.

    Leaves at once when the command is done and everything is written: taking the libraries down again would cost a
    small command a tenth of its time.
    """
    # what is imported stays: looking through it for garbage again and again is a twentieth of a small command
    gc.set_threshold(100_000)
    code = 0
    try:
        from ledger.cli import main as run

        run()
    except KeyboardInterrupt:
        code = 130
    except SystemExit as e:
        code = e.code if isinstance(e.code, int) else 0
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)


if __name__ == "__main__":
    main()
