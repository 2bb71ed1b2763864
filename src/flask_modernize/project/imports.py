"""Which files import which, read off their bytes: quick, and rather one edge too many than one too few."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask_modernize.project.objects import ModuleObject
from flask_modernize.sources import UnreadableSource

if TYPE_CHECKING:
    from flask_modernize.project.project import Project

_CLAUSE = rb"(\([^)]*\)|(?:[^\n\\;]|\\\r?\n?)*)"
_IMPORT = re.compile(
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
        self._edges: dict[str, frozenset[str]] = {}

    def reaches(self, path: str) -> bool:
        """Whether an import, or a chain of them, leads from ``path`` to the target."""
        if path not in self._reaching:
            visited = [path]
            seen = {path}
            found = False
            for current in visited:
                for each in sorted(self._imported(current)):
                    if self._reaching.get(each):
                        found = True
                    elif each not in seen and each not in self._reaching:
                        seen.add(each)
                        visited.append(each)
                if found:
                    break
            if found:
                self._reaching[path] = True
            else:
                self._reaching.update(dict.fromkeys(visited, False))
        return self._reaching[path]

    def _imported(self, path: str) -> frozenset[str]:
        if path not in self._edges:
            self._edges[path] = frozenset(imported_files(self._project, path))
        return self._edges[path]


def imported_files(project: Project, path: str) -> Iterator[str]:
    """The files of the project that ``path`` imports anywhere in it, packages around them included."""
    try:
        data = project.tree.read(path)
    except (UnreadableSource, OSError, KeyError):
        return
    for match in _IMPORT.finditer(data):
        dots, module, names, modules = match.groups()
        if modules is not None:
            for clause in _COMMENT.sub(b"", modules).split(b","):
                words = clause.split()
                yield from _chain(project, path, _text(words[0]), 0) if words else ()
            continue
        yield from _chain(project, path, _text(module), len(dots))
        owner = project.imported(path, _text(module) or None, None, len(dots))
        if isinstance(owner, ModuleObject) and not (owner.path.endswith(".py") and "__init__" not in owner.path):
            yield from _submodules(project, path, _text(module), len(dots), names)


def _submodules(project: Project, path: str, module: str, level: int, names: bytes) -> Iterator[str]:
    for word in set(_WORD.findall(_COMMENT.sub(b"", names))):
        yield from _chain(project, path, f"{module}.{_text(word)}" if module else _text(word), level)


def _chain(project: Project, path: str, module: str, level: int) -> Iterator[str]:
    """The files of ``a``, ``a.b`` and ``a.b.c``, as far as there are any."""
    parts = module.split(".") if module else []
    for length in range(0 if level else 1, len(parts) + 1):
        found = project.imported(path, ".".join(parts[:length]) or None, None, level)
        if isinstance(found, ModuleObject):
            yield found.path


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")
