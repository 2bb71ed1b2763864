"""Names that start-up statements bind, which move into the factory: what becomes of those that are read elsewhere."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Edit, Finding
from flask_modernize.project.applications import Application
from flask_modernize.project.references import Reference
from flask_modernize_codemods.app_factory.aliases import alias_of
from flask_modernize_codemods.app_factory.contexts import Rewriting, current_app_in
from flask_modernize_codemods.app_factory.elsewhere import references_by_name
from flask_modernize_codemods.app_factory.modules import Module, names_bound_by
from flask_modernize_codemods.app_factory.names import names_read
from flask_modernize_codemods.app_factory.refusal import Refused, finding
from flask_modernize_codemods.app_factory.statement_roles import is_bound_extension
from flask_modernize_codemods.app_factory.terrain import Terrain

if TYPE_CHECKING:
    from flask_modernize.project import Project


@dataclass(frozen=True, slots=True, eq=False)
class BoundNames:
    """The last three are what the plan gathers: edits, imports that go as (path, line, name), and remarks."""

    project: Project
    application: Application
    terrain: Terrain
    rewriting: Rewriting
    drops: list[tuple[str, int, str]]
    findings: list[Finding]

    def check(self, module: Module) -> None:
        """Raises Refused for a name that cannot be had otherwise."""
        names = self.application.names if module.path == self.application.path else ()
        for number in sorted(module.moved):
            chunk = module.chunks[number]
            for name in sorted(names_bound_by(chunk) - set(names)):
                if module.makes_celery and module.celery is not None and name == module.celery.name:
                    continue
                found = [
                    each
                    for each in references_by_name(self.project, module.path, name)
                    if each.path != module.path or not module.is_moved(each.node.lineno)
                ]
                if not found or name in _imported_anyway(module) or self._read_instead(module, number, name, found):
                    continue
                if not self._keep_global(module, number, name, found):
                    raise self._escapes(module, number, name, found[0].path, found[0].node.lineno)

    def _read_instead(self, module: Module, number: int, name: str, found: Sequence[Reference]) -> bool:
        """``PAGE = app.config["PAGE"]``: functions read it from ``current_app`` themselves, if nothing changes it."""
        chunk = module.chunks[number]
        alias = alias_of(module, chunk.statement, name)
        inside = {self.terrain.home, *self.terrain.members, *self.terrain.late}
        if alias is None or alias.is_changed(self.terrain):
            return False
        for each in found:
            if each.kind == "import" and each.path in inside:
                continue
            if (
                each.kind != "read"
                or each.at_import_time
                or each.path not in inside
                or not isinstance(each.node, ast.Name)
            ):
                return False
        for each in found:
            if each.kind == "import":
                statement = each.syntax.scopes.statement_of(each.node)
                assert isinstance(each.node, ast.alias)
                self.drops.append((each.path, statement.lineno, each.node.asname or each.node.name))
                continue
            source = each.syntax.source
            start = source.offset(each.node.lineno, each.node.col_offset)
            end = source.offset(each.node.end_lineno or 0, each.node.end_col_offset or 0)
            text = alias.text.replace("current_app", current_app_in(each.syntax, self.rewriting), 1)
            self.rewriting.edits.append(Edit(each.path, start, end, source.encode(text)))
        needed = [n for n in module.moved if n != number and name in names_read(module.chunks[n].statements)]
        if not needed and chunk.lead == chunk.first and len(chunk.statements) == 1:
            module.replaced.add(number)
        return True

    def _keep_global(self, module: Module, number: int, name: str, found: Sequence[Reference]) -> bool:
        """``X = f(app)`` that functions of the same module read stays a module-level name, set by the new function.

        The same goes for what a ``with`` block around ``app.open_resource()`` or a context binds.
        """
        chunk = module.chunks[number]
        statement = chunk.statement
        single = len(chunk.statements) == 1 and (
            isinstance(statement, ast.With) or (isinstance(statement, ast.Assign) and len(statement.targets) == 1)
        )
        if not single or is_bound_extension(module, statement):
            return False
        idle = {
            path for path in (each.path for each in found) if all(o.kind == "import" for o in found if o.path == path)
        }
        for each in found:
            if each.path in idle and each.path == self.terrain.home:
                continue
            if (
                each.kind != "read"
                or each.at_import_time
                or (each.path != module.path and isinstance(each.node, ast.Name))
            ):
                return False
        for each in found:
            if isinstance(each.node, ast.alias):
                line = each.syntax.scopes.statement_of(each.node).lineno
                self.drops.append((each.path, line, each.node.asname or each.node.name))
        if all(each.kind == "import" for each in found):
            return True
        module.globals[number] = (*module.globals.get(number, ()), name)
        message = f"{name} is set by each application that is made, and all of them share it"
        self.findings.append(finding(module.syntax, statement, "F-SHARED", message, site=False))
        return True

    def _escapes(self, module: Module, number: int, name: str, path: str, line: int) -> Refused:
        statement = module.chunks[number].statement
        where = f"line {line}" if path == module.path else f"{path}:{line}"
        if is_bound_extension(module, statement):
            message = f"{name} is bound to the application where it is made, and used at {where}"
            return Refused(finding(module.syntax, statement, "F-BOUND-EXTENSION", message))
        message = f"{name} is made with the help of the application, and used at {where}"
        return Refused(finding(module.syntax, statement, "F-NAME-ESCAPES", message))


def _imported_anyway(module: Module) -> frozenset[str]:
    """The names that an import at module level binds, which stays."""
    found: set[str] = set()
    for number, chunk in enumerate(module.chunks):
        if number not in module.moved and isinstance(chunk.statement, (ast.Import, ast.ImportFrom)):
            found |= names_bound_by(chunk)
    return frozenset(found)
