"""Splits the routes of a large file by domain: those of one URL prefix, with the functions and imports they need.

Only what needs nothing that stays is moved, so that the new module never imports the one it comes from. Domains whose
routes share functions or variables go together; what the rest of the file needs stays, with the routes that need it.
"""

from __future__ import annotations

import ast
import posixpath
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from flask_modernize.project.applications import Use
from flask_modernize.project.objects import External, ModuleObject
from flask_modernize_codemods.blueprints.naming import taken_names
from flask_modernize_codemods.blueprints.plans import ModulePlan, ProgramPlan
from flask_modernize_codemods.blueprints.registrations import Registration

if TYPE_CHECKING:
    from flask_modernize.project import Project

ImportNode = ast.Import | ast.ImportFrom

MIN_ROUTES = 2
"""How many routes a domain must have to get a module of its own."""

_MOVABLE = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Assign, ast.AnnAssign, ast.Expr)
_GENERAL = re.compile(r"api|rest|v\d+(?:\.\d+)?", re.IGNORECASE)
"""Parts of URLs that say nothing about what is below them."""
_FROM_CONTEXT = frozenset(
    {
        *("config", "debug", "extensions", "instance_path", "jinja_env", "json", "logger", "make_response", "name"),
        *("open_instance_resource", "open_resource", "root_path", "send_static_file", "static_folder", "testing"),
    }
)
"""What of the app a view gets as well by ``current_app``."""
_PLACE_NAMES = frozenset({"__name__", "__file__", "__doc__", "__package__"})


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """What moves from a file into a new one: statements in their order, and the uses of the app in them."""

    source: str
    """The file that it comes from."""
    statements: tuple[ast.stmt, ...]
    imports: tuple[tuple[ImportNode, ast.alias], ...]
    unused: tuple[tuple[ImportNode, ast.alias], ...]
    """Imports that nothing in the old file needs any more."""
    uses: tuple[Use, ...]
    at_top: bool
    """Whether the new module can be imported at the top: it needs only what is imported there."""


@dataclass(slots=True, eq=False)
class _Group:
    domains: set[str]
    routes: list[Registration]
    statements: set[int] = field(default_factory=set)
    """Places in the body of the file."""
    reason: str = ""


def split(project: Project, plan: ProgramPlan) -> None:
    """Splits the modules of a plan, where that is possible; the new ones have a :attr:`ModulePlan.part`.

    A module that registers itself is only split if it is the app's own.
    """
    for module in list(plan.modules.values()):
        if module.routes and (module.path == plan.application.path or not module.place.own):
            _split_module(project, plan, module)


def _split_module(project: Project, plan: ProgramPlan, module: ModulePlan) -> None:
    splitter = _Splitter(project, plan, module)
    groups = splitter.run()
    parts = [(group, splitter.part(group, groups)) for group in groups]
    moved = [[each for each in module.moved if each.use.statement in part.statements] for _, part in parts]
    if parts:
        _take_out(project, module, groups)
    for (group, part), registrations in zip(parts, moved, strict=True):
        _add(project, plan, module, group, part, registrations)


