"""The errors a user can meet, and the exit codes they lead to.

Owns the shape of an error: what is wrong, where, what to try. Must never print anything or know about the terminal.
"""

DONE, FINDINGS, FAILED, INTERRUPTED = 0, 1, 2, 130
"""Exit codes: all well; something was refused or found; could not do it; stopped by the user."""


class LedgerError(Exception):
    """Something the user can mend.

    `message` says what is wrong, `hint` what to try, `where` is `file:line:column` as far as it is known.
    """

    def __init__(self, message: str, *, hint: str = "", where: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.where = where


class Refused(LedgerError):
    """A value or a row that cannot be taken as it stands; `column` is the interchange column at fault."""

    def __init__(self, message: str, *, column: str = "", hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.column = column


class Damaged(LedgerError):
    """A ledger file, or a file of the project, that cannot be read as what it should be."""


class Busy(LedgerError):
    """Another process holds the ledger."""
