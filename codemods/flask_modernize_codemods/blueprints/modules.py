"""Which modules register something on an app, what of it moves, and where each of them is registered."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from flask_modernize.project.applications import Use
from flask_modernize.project.installed_versions import runs_below
from flask_modernize.project.objects import ModuleObject
from flask_modernize_codemods.blueprints.naming import KEPT, domain_of, rank_of, taken_names, unused, variable_for
from flask_modernize_codemods.blueprints.order import leave_reordered, module_level
from flask_modernize_codemods.blueprints.placement import Place, Placement
from flask_modernize_codemods.blueprints.plans import ModulePlan, ProgramPlan, dropped_imports
from flask_modernize_codemods.blueprints.registrations import (
    ORDERED,
    WITHOUT_FORM,
    Registration,
    is_outermost,
    registration_of,
)

if TYPE_CHECKING:
    from flask_modernize.project import Project

_STAR = re.compile(rb"import[ \t]*\(?[ \t]*\*")
_MAPS = frozenset({"view_functions", "url_map", "test_client", "test_request_context", "url_for"})
"""What shows which routes there are."""


class Modules:
    """Fills in the modules of a plan."""

    def __init__(self, project: Project, plan: ProgramPlan) -> None:
        self.project = project
        self.plan = plan
        self.program = plan.program
        self.application = plan.application
        self.home = plan.application.path
        self.staying: list[Registration] = []

    def run(self) -> None:
        """Finds the modules, their places and names."""
        found, plain = self._registrations()
        if not self.application.rebound:
            self._take_modules(found, plain)
            self._name_modules()
        elif found:
            self._find(found[0], "B-REBOUND", "the name of the app is also given something else")

    def _find(self, registration: Registration, code: str, message: str) -> None:
        self.plan.find(registration, code, message)

    def _registrations(self) -> tuple[list[Registration], list[Registration]]:
        found: list[Registration] = []
        plain: list[Registration] = []
        for use in self.plan.uses:
            if use.is_test:
                continue
            registration = registration_of(self.project, use)
            if registration is None:
                self._note_left(use)
            elif registration.method in WITHOUT_FORM:
                if is_outermost(use) and use.role == "decorator":
                    plain.append(registration)
            elif self._is_possible(registration):
                found.append(registration)
            elif registration.is_route:
                self.staying.append(registration)
        return found, plain

    def _note_left(self, use: Use) -> None:
        """Routes that stay on the app because of where they stand."""
        if use.role in ("decorator", "call") and use.method in ("route", "add_url_rule"):
            registration = Registration(use, use.method)
            if use.guarded:
                self._find(registration, "B-GUARDED", "the route only exists when the module is run as a script")
            elif use.function is not None:
                message = f"{use.function.name}() registers a route on the global app"
                self._find(registration, "B-IN-FUNCTION", message)

    def _is_possible(self, registration: Registration) -> bool:
        if self._is_handed_the_app(registration.use):
            self._find(registration, "B-DECORATED", "a decorator of the view is given the app")
            return False
        if self._depends_on_the_app(registration.use):
            self._find(registration, "B-GUARDED", "the app itself tells whether this is registered")
            return False
        return self._has_a_form(registration)

    def _depends_on_the_app(self, use: Use) -> bool:
        """Whether it stands in a block whose header asks the app: a blueprint could not be given it for each app."""
        scopes = use.syntax.scopes
        child: ast.AST = use.reference.node
        for each in scopes.ancestors(child):
            if isinstance(each, (ast.If, ast.While, ast.For, ast.With)) and isinstance(child, ast.stmt):
                body = {
                    id(node) for part in (each.body, getattr(each, "orelse", [])) for s in part for node in ast.walk(s)
                }
                header = {id(node) for node in ast.walk(each)} - body
                if any(other.path == use.path and id(other.reference.node) in header for other in self.plan.uses):
                    return True
            child = each
        return False

    def _is_handed_the_app(self, use: Use) -> bool:
        """Whether another decorator of the function gets the app, and so may know the endpoint by another way."""
        decorators = use.decorated.decorator_list if use.decorated is not None else []
        inside = {id(node) for each in decorators for node in ast.walk(each)}
        return any(
            other.role == "argument" and other.path == use.path and id(other.reference.node) in inside
            for other in self.plan.uses
        )

    def _has_a_form(self, registration: Registration) -> bool:
        if registration.method.startswith("cli."):
            return not runs_below(self.project, "flask", "1.1", registration.path)
        if not registration.is_route:
            return True
        if not registration.endpoint:
            self._find(registration, "B-UNKNOWN-ENDPOINT", "the endpoint of the route cannot be told")
        elif "." in registration.endpoint:
            message = f"the endpoint {registration.endpoint!r} has a dot in it"
            self._find(registration, "B-DOTTED-ENDPOINT", message)
        else:
            return True
        return False

    def _take_modules(self, found: Sequence[Registration], plain: Sequence[Registration]) -> None:
        placement = Placement(self.project, self.application, self.plan.uses, self.program.modules)
        for path in dict.fromkeys(each.path for each in (*found, *plain)):
            moved = [each for each in found if each.path == path and not self._comes_too_late(each)]
            others = [each for each in plain if each.path == path]
            reader = self._reads_the_map(path, moved)
            if reader is not None:
                self._find(reader, "B-ORDER", f"{reader.method} of the app is read while the module is imported")
                continue
            has_routes = any(each.is_route for each in moved)
            if path == self.home or not placement.is_imported(path):
                if not has_routes:
                    continue
                others = []
            last = max((*moved, *others), key=lambda each: each.use.statement.lineno).use.statement
            place = placement.place_of(path, last, self._still_imports(path, moved, others))
            if place.own:
                if not has_routes:
                    continue
                others = []
            self.plan.modules[path] = ModulePlan(path, moved, others, place)
        for module in self.plan.modules.values():
            if module.place.own:
                module.moved = self._movable(module.moved, module.place)
        leave_reordered(self.project, self.plan, [*(each for each in found if each.is_route), *self.staying])

    def _comes_too_late(self, registration: Registration) -> bool:
        """Whether ``app.run()`` stands above, without a guard: what follows it is not reached."""
        return any(
            use.role == "run" and use.path == registration.path and use.at_import_time and not use.guarded
            for use in self.plan.uses
            if use.reference.node.lineno < registration.line
        )

    def _reads_the_map(self, path: str, moved: Sequence[Registration]) -> Registration | None:
        """A use of what routes are entered in, between the first of a module and the place that registers them."""
        first = min((each.line for each in moved if each.is_route), default=None)
        last = max((each.use.statement.lineno for each in moved), default=0)
        for use in self.plan.uses:
            name = use.method.partition(".")[0]
            if use.path != path or name not in _MAPS or not use.at_import_time or use.guarded or use.is_test:
                continue
            line = use.reference.node.lineno
            if first is not None and first < line and (path != self.home or line < last):
                return Registration(use, use.method)
        return None

    def _still_imports(
        self, path: str, moved: Sequence[Registration], plain: Sequence[Registration]
    ) -> Collection[str]:
        """What a module imports at the top once its blueprint has taken the place of the app."""
        syntax = self.project.syntax(path)
        dropped = set(dropped_imports(self.project, self.plan, path, [*moved, *plain]))
        found: set[str] = set()
        for node in syntax.module.body if syntax is not None else ():
            for each in ast.walk(node) if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) else ():
                if isinstance(each, ast.ImportFrom):
                    aliases = [alias for alias in each.names if alias not in dropped]
                    if aliases:
                        owners = [self.project.imported(path, each.module, None, each.level)]
                        owners += [self.project.imported(path, each.module, a.name, each.level) for a in aliases]
                        found.update(owner.path for owner in owners if isinstance(owner, ModuleObject))
                elif isinstance(each, ast.Import):
                    modules = [self.project.imported(path, alias.name, None, 0) for alias in each.names]
                    found.update(module.path for module in modules if isinstance(module, ModuleObject))
        return found

    def _movable(self, moved: Sequence[Registration], place: Place) -> list[Registration]:
        """Without the hooks that something else, which may be a hook of its kind, comes after in the same module."""
        statements = [
            use.statement
            for use in self.plan.uses
            if use.path == place.path
            and use.at_import_time
            and (use.role == "argument" or (use.role == "call" and use.method not in ("add_url_rule", "route")))
        ]
        modules = [
            module_level(self.project, each.place)
            for each in self.plan.modules.values()
            if each.place.path == place.path and each.place is not place
        ]
        found = []
        for each in moved:
            here = each.use.statement.lineno
            later = [s for s in (*statements, *modules) if here < s.lineno < place.after.lineno]
            if each.method in ORDERED and later:
                continue
            if each.use.role == "call" and not each.is_route:
                continue
            found.append(each)
        return found

    def _name_modules(self) -> None:
        taken = taken_names(self.project, self.program.modules)
        self.plan.has_blueprints = len(taken) > len(KEPT)
        variables: dict[str, set[str]] = {}
        ordered = sorted(self.plan.modules.values(), key=lambda each: (each.path != self.home, rank_of(each.path)))
        for module in ordered:
            module.name = unused(domain_of(module.path, self.home), module.path, taken)
            taken.add(module.name)
        for module in ordered:
            syntax = self.project.syntax(module.path)
            assert syntax is not None
            starred = module.place.is_starred or self._is_starred(module.path)
            there = variables.setdefault(module.place.path, set()) if starred else set()
            module.variable = variable_for(self.project, syntax, module.name, there, starred)
            there.add(module.variable)

    def _is_starred(self, path: str) -> bool:
        """Whether another file imports all names of a module."""
        for each in self.program.modules:
            starred = _STAR.search(self.project.tree.read(each))
            facts = self.project.facts(each) if starred else None
            for star in facts.star_imports if facts is not None else ():
                if self.project.imported(each, star.module, None, star.level) == ModuleObject(path):
                    return True
        return False
