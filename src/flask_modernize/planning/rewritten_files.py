"""One file's edits -> the file as it then is, read again and checked.

What groups ask for comes first, then import statements, and the layout that follows from both. Each file is a matter of
its own, so that many of them can be shared out between processes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from flask_modernize.facts import FileRecord
from flask_modernize.facts.edited import Replacement, record_after
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
        source = python_source(self.project, path) if order.python else None
        before = source.data if source is not None else self.project.tree.read(path)
        if source is not None:
            splices = _aligned(source, splices)
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
        found = breach(before, after, splices, python=order.python)
        if source is None or found is not None:
            return RewrittenFile(path, splices, after, found)
        record = self._record_after(path, source, splices, after)
        if record is not None:
            return RewrittenFile(path, splices, after, record=record)
        record, unread = read_again(after)
        return RewrittenFile(path, splices, after, unread, record)

    def _record_after(
        self, path: str, source: SourceFile, splices: Sequence[Splice], after: bytes
    ) -> FileRecord | None:
        """What the file says then, where the statements that change tell."""
        record = self.project.record_of_sound(path)
        outline = self.project.outline(path) if record is not None else None
        if record is None or outline is None:
            return None
        edits = [Replacement(each.edit.start, each.edit.end, each.edit.replacement) for each in splices]
        return record_after(record, source, outline, edits, after)


def python_source(project: Project, path: str) -> SourceFile:
    """A Python file of the project. Raises what reading it raises."""
    return project.source(path) or SourceFile.from_bytes(project.tree.read(path))


def _aligned(source: SourceFile, splices: list[Splice]) -> list[Splice]:
    """With the continuation lines that follow their brackets, and no longer lines than before where it has some width;
    templates have no such lines."""
    for layout in (realigned, line_breaks):
        more = layout(source, [each.edit for each in splices])
        splices = in_place_order([*splices, *(Splice(edit, splices[cause].group) for edit, cause in more)])
    return splices


def _overlap(first: Splice, second: Splice) -> bool:
    a, b = first.edit, second.edit
    if a.start == a.end:
        return b.start < a.start < b.end
    return a.start < b.end and b.start < a.end if b.start != b.end else a.start < b.start < a.end
