"""Why a file cannot be read: problems are data, so that one bad file never stops a run."""

from __future__ import annotations

from dataclasses import dataclass

BINARY = "S-BINARY"
ENCODING = "S-ENCODING"
NAME = "S-NAME"
SYNTAX = "S-SYNTAX"
TOO_BIG = "S-TOO-BIG"
TOO_DEEP = "S-TOO-DEEP"
UNREADABLE = "S-UNREADABLE"


@dataclass(frozen=True, slots=True, order=True)
class SourceProblem:
    """A file of the tree that is left out, and why. ``line`` and ``column`` are 1-based; 0 means the whole file."""

    path: str
    line: int
    column: int
    code: str
    message: str


class UnreadableSource(Exception):
    """One file that cannot be used: its ``code`` (``S-...``), a sentence, the place (1-based; 0: the whole file)."""

    def __init__(self, code: str, message: str, line: int = 0, column: int = 0) -> None:
        super().__init__(code, message, line, column)
        self.code = code
        self.message = message
        self.line = line
        self.column = column

    def __str__(self) -> str:
        return f"{self.message} [{self.code}]"

    def at(self, path: str) -> SourceProblem:
        """The same as data, for the file at ``path``."""
        return SourceProblem(path, self.line, self.column, self.code, self.message)
