"""Splits a large file: its models and forms, the routes of one URL prefix, and then what is left of the routes.

Only what needs nothing that stays is moved, so that the new module never imports the one it comes from. Domains whose
routes share functions or variables go together; what the rest of the file needs stays, with the routes that need it.
"""

from __future__ import annotations

import ast
import posixpath
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from flask_modernize_codemods.blueprints.class_modules import class_modules, extracted
from flask_modernize_codemods.blueprints.file_statements import FileStatements, Part, import_of_new, is_free
from flask_modernize_codemods.blueprints.naming import taken_names
from flask_modernize_codemods.blueprints.plans import ModulePlan, ProgramPlan
from flask_modernize_codemods.blueprints.registrations import Registration

if TYPE_CHECKING:
    from flask_modernize.project import Project

MIN_ROUTES = 2
"""How many routes a domain must have to get a module of its own."""

_ACCOUNT = re.compile(
    r"(log|sign)[-_]?(in|out|up|on|off)|register|registration|(un)?confirm(ed)?|verify|resend"
    r"|((re)?set|forgot|forgotten|change|recover)[-_]?(password|email)([-_]?request)?",
    re.IGNORECASE,
)
"""Parts of URLs that stand for themselves, and together make up the domain ``auth``."""
_GENERAL = re.compile(r"api|rest|v\d+(?:\.\d+)?", re.IGNORECASE)
"""Parts of URLs that say nothing about what is below them."""


_IMPORTS = (ast.Import, ast.ImportFrom)


@dataclass(slots=True, eq=False)
class _Group:
    domains: set[str]
    routes: list[Registration]
    statements: set[int] = field(default_factory=set)
    """Places in the body of the file."""
    reason: str = ""
    blueprint: str = ""
    """What the blueprint is called, if not as the module."""


def split(project: Project, plan: ProgramPlan) -> None:
    """Splits the modules of a plan, where that is possible; the new ones have a :attr:`ModulePlan.part`.

    A module that registers itself is only split if it is the app's own. Models and forms of the app's own module become
    :attr:`ProgramPlan.extracted`.
    """
    for module in list(plan.modules.values()):
        if module.routes and (module.path == plan.application.path or not module.place.own):
            _split_module(project, plan, module)


def _split_module(project: Project, plan: ProgramPlan, module: ModulePlan) -> None:
    file = FileStatements(project, plan, module)
    is_home = module.path == plan.application.path
    kinds = list(class_modules(file)) if is_home else []
    routes = _Routes(plan, module, file)
    groups = routes.run()
    if (kinds or groups) and is_home and module.place.own:
        groups += routes.rest(groups)
    gone = set(file.taken).union(*(group.statements for group in groups))
    parts = [(group, file.part(group.statements, gone)) for group in groups]
    moved = [[each for each in module.moved if each.use.statement in part.statements] for _, part in parts]
    plan.extracted += [extracted(file, kind, gone) for kind in kinds]
    if parts:
        moving = [*(part for _, part in parts), *(each.part for each in plan.extracted)]
        _take_out(file, gone, {alias for part in moving for _, alias in part.unused})
    for (group, part), registrations in zip(parts, moved, strict=True):
        _add(project, plan, module, group, part, registrations)
    if not module.moved and not module.plain:
        del plan.modules[module.path]


