"""`python -m ledger` and the `ledger` command."""

import sys


def main() -> None:
    """Runs the command line, quiet even if it is interrupted before it is there."""
    try:
        from ledger.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
