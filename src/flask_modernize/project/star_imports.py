"""What new names of modules mean to those that have all names of these: ``from module import *``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from flask_modernize.project.name_texts import bare_word
from flask_modernize.project.objects import ModuleObject

if TYPE_CHECKING:
    from flask_modernize.project.project import Project

_STAR = re.compile(rb"\*(?:(?<=import\*)|(?<=import[ \t]\*)|(?<=import[ \t][ \t]\*))")
"""Plain text comes first: such a pattern is found much faster."""
_FROM = re.compile(rb"\bfrom[ \t]*(\.*)[ \t]*([\w.]*)(?:[ \t]|\\\r?\n)+import(?:[ \t]|\\\r?\n)*\*")
_PACKAGE = "__init__.py"


def are_new_everywhere(before: Project, after: Project, names: Mapping[str, frozenset[str]]) -> bool:
    """Whether names that some files import since a change hide nothing, in these files and in those that star them.

    ``names`` are by path; the files did not bind them before. ``after`` is the changed project.
    """
    if not names:
        return True
    stars = dict(_stars(before))
    left = list(names.items())
    gained: dict[str, frozenset[str]] = {}
    while left:
        path, new = left.pop()
        new -= gained.get(path, frozenset())
        if not new:
            continue
        gained[path] = gained.get(path, frozenset()) | new
        for name in new:
            if not _is_new(before, after, path, name, starred=stars.get(path, ()), own=name in names.get(path, ())):
                return False
        left += [(importer, _exported(before, path, new)) for importer, targets in stars.items() if path in targets]
    return True


def _stars(project: Project) -> Iterator[tuple[str, tuple[str | None, ...]]]:
    """The files with star imports, and the files that they star; None for one that is not of the project."""
    for path in project.files_with(_STAR):
        found = [
            project.imported(path, match[2].decode() or None, None, len(match[1]))
            for match in _FROM.finditer(project.content(path))
        ]
        yield path, tuple([each.path if isinstance(each, ModuleObject) else None for each in found])


def _is_new(
    before: Project, after: Project, path: str, name: str, *, starred: tuple[str | None, ...], own: bool
) -> bool:
    """Whether a name meant nothing to a module, or means the same now.

    ``starred`` are the files whose names it has, ``own`` whether it imports this name itself now.
    """
    said = not own and bare_word(name.encode()).search(before.content(path)) is not None
    if not said and len(starred) <= (0 if own else 1) and not path.endswith(_PACKAGE):
        return True
    meaning = before.resolve(path, name)
    return meaning == after.resolve(path, name) if meaning is not None else not said


def _exported(project: Project, path: str, names: frozenset[str]) -> frozenset[str]:
    """Those of a module's names that a star gives."""
    facts = project.facts(path)
    exports = facts.exports if facts is not None else None
    return frozenset(name for name in names if (name in exports if exports is not None else name[:1] != "_"))
