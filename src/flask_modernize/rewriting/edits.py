"""The two things that rewriting produces and asks for: byte edits, and imports that new code needs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Replaces the bytes ``start:end`` of the file at ``path`` by ``replacement``.

    Offsets count bytes of the file as it is on disk (encoding, BOM and line ends included); ``replacement`` is in
    the file's own encoding and line ends: build it with :meth:`flask_modernize.sources.SourceFile.encode`.
    """

    path: str
    start: int
    end: int
    replacement: bytes


@dataclass(frozen=True, slots=True, order=True)
class ImportNeed:
    """A name that a group's new code uses: ``from module import name [as alias]``.

    ``beside_line`` 0 puts it among the imports at the top of the module. Otherwise it is put directly after the import
    statement that starts on that (1-based) line, at the same nesting: used where a name may only be imported where
    another one already is (function-local imports, import cycles).
    """

    path: str
    module: str
    name: str
    alias: str | None = None
    beside_line: int = 0