class _Routes:
    """Works out which routes of a file can go, and with what."""

    def __init__(self, plan: ProgramPlan, home: ModulePlan, file: FileStatements) -> None:
        self.plan = plan
        self.home = home
        self.file = file

    def run(self) -> list[_Group]:
        """The groups that can move, by the place of their first route."""
        groups = list(self._domains())
        for group in groups:
            self._close(group)
        groups = self._merged(groups)
        for group in groups:
            if group.reason:
                self._find(group, group.reason)
        good = [group for group in groups if not group.reason and len(group.routes) >= MIN_ROUTES]
        while True:
            bad = [group for group in good if self._is_needed_elsewhere(group)]
            if not bad:
                break
            for group in bad:
                self._find(group, "what they need is also needed elsewhere")
            good = [group for group in good if group not in bad]
        if sum(len(group.routes) for group in good) == len(self.home.routes) and len(good) == 1:
            return []
        return sorted(good, key=lambda group: min(each.line for each in group.routes))

    def _find(self, group: _Group, reason: str) -> None:
        domain = min(group.domains)
        what = "the routes of auth" if domain == "auth" else f"the routes below /{domain}"
        message = f"{what} are not split off: {reason}"
        self.plan.find(group.routes[0], "B-SPLIT", message)

    def _domains(self) -> Iterator[_Group]:
        found: dict[str, list[Registration]] = {}
        for each in self.home.routes:
            first = next((part for part in each.rule.split("/") if part and not _GENERAL.fullmatch(part)), "")
            if first and "<" not in first and re.sub(r"\W", "_", first).isidentifier():
                domain = "auth" if _ACCOUNT.fullmatch(first) else re.sub(r"\W", "_", first).lower()
                found.setdefault(domain, []).append(each)
        for domain, routes in found.items():
            if len({id(each.use.statement) for each in routes}) >= MIN_ROUTES:
                yield _Group({domain}, routes, {self.file.index[id(each.use.statement)] for each in routes})

    def _close(self, group: _Group) -> None:
        """Adds what the statements of a group need from the file, and what is done to that when it is imported."""
        waiting = sorted(group.statements)
        while waiting and not group.reason:
            number = waiting.pop(0)
            group.reason = self.file.why_it_stays(number)
            needed: set[int] = set()
            for name in self.file.used[number] - self.file.names_of_app():
                if name not in self.file.imported:
                    needed |= self.file.definers.get(name, set())
            for name in self.file.defined_by(number):
                needed |= {i for i, names in enumerate(self.file.at_import) if name in names}
            needed -= self.file.taken
            waiting += sorted(needed - group.statements)
            group.statements |= needed

    def _merged(self, groups: Sequence[_Group]) -> list[_Group]:
        """Groups that need the same statements are one."""
        found: list[_Group] = []
        for group in groups:
            for other in [each for each in found if each.statements & group.statements]:
                found.remove(other)
                group = _Group(
                    group.domains | other.domains,
                    [*other.routes, *group.routes],
                    group.statements | other.statements,
                    group.reason or other.reason,
                )
            found.append(group)
        return found

    def rest(self, groups: Sequence[_Group]) -> list[_Group]:
        """What is left of the routes, with hooks and error handlers, if all of it can move."""
        gone = {number for each in groups for number in each.statements}
        left = [each for each in self.home.moved if self.file.index[id(each.use.statement)] not in gone]
        routes = [each for each in left if each.is_route]
        if not routes:
            return []
        statements = {self.file.index[id(each.use.statement)] for each in left}
        group = _Group({"views"}, routes, statements, blueprint=self.home.name)
        self._close(group)
        if not group.reason and (group.statements & gone or self._is_needed_elsewhere(group)):
            group.reason = "what they need is also needed elsewhere"
        if group.reason:
            self.plan.find(group.routes[0], "B-SPLIT", f"the other routes are not split off: {group.reason}")
            return []
        return [group]

    def _is_needed_elsewhere(self, group: _Group) -> bool:
        names = {name for number in group.statements for name in self.file.defined_by(number)}
        for number, used in enumerate(self.file.used):
            if number not in group.statements | self.file.taken and used & names:
                return True
        return self.file.is_taken(names)


def _add(
    project: Project, plan: ProgramPlan, home: ModulePlan, group: _Group, part: Part, moved: list[Registration]
) -> None:
    """Enters the module that a group becomes into the plan."""
    domain = min(group.domains)
    taken = taken_names(project, plan.program.modules) | {each.name for each in plan.modules.values()}
    path = _new_path(project, plan, home.path, domain)
    name = posixpath.basename(path).removesuffix(".py")
    order = (home.place.order[0], min(each.line for each in group.routes))
    if not home.place.own:
        order = home.place.order
    source = import_of_new(project, home.path, home.place.path, name)
    blueprint = group.blueprint or (domain if domain not in taken else name)
    place = replace(home.place, own=False, module="", is_starred=False, import_line=0, import_from=source, order=order)
    plan.modules[path] = ModulePlan(path, moved, [], place, name=blueprint, variable="bp", part=part)


def _new_path(project: Project, plan: ProgramPlan, home: str, domain: str) -> str:
    """A free file beside the app's module, that hides no other module."""
    taken = taken_names(project, plan.program.modules) | {each.name for each in plan.modules.values()}
    for name in (domain, f"{domain}_views", f"{domain}_routes"):
        if name not in taken and is_free(project, plan, home, name):
            return posixpath.join(posixpath.dirname(home), f"{name}.py")
    raise AssertionError("no file name is free")


def _take_out(file: FileStatements, gone: Collection[int], unused: Collection[ast.alias]) -> None:
    """Leaves the rest of the routes in the app's module, and puts the registrations behind what stays.

    ``unused`` are imports that go, too.
    """
    home, body = file.home, file.body
    statements = {id(body[number]) for number in gone}
    home.moved = [each for each in home.moved if id(each.use.statement) not in statements]
    if not home.place.own:
        return
    last = home.place.after
    position = next(number for number, each in enumerate(body) if each is last)
    while position in gone or (isinstance(each := body[position], _IMPORTS) and all(a in unused for a in each.names)):
        position -= 1
    home.place = replace(home.place, after=body[position])
