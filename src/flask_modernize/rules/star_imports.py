"""Names that ``from module import *`` gives: they go without a trace when the module does not have them any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_modernize.project.objects import ModuleObject

if TYPE_CHECKING:
    from flask_modernize.project.project import Project


def from_star(project: Project, path: str, name: str, full_name: str) -> bool:
    """Whether a file has ``name``, the library's ``full_name``, only by star imports: its own, or those of modules of
    the project that it imports all names of."""
    return _gives(project, path, name, full_name.rpartition(".")[0], frozenset())


def _gives(project: Project, path: str, name: str, module: str, seen: frozenset[str]) -> bool:
    facts = project.facts(path)
    for star in facts.star_imports if facts is not None and path not in seen else ():
        if star.level == 0 and star.module == module:
            return True
        source = project.imported(path, star.module, None, star.level)
        if not isinstance(source, ModuleObject) or _binds(project, source.path, name):
            continue
        if _gives(project, source.path, name, module, seen | {path}):
            return True
    return False


def _binds(project: Project, path: str, name: str) -> bool:
    facts = project.facts(path)
    return facts is not None and name in facts.bindings
