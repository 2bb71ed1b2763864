"""Which files import which, read off their bytes: quick, and rather one edge too many than one too few."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from flask_modernize.project.memory import remembered_about
from flask_modernize.project.objects import ModuleObject
from flask_modernize.sources import UnreadableSource

if TYPE_CHECKING:
    from flask_modernize.project.project import Project

_CLAUSE = rb"(\([^)]*\)|(?:[^\n\\;]|\\\r?\n?)*)"
IMPORT = re.compile(
    rb"(?:^|[;:])[ \t]*(?:from[ \t\\\r\n]+(\.*)[ \t]*([\w.]*)[ \t\\\r\n]*import\b[ \t]*"
    + _CLAUSE
    + rb"|import[ \t]+"
    + _CLAUSE
    + rb")",
    re.MULTILINE,
)
_COMMENT = re.compile(rb"#[^\n]*")
_WORD = re.compile(rb"[^\W\d]\w*")


class ImportGraph:
    """Whether files can come by the module ``target`` through imports, their own or those of what they import."""

    def __init__(self, project: Project, target: str) -> None:
        self._project = project
        self._reaching: dict[str, bool] = {target: True}

    def reaches(self, path: str) -> bool:
        """Whether an import, or a chain of them, leads from ``path`` to the target."""
        known = self._reaching.get(path)
        if known is not None:
            return known
        visited = [path]
        seen = {path}
        for current in visited:
            for each in imported_files(self._project, current):
                if self._reaching.get(each):
                    self._reaching[path] = True
                    return True
                if each not in seen and each not in self._reaching:
                    seen.add(each)
                    visited.append(each)
        self._reaching.update(dict.fromkeys(visited, False))
        return False


@remembered_about
def imported_files(project: Project, path: str) -> tuple[str, ...]:
    """The files of the project that ``path`` imports anywhere in it, packages around them included; sorted."""
    try:
        data = project.tree.read(path)
    except (UnreadableSource, OSError, KeyError):
        return ()
    found = set()
    for module, level in _modules_named(data):
        target = project.imported(path, module or None, None, level)
        if isinstance(target, ModuleObject):
            found.add(target.path)
    return tuple(sorted(found))


@lru_cache(maxsize=1000)
def _modules_named(data: bytes) -> frozenset[tuple[str, int]]:
    """Every module that the imports in a file may name, with its leading dots: ``a``, ``a.b`` and ``a.b.c`` for
    ``from a.b import c``, which may be a module or not.
    """
    found: set[tuple[str, int]] = set()
    for match in IMPORT.finditer(data):
        dots, module, names, modules = match.groups()
        if modules is not None:
            clauses = [clause.split() for clause in _COMMENT.sub(b"", modules).split(b",")]
            found.update((each, 0) for words in clauses if words for each in _prefixes(words[0]))
            continue
        found.update((each, len(dots)) for each in _prefixes(module))
        if dots:
            found.add(("", len(dots)))
        for word in _WORD.findall(_COMMENT.sub(b"", names)):
            found.add((_text(module + b"." + word if module else word), len(dots)))
    return frozenset(found)


def _prefixes(module: bytes) -> Iterator[str]:
    """``a``, ``a.b`` and ``a.b.c``."""
    parts = _text(module).split(".") if module else []
    for length in range(1, len(parts) + 1):
        yield ".".join(parts[:length])


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")
