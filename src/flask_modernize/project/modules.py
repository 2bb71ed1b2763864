"""Dotted module names -> files, as seen from the importing file.

Nothing says where an application's import roots are, so they are found by evidence: the directory above the importer's
topmost package, its ancestors and their ``src`` directories, then the nearest other place that has the name.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

FRAMEWORKS = frozenset(
    {"flask", "flask_sqlalchemy", "flaskext", "sqlalchemy", "werkzeug", "jinja2", "click", "alembic", "flask_migrate"}
)
"""Never a module of the project, even in the framework's own repository, where it stands beside its examples."""

_ROOT_MARKERS = (
    "setup.py",
    "setup.cfg",
    "pyproject.toml",
    "requirements.txt",
    "Pipfile",
    "manage.py",
    "wsgi.py",
    "run.py",
    "Procfile",
    "tox.ini",
    "alembic.ini",
)


class ModuleFinder:
    """The modules of one tree."""

    def __init__(self, paths: Sequence[str]) -> None:
        self._files = frozenset(path for path in paths if path.endswith(".py"))
        self._directories = _directories(self._files)
        self._packages = frozenset(parent_of(path) for path in self._files if path.endswith("__init__.py"))
        self._marked = frozenset(parent_of(path) for path in paths if path.rpartition("/")[2] in _ROOT_MARKERS)
        self._roots_by_name = self._index_roots()
        self._near: dict[str, tuple[str, ...]] = {}
        self._found: dict[tuple[str, str, bool], str | None] = {}

    def find(self, name: str, importer: str, *, beside: bool = True) -> str | None:
        """The file of an absolute module name (the directory of a package without ``__init__.py``); None outside.

        ``beside``: also look inside the packages around the importer, as Python 2 did and as scripts in them still do.
        """
        key = (name, importer if beside else parent_of(importer), beside)
        if key not in self._found:
            self._found[key] = self._find(name, importer, beside)
        return self._found[key]

    def is_beside(self, name: str, importer: str) -> bool:
        """Whether :meth:`find` sees the module only because it lies in a package around the importer."""
        found = self.find(name, importer)
        return found is not None and found != self.find(name, importer, beside=False)

    def relative(self, level: int, name: str | None, importer: str) -> str | None:
        """The file of ``from ..name`` with ``level`` dots, as seen from ``importer``."""
        base = parent_of(importer)
        for _ in range(level - 1):
            if not base:
                return None
            base = parent_of(base)
        if not name:
            return self._package(base)
        return self._inside(base, name.split("."))

    def submodule(self, path: str, name: str) -> str | None:
        """The module ``name`` inside the package whose file or directory is ``path``; None where it is no package."""
        if path.endswith(".py"):
            if not _is_init(path):
                return None
            path = parent_of(path)
        return self._inside(path, [name])

    def name_of(self, path: str) -> str:
        """The dotted name of a module below its topmost package: ``app.models`` for ``web/app/models.py``."""
        root = self._package_root(parent_of(path))
        stem = path.removesuffix(".py").removesuffix("__init__").rstrip("/")
        return (stem[len(root) :] if root else stem).strip("/").replace("/", ".")

    # -- searching -----------------------------------------------------------------------------------------------------

    def _find(self, name: str, importer: str, beside: bool) -> str | None:
        parts = name.split(".")
        top = parts[0]
        roots = self._roots_by_name.get(top)
        if not roots or top in FRAMEWORKS:
            return None
        directory = parent_of(importer)
        near = self._near_roots(directory)
        for root in near:
            if root in roots and self._is_regular(root, top):
                return self._inside(root, parts)
        for root in near:
            if root in roots and (found := self._inside(root, parts)):
                return found
        if top in sys.stdlib_module_names:
            return None
        if beside and (found := self._beside(parts, importer, roots)) is not None:
            return found
        return self._far(parts, directory, roots)

    def _beside(self, parts: list[str], importer: str, roots: tuple[str, ...]) -> str | None:
        """A module beside the importer in its package, or beside one of the packages around it, nearest first."""
        directory = parent_of(importer)
        while directory:
            if directory in self._packages and directory in roots and self._is_regular(directory, parts[0]):
                found = self._inside(directory, parts)
                if found is not None and found != importer:
                    return found
            directory = parent_of(directory)
        return None

    def _far(self, parts: list[str], directory: str, roots: tuple[str, ...]) -> str | None:
        """The nearest other place: by the length of the common path, then by what marks a directory as a root."""
        found = [(self._rank(root, directory), path) for root in roots if (path := self._far_candidate(root, parts))]
        if not found:
            return None
        best = max(rank for rank, _ in found)
        nearest = [path for rank, path in found if rank == best]
        return nearest[0] if len(nearest) == 1 else None

    def _far_candidate(self, root: str, parts: list[str]) -> str | None:
        return None if root in self._packages else self._inside(root, parts)

    def _rank(self, root: str, directory: str) -> tuple[int, int]:
        common = 0
        for ours, theirs in zip(_parts(root), _parts(directory), strict=False):
            if ours != theirs:
                break
            common += 1
        marked = root in self._marked or root.rpartition("/")[2] == "src"
        return common, int(marked)

    def _near_roots(self, directory: str) -> tuple[str, ...]:
        found = self._near.get(directory)
        if found is None:
            found = self._near[directory] = tuple(self._walk_up(directory))
        return found

    def _walk_up(self, directory: str) -> Iterator[str]:
        root = self._package_root(directory)
        while True:
            if not root or root not in self._packages:
                yield root
            source = f"{root}/src" if root else "src"
            if source in self._directories:
                yield source
            if not root:
                return
            root = parent_of(root)

    def _package_root(self, directory: str) -> str:
        """The parent of the topmost package that ``directory`` is in; ``directory`` itself when it is in none."""
        while directory in self._packages and directory:
            directory = parent_of(directory)
        return directory

    # -- what is where -------------------------------------------------------------------------------------------------

    def _is_regular(self, root: str, name: str) -> bool:
        base = f"{root}/{name}" if root else name
        return base in self._packages or f"{base}.py" in self._files

    def _inside(self, root: str, parts: Sequence[str]) -> str | None:
        base = "/".join((root, *parts)) if root else "/".join(parts)
        if base in self._packages:
            return f"{base}/__init__.py"
        if f"{base}.py" in self._files:
            return f"{base}.py"
        return base if base in self._directories else None

    def _package(self, directory: str) -> str | None:
        if directory in self._packages:
            return f"{directory}/__init__.py" if directory else "__init__.py"
        return directory if directory and directory in self._directories else None

    def _index_roots(self) -> dict[str, tuple[str, ...]]:
        """First part of a module name -> the directories that have such a module or package."""
        roots: dict[str, set[str]] = {}
        for path in self._files:
            directory, _, name = path.rpartition("/")
            if name != "__init__.py":
                roots.setdefault(name[:-3], set()).add(directory)
        for directory in self._directories:
            if directory:
                parent, _, name = directory.rpartition("/")
                roots.setdefault(name, set()).add(parent)
        return {name: tuple(sorted(found)) for name, found in roots.items()}


def parent_of(path: str) -> str:
    """The directory of a path; ``""`` at the top of the tree."""
    return path.rpartition("/")[0]


def _is_init(path: str) -> bool:
    return path == "__init__.py" or path.endswith("/__init__.py")


def _parts(directory: str) -> list[str]:
    return directory.split("/") if directory else []


def _directories(files: frozenset[str]) -> frozenset[str]:
    """Every directory with a Python file somewhere below it."""
    found: set[str] = set()
    for path in files:
        directory = parent_of(path)
        while directory not in found:
            found.add(directory)
            directory = parent_of(directory)
    return frozenset(found)