class _Splitter:
    """Works out which statements of a file can go with which routes."""

    def __init__(self, project: Project, plan: ProgramPlan, home: ModulePlan) -> None:
        self.project = project
        self.plan = plan
        self.home = home
        syntax = project.syntax(home.path)
        assert syntax is not None
        self.syntax = syntax
        self.body = syntax.module.body
        self.index = {id(statement): number for number, statement in enumerate(self.body)}
        self.definers, self.imported = self._definitions()
        self.used = [frozenset(self._names_in(statement)) for statement in self.body]
        self.at_import = [frozenset(self._names_at_import(statement)) for statement in self.body]
        self.moved = {id(each.use) for each in home.moved}

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
        message = f"the routes below /{min(group.domains)} are not split off: {reason}"
        self.plan.find(group.routes[0], "B-SPLIT", message)

    def _domains(self) -> Iterator[_Group]:
        found: dict[str, list[Registration]] = {}
        for each in self.home.routes:
            first = next((part for part in each.rule.split("/") if part and not _GENERAL.fullmatch(part)), "")
            if first and "<" not in first and re.sub(r"\W", "_", first).isidentifier():
                found.setdefault(re.sub(r"\W", "_", first).lower(), []).append(each)
        for domain, routes in found.items():
            if len({id(each.use.statement) for each in routes}) >= MIN_ROUTES:
                yield _Group({domain}, routes, {self.index[id(each.use.statement)] for each in routes})

    # -- names ---------------------------------------------------------------------------------------------------------

    def _definitions(self) -> tuple[dict[str, set[int]], dict[str, tuple[ImportNode, ast.alias]]]:
        """By module-level name the statements that bind it, and the import that does where that is the only one."""
        definers: dict[str, set[int]] = {}
        imported: dict[str, tuple[ImportNode, ast.alias]] = {}
        for name, bindings in self.syntax.scopes.module_scope.bindings.items():
            for binding in bindings:
                statement = self._top(binding.node)
                definers.setdefault(name, set()).add(self.index[id(statement)])
                if isinstance(statement, ast.Import | ast.ImportFrom) and len(bindings) == 1:
                    alias = next(a for a in statement.names if (a.asname or a.name.partition(".")[0]) == name)
                    imported[name] = (statement, alias)
        return definers, imported

    def _top(self, node: ast.AST) -> ast.stmt:
        found = node
        for each in self.syntax.scopes.ancestors(node):
            if isinstance(each, ast.stmt):
                found = each
        assert isinstance(found, ast.stmt)
        return found

    def _names_in(self, statement: ast.stmt) -> Iterator[str]:
        """The module-level names that a statement reads or declares global, anywhere in it."""
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                owner = self.syntax.scopes.scope_of(node).lookup(node.id)
                if owner is None or owner.parent is None:
                    yield node.id
            elif isinstance(node, ast.Global):
                yield from node.names

    def _names_at_import(self, statement: ast.stmt) -> Iterator[str]:
        """The names that a statement does something with when it runs: in decorators, calls and assignments."""
        parts: list[ast.AST] = list(getattr(statement, "decorator_list", []))
        if isinstance(statement, ast.Expr | ast.Assign | ast.AugAssign | ast.AnnAssign):
            parts.append(statement)
        for part in parts:
            for node in ast.walk(part):
                if isinstance(node, ast.Name) and not isinstance(statement, ast.Assign):
                    yield node.id
                elif isinstance(node, ast.Attribute | ast.Subscript) and isinstance(node.ctx, ast.Store):
                    yield ast.unparse(node).partition(".")[0].partition("[")[0]

    # -- what goes together --------------------------------------------------------------------------------------------

    def _close(self, group: _Group) -> None:
        """Adds what the statements of a group need from the file, and what is done to that when it is imported."""
        waiting = sorted(group.statements)
        while waiting and not group.reason:
            number = waiting.pop(0)
            group.reason = self._why_it_stays(number)
            needed: set[int] = set()
            for name in self.used[number] - self._names_of_app():
                if name not in self.imported:
                    needed |= self.definers.get(name, set())
            for name in self._defined_by(number):
                needed |= {i for i, names in enumerate(self.at_import) if name in names}
            waiting += sorted(needed - group.statements)
            group.statements |= needed

    def _names_of_app(self) -> set[str]:
        """What the app is called in the file."""
        found = set(self.plan.application.names) if self.home.path == self.plan.application.path else set()
        aliases = [use.reference.node for use in self.plan.uses if use.path == self.home.path and use.role == "import"]
        return found | {alias.asname or alias.name for alias in aliases if isinstance(alias, ast.alias)}

    def _defined_by(self, number: int) -> set[str]:
        return {name for name, places in self.definers.items() if number in places}

    def _why_it_stays(self, number: int) -> str:
        """Why a statement cannot move; empty when it can."""
        statement = self.body[number]
        what = getattr(statement, "name", "") or f"line {statement.lineno}"
        if not isinstance(statement, _MOVABLE) or statement is self.plan.application.statement:
            return f"{what} is no plain definition"
        if self.used[number] & _PLACE_NAMES:
            return f"{what} depends on the module it is in"
        if isinstance(statement, ast.ClassDef) and any(isinstance(base, ast.Attribute) for base in statement.bases):
            return f"the class {what} belongs to the whole app"
        unknown = {name for name in self.used[number] if name in self.definers and name not in self.imported}
        if any(
            isinstance(self.body[i], ast.Import | ast.ImportFrom | ast.Try) for n in unknown for i in self.definers[n]
        ):
            return f"{what} uses an import that is made in several ways"
        for use in self.plan.uses:
            if use.statement is statement and id(use) not in self.moved and not self._is_from_context(use):
                return f"{what} needs the app itself"
            if use.statement is statement and id(use) not in self.moved and self._is_handed_on(statement):
                return f"{what} needs the app, and may run without a context"
        return ""

    def _is_handed_on(self, statement: ast.stmt) -> bool:
        """Whether a function, not one that Flask calls, is named otherwise than to call it."""
        name = getattr(statement, "name", "")
        for node in self.syntax.scopes.nodes():
            if isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load):
                parent = self.syntax.scopes.parent(node)
                if not (isinstance(parent, ast.Call) and parent.func is node):
                    return True
        return False

    def _is_from_context(self, use: Use) -> bool:
        """Whether ``current_app`` will do for the app."""
        return use.function is not None and use.method.partition(".")[0] in _FROM_CONTEXT

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

    def _is_needed_elsewhere(self, group: _Group) -> bool:
        names = {name for number in group.statements for name in self._defined_by(number)}
        for number, used in enumerate(self.used):
            if number not in group.statements and used & names:
                return True
        return self._is_taken(names)

    def _is_taken(self, names: set[str]) -> bool:
        """Whether the file offers one of the names to others, or another one takes it from there."""
        exports = self.syntax.facts.exports
        if exports is not None and names & set(exports):
            return True
        return any(self._takes_one(path, names) for path in self.plan.program.modules if path != self.home.path)

    def _takes_one(self, path: str, names: set[str]) -> bool:
        """Whether another file imports or names one of the names from this one."""
        data = self.project.tree.read(path)
        stem = posixpath.basename(self.home.path.removesuffix("/__init__.py")).removesuffix(".py").encode()
        if stem not in data and b"import" not in data:
            return False
        words = b"|".join(re.escape(name.encode()) for name in sorted(names))
        if re.search(rb"\b" + re.escape(stem) + rb"\.(?:" + words + rb")\b", data):
            return True
        facts = self.project.facts(path)
        for bindings in facts.bindings.values() if facts is not None else ():
            for each in bindings:
                if each.kind == "import" and each.name in names:
                    owner = self.project.imported(path, each.module, None, each.level)
                    if owner == ModuleObject(self.home.path):
                        return True
        stars = facts.star_imports if facts is not None else ()
        return any(
            self.project.imported(path, each.module, None, each.level) == ModuleObject(self.home.path) for each in stars
        )

    def part(self, group: _Group, groups: Sequence[_Group]) -> Part:
        """What moves with a group; ``groups`` are all that do."""
        numbers = sorted(group.statements)
        statements = tuple(self.body[number] for number in numbers)
        names = {name for number in numbers for name in self.used[number]} - self._names_of_app()
        imports = [self.imported[name] for name in sorted(names & self.imported.keys())]
        uses = [use for use in self.plan.uses if use.statement in statements and id(use) not in self.moved]
        at_top = False
        if self.home.path == self.plan.application.path:
            first = self.index[id(self._top(self.plan.application.statement))]
            at_top = all(self.index[id(statement)] < first for statement, _ in imports)
        gone = {number for each in groups for number in each.statements}
        staying = {name for number, used in enumerate(self.used) if number not in gone for name in used}
        unused = tuple(self.imported[name] for name in sorted(names & self.imported.keys() - staying))
        kept = {name for name in names if self._is_taken({name})}
        return Part(
            self.home.path,
            statements,
            tuple(imports),
            tuple(each for each in unused if (each[1].asname or each[1].name.partition(".")[0]) not in kept),
            tuple(uses),
            at_top,
        )


