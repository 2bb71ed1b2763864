"""Which files cannot run on Python 3 as they are: only there does ``/`` certainly mean what Python 2 means by it.

A file that does not parse cannot, nor one that takes for granted what Python 3 does not have. Neither can a module that
imports such a one at its top level, or stands in a package whose ``__init__`` does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from flask_modernize.planning.contract import Group
from flask_modernize.project import Project
from flask_modernize.project.memory import remembered
from flask_modernize.project.objects import ModuleObject
from flask_modernize_codemods.python3_syntax.ladder import CODEMODS
from flask_modernize_codemods.python3_syntax.legacy_file import LegacyFile


def python2_files(project: Project, broken: Iterable[str]) -> frozenset[str]:
    """The files of the project that only Python 2 runs; ``broken`` are those that Python 3 does not parse."""
    found = {path for path in broken if project.facts(path) is not None}
    paths = [path for path in project.tree.python_paths() if path not in found]
    found |= {path for path in paths if _is_certain(project, path)}
    importers = _importers(project)
    waiting = sorted(found)
    while waiting:
        for importer in importers.get(waiting.pop(), ()):
            if importer not in found:
                found.add(importer)
                waiting.append(importer)
    return frozenset(found)


@remembered
def is_for_python2(project: Project) -> bool:
    """Whether the project says itself that it runs on Python 2, and not on Python 3."""
    for path in ("runtime.txt", ".python-version", "Pipfile", "setup.py", "setup.cfg"):
        data = project.tree.read(path) if path in project.tree.paths else b""
        if _PYTHON_2.search(data) is not None and _PYTHON_3.search(data) is None:
            return True
    return False


_PYTHON_2 = re.compile(rb"^(?:python-|pypy-)?2\.\d|python_version\s*=\s*[\"']2|Python :: 2", re.MULTILINE)
_PYTHON_3 = re.compile(rb"^(?:python-|pypy-)?3\.\d|python_version\s*=\s*[\"']3|Python :: 3", re.MULTILINE)


def _is_certain(project: Project, path: str) -> bool:
    data = project.tree.read(path) if project.facts(path) is not None else b""
    wanted = [each for each in CODEMODS if each.certain and any(word in data for word in each.words)]
    syntax = project.syntax(path) if wanted else None
    if syntax is None:
        return False
    file = LegacyFile(project, syntax, python2=False, python2_project=False)
    return any(isinstance(answer, Group) for each in wanted for answer in each.answers(file))


def _importers(project: Project) -> dict[str, list[str]]:
    """By file, the files that run it when they are imported."""
    found: dict[str, list[str]] = {}
    for path in project.tree.python_paths():
        for imported in _imported(project, path):
            found.setdefault(imported, []).append(path)
    return found


def _imported(project: Project, path: str) -> set[str]:
    facts = project.facts(path)
    if facts is None:
        return set()
    named: set[tuple[str | None, str | None, int]] = {(star.module, None, star.level) for star in facts.star_imports}
    for each in (binding for bindings in facts.bindings.values() for binding in bindings if binding.kind == "import"):
        named |= {(each.module, None, each.level), (each.module, each.name, each.level)}
    modules = [project.imported(path, module, name, level) for module, name, level in sorted(named, key=str)]
    package = f"{path.rpartition('/')[0]}/__init__.py" if "/" in path else "__init__.py"
    around = {package} if package != path and project.tree.exists(package) else set()
    return around | {each.path for each in modules if isinstance(each, ModuleObject) and each.path != path}
