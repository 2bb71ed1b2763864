"""What rewriting produces and asks for: byte edits, imports that new code needs, and imports that it needs no more."""

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

    With an empty ``name`` it is the module as a whole: ``import module [as alias]``.

    ``beside_line`` 0 puts it among the imports at the top of the module. Otherwise it is put directly after the import
    statement that starts on that (1-based) line, at the same nesting: used where a name may only be imported where
    another one already is (function-local imports, import cycles).
    """

    path: str
    module: str
    name: str
    alias: str | None = None
    beside_line: int = 0


@dataclass(frozen=True, slots=True, order=True)
class ImportDrop:
    """A name that is no longer imported: the one that the import statement starting on ``line`` (1-based) binds.

    ``name`` is the bound name (``y`` of ``from a import x as y``); for ``import a.b`` the dotted name will do, too, and
    for ``from a import *`` it is ``*``. A statement that loses all its names goes with its line, or becomes ``pass``
    where it is the only one of a block. Comments stay, except those for linters that stood on a line that goes.
    """

    path: str
    line: int
    name: str
