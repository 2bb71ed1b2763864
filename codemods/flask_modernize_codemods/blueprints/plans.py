"""What becomes of an app and its modules; filled in step by step."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Finding
from flask_modernize.project.applications import Application, Use
from flask_modernize.project.endpoint_references import EndpointReference, Unknown
from flask_modernize.project.endpoints import EndpointNames
from flask_modernize.project.objects import ModuleObject
from flask_modernize.project.programs import Program
from flask_modernize_codemods.blueprints.codes import ADVICE, GUIDE
from flask_modernize_codemods.blueprints.placement import Place
from flask_modernize_codemods.blueprints.registrations import Registration

if TYPE_CHECKING:
    from flask_modernize.project import Project
    from flask_modernize_codemods.blueprints.class_modules import Extracted
    from flask_modernize_codemods.blueprints.file_statements import Part

RENAME, KEEP, LEAVE = "rename", "keep", "leave"


@dataclass(slots=True, eq=False)
class ModulePlan:
    """What becomes of one module that registers something on the app.

    ``moved`` go to the blueprint, ``plain`` are decorators without a blueprint form, which the place that registers
    the module takes over. ``mode``: ``rename``, ``keep`` (routes go to ``register_routes(app)``) or ``leave``.
    """

    path: str
    moved: list[Registration]
    plain: list[Registration]
    place: Place
    name: str = ""
    variable: str = ""
    mode: str = RENAME
    part: Part | None = None
    """What of another file the module is made of, if it is new."""

    @property
    def routes(self) -> list[Registration]:
        return [each for each in self.moved if each.is_route]

    @property
    def on_blueprint(self) -> list[Registration]:
        """What is registered by way of a blueprint."""
        if self.mode == KEEP and not self.place.own:
            return [each for each in self.moved if not each.is_route]
        return self.moved if self.mode == RENAME else []

    @property
    def kept_routes(self) -> list[Registration]:
        return self.routes if self.mode == KEEP else []


@dataclass(slots=True, eq=False)
class ProgramPlan:
    """What becomes of one app."""

    program: Program
    uses: tuple[Use, ...]
    claimed: frozenset[str] = frozenset()
    """New files of other apps."""
    modules: dict[str, ModulePlan] = field(default_factory=dict)
    findings: set[Finding] = field(default_factory=set)
    names: EndpointNames | None = None
    extracted: list[Extracted] = field(default_factory=list)
    """Models and forms that go to modules of their own."""
    renamed: dict[str, str] = field(default_factory=dict)
    """Endpoint -> name of its blueprint."""
    prefixed: list[tuple[Unknown, str]] = field(default_factory=list)
    references: list[tuple[EndpointReference, str]] = field(default_factory=list)
    absolute: list[EndpointReference] = field(default_factory=list)
    """Relative names (``.static``) of endpoints that stay the app's, while the requests get a blueprint."""
    has_blueprints: bool = False
    """Whether the program had blueprints before, its own or those of extensions."""

    @property
    def application(self) -> Application:
        return self.program.application

    @property
    def parts(self) -> list[Part]:
        """All that moves from a file into a new one."""
        found = [each.part for each in self.modules.values() if each.part is not None]
        return [*found, *(each.part for each in self.extracted)]

    @property
    def new_paths(self) -> list[str]:
        """The files that are made for what moves."""
        found = [path for path, each in self.modules.items() if each.part is not None]
        return [*found, *(each.path for each in self.extracted)]

    def moving_from(self, path: str) -> list[ast.stmt]:
        """The statements of a file that go to new ones, in their order."""
        found = [each for part in self.parts if part.source == path for each in part.statements]
        return sorted(found, key=lambda each: each.lineno)

    @property
    def changing(self) -> list[ModulePlan]:
        return [each for each in self.modules.values() if each.on_blueprint or each.kept_routes or each.plain]

    def find(self, registration: Registration, code: str, message: str) -> None:
        """Notes a finding where something is registered."""
        syntax = registration.use.syntax
        node = registration.use.reference.node
        line, column = syntax.source.position(syntax.source.offset(node.lineno, node.col_offset))
        is_site = code != "B-SPLIT"
        self.findings.add(Finding(registration.path, line, column, code, message, ADVICE[code], GUIDE, is_site))

    def find_at(self, place: Unknown, code: str, message: str) -> None:
        """Notes a finding at a place."""
        is_site = code != "B-SPLIT"
        self.findings.add(Finding(place.path, place.line, place.column, code, message, ADVICE[code], GUIDE, is_site))


def dropped_imports(
    project: Project, plan: ProgramPlan, path: str, gone: Sequence[Registration]
) -> Iterator[ast.alias]:
    """The aliases of a module's imports of the app that nothing needs once ``gone`` are gone."""
    if path == plan.application.path:
        return
    moved = {id(each.use.reference) for each in gone}
    away = {id(statement) for statement in plan.moving_from(path)}
    own = [use for use in plan.uses if use.path == path and id(use.statement) not in away]
    if any(use.role != "import" and id(use.reference) not in moved for use in own):
        return
    if _is_handed_on(project, plan, path):
        return
    for use in own:
        if isinstance(use.reference.node, ast.alias) and use.at_import_time:
            yield use.reference.node


def _is_handed_on(project: Project, plan: ProgramPlan, path: str) -> bool:
    """Whether another file takes the app from the module that imports it."""
    facts = project.facts(path)
    names = {
        use.reference.node.asname or use.reference.node.name
        for use in plan.uses
        if use.path == path and isinstance(use.reference.node, ast.alias)
    }
    if facts is not None and facts.exports is not None and names & set(facts.exports):
        return True
    for use in plan.uses:
        node = use.reference.node
        if use.path == path:
            continue
        if isinstance(node, ast.alias):
            statement = use.syntax.scopes.parent(node)
            if isinstance(statement, ast.ImportFrom):
                owner = project.imported(use.path, statement.module, None, statement.level)
                if owner == ModuleObject(path):
                    return True
        elif isinstance(node, ast.Attribute):
            owner = project.resolve(use.path, ast.unparse(node.value), use.reference.scope)
            if owner == ModuleObject(path):
                return True
        else:
            other = project.facts(use.path)
            for star in other.star_imports if other is not None else ():
                if project.imported(use.path, star.module, None, star.level) == ModuleObject(path):
                    return True
    return False