def _add(
    project: Project, plan: ProgramPlan, home: ModulePlan, group: _Group, part: Part, moved: list[Registration]
) -> None:
    """Enters the module that a group becomes into the plan."""
    path = _new_path(project, plan, home.path, sorted(group.domains)[0])
    name = posixpath.basename(path).removesuffix(".py")
    order = (home.place.order[0], min(each.line for each in group.routes))
    if not home.place.own:
        order = home.place.order
    source = _import_of(project, home, name)
    place = replace(home.place, own=False, module="", is_starred=False, import_line=0, import_from=source, order=order)
    plan.modules[path] = ModulePlan(path, moved, [], place, name=name, variable="bp", part=part)


def _import_of(project: Project, home: ModulePlan, name: str) -> str:
    """The new module as the file that registers it imports it."""
    module = project.module_name(home.path)
    package = module if home.path.endswith("__init__.py") else module.rpartition(".")[0]
    full = f"{package}.{name}" if package else name
    there = project.module_name(home.place.path)
    around = there if home.place.path.endswith("__init__.py") else there.rpartition(".")[0]
    is_relative = any(isinstance(each, ast.ImportFrom) and each.level for each in _statements(project, home.place.path))
    if is_relative and around and full.startswith(around + "."):
        return full[len(around) :]
    return full


def _statements(project: Project, path: str) -> Iterable[ast.stmt]:
    syntax = project.syntax(path)
    return syntax.module.body if syntax is not None else ()


def _new_path(project: Project, plan: ProgramPlan, home: str, domain: str) -> str:
    """A free file beside the app's module, that hides no other module."""
    taken = taken_names(project, plan.program.modules) | {each.name for each in plan.modules.values()}
    folder = posixpath.dirname(home)
    package = project.facts(posixpath.join(folder, "__init__.py"))
    bound = package.bindings if package is not None else {}
    for name in (domain, f"{domain}_views", f"{domain}_routes"):
        path = posixpath.join(folder, f"{name}.py")
        free = not project.tree.exists(path) and not project.tree.exists(posixpath.join(folder, name, "__init__.py"))
        known = isinstance(project.resolve(home, name), External) or name in sys.stdlib_module_names
        if free and not known and name not in bound and path not in plan.modules and name not in taken:
            return path
    raise AssertionError("no file name is free")


def _take_out(project: Project, home: ModulePlan, groups: Sequence[_Group]) -> None:
    """Leaves the rest of the routes in the app's module, and puts the registrations behind what stays."""
    gone = {number for group in groups for number in group.statements}
    body = list(_statements(project, home.path))
    statements = {id(body[number]) for number in gone}
    home.moved = [each for each in home.moved if id(each.use.statement) not in statements]
    if not home.place.own:
        return
    last = home.place.after
    position = next(number for number, each in enumerate(body) if each is last)
    while position in gone:
        position -= 1
    home.place = replace(home.place, after=body[position])
