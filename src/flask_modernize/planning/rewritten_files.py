"""One file's edits -> the file as it then is, read again and checked.

What groups ask for comes first, then import statements, and the layout that follows from both. Each file is a matter of
its own, so that many of them can be shared out between processes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from flask_modernize.facts import FileRecord
from flask_modernize.planning.composition import Splice, in_place_order, splice
from flask_modernize.planning.contract import ImportDrop, ImportNeed
from flask_modernize.planning.guards import Breach, breach, read_again
from flask_modernize.project import Project
from flask_modernize.rewriting.alignment import realigned
from flask_modernize.rewriting.line_breaks import line_breaks
from flask_modernize.sources import SourceFile


@dataclass(frozen=True, slots=True)
class ImportChanges:
    """What the groups ask of the imports of one file."""

    needs: tuple[ImportNeed, ...]
    drops: tuple[ImportDrop, ...]


EditImports = Callable[[str, ImportChanges, int | None], Sequence[Splice]]
"""The splices that change the imports of one file; the last argument is the offset of its first new code, if any."""


@dataclass(frozen=True, slots=True)
class FileOrder:
    """What is to be done to one file; ``splices`` in the order of their places."""

    path: str
    python: bool
    splices: Sequence[Splice]
    imports: ImportChanges | None = None


@dataclass(frozen=True, slots=True)
class RewrittenFile:
    """One file with its edits made. ``splices`` are all of them, those of imports and of layout included."""

    path: str
    splices: Sequence[Splice]
    after: bytes
    breach: Breach | None = None
    record: FileRecord | None = None
    """What it says now, where it is Python."""
    import_error: str = ""
    """Why its imports could not be changed: then nothing was done."""
    in_the_way: frozenset[int] = frozenset()
    """Groups that change an import statement that also has to be changed for others: then nothing was done either."""


@dataclass(frozen=True, slots=True)
class Rewriting:
    """How the files of one project are rewritten."""

    project: Project
    edit_imports: EditImports
    passed: Mapping[str, RewrittenFile] = field(default_factory=dict)
    """By path, files that were made before and passed every check."""

    def __call__(self, order: FileOrder) -> RewrittenFile:
        """Raises what reading the file raises."""
        path, splices = order.path, list(order.splices)
        before = self.project.tree.read(path)
        if order.python:
            splices = _aligned(before, splices)
        if order.imports is not None:
            first = min((each.edit.start for each in splices), default=None)
            try:
                imports = list(self.edit_imports(path, order.imports, first))
            except Exception as error:
                return RewrittenFile(path, (), before, import_error=f"{type(error).__name__}: {error}")
            hit = {each.group for new in imports for each in splices if _overlap(new, each) and each.group is not None}
            if hit:
                return RewrittenFile(path, (), before, in_the_way=frozenset(hit))
            splices = in_place_order([*imports, *splices])
        after = splice(before, splices)
        known = self.passed.get(path)
        if known is not None and known.after == after:
            return RewrittenFile(path, splices, after, record=known.record)
        return self._checked(order, before, splices, after)

    def _checked(self, order: FileOrder, before: bytes, splices: Sequence[Splice], after: bytes) -> RewrittenFile:
        found = breach(before, after, splices, python=order.python)
        if not order.python or found is not None:
            return RewrittenFile(order.path, splices, after, found)
        record, unread = read_again(after)
        return RewrittenFile(order.path, splices, after, unread, record)


def _aligned(before: bytes, splices: list[Splice]) -> list[Splice]:
    """With the continuation lines that follow their brackets, and no longer lines than before where it has some width;
    templates have no such lines."""
    source = SourceFile.from_bytes(before)
    for layout in (realigned, line_breaks):
        more = layout(source, [each.edit for each in splices])
        splices = in_place_order([*splices, *(Splice(edit, splices[cause].group) for edit, cause in more)])
    return splices


def _overlap(first: Splice, second: Splice) -> bool:
    a, b = first.edit, second.edit
    if a.start == a.end:
        return b.start < a.start < b.end
    return a.start < b.end and b.start < a.end if b.start != b.end else a.start < b.start < a.end
