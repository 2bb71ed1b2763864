"""Plans ``blueprints`` for a project: program by program, each as a whole."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Finding, Group, Options, Plan
from flask_modernize.project.applications import Application, Use, is_test_path, start_up, uses
from flask_modernize.project.dependencies import is_pinned_below
from flask_modernize.project.endpoints import EndpointNames, EndpointReference, Unknown, argument_of, endpoint_names
from flask_modernize.project.objects import ModuleObject
from flask_modernize.project.programs import Program, programs
from flask_modernize_codemods.blueprints.codes import ADVICE, GUIDE
from flask_modernize_codemods.blueprints.naming import (
    KEPT,
    domain_of,
    existing_endpoints,
    rank_of,
    taken_names,
    unused,
    variable_for,
)
from flask_modernize_codemods.blueprints.placement import Place, Placement
from flask_modernize_codemods.blueprints.registrations import (
    ORDERED,
    WITHOUT_FORM,
    Registration,
    registration_of,
    shape_of,
)
from flask_modernize_codemods.blueprints.relative_names import CLASS, ELSEWHERE, VIEW, contexts_of

if TYPE_CHECKING:
    from flask_modernize.project import Project

RENAME, KEEP, LEAVE = "rename", "keep", "leave"
_STAR = re.compile(rb"import[ \t]*\(?[ \t]*\*")
_MAPS = frozenset({"view_functions", "url_map", "test_client", "test_request_context", "url_for"})


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
    modules: dict[str, ModulePlan] = field(default_factory=dict)
    findings: set[Finding] = field(default_factory=set)
    names: EndpointNames | None = None
    renamed: dict[str, str] = field(default_factory=dict)
    """Endpoint -> name of its blueprint."""
    prefixed: list[tuple[Unknown, str]] = field(default_factory=list)
    references: list[tuple[EndpointReference, str]] = field(default_factory=list)

    @property
    def application(self) -> Application:
        return self.program.application

    @property
    def changing(self) -> list[ModulePlan]:
        return [each for each in self.modules.values() if each.on_blueprint or each.kept_routes or each.plain]


def plan_programs(project: Project, options: Options, paths: frozenset[str] | None) -> Plan:
    """The edits and findings of every app of the project."""
    from flask_modernize_codemods.blueprints.emission import group_of

    plans = [made for each in programs(project) if (made := _Planner(project, each, options).run()) is not None]
    _settle_shared(plans)
    groups: list[Group] = []
    for together in _connected(plans):
        group = group_of(project, together)
        if group is not None:
            groups.append(group)
    findings = {finding for plan in plans for finding in plan.findings}
    if paths is not None:
        findings = {finding for finding in findings if finding.path in paths}
    return Plan(tuple(groups), tuple(sorted(findings)))


class _Planner:
    """Plans one app."""

    def __init__(self, project: Project, program: Program, options: Options) -> None:
        self.project = project
        self.program = program
        self.application = program.application
        self.home = program.application.path
        self.options = options
        self.plan = ProgramPlan(program, uses(project, program.application))
        self.has_blueprints = False

    def run(self) -> ProgramPlan | None:
        if is_test_path(self.home):
            return None
        found, plain = self._registrations()
        if self.application.rebound:
            if found:
                self._find(found[0], "B-REBOUND", "the name of the app is also given something else")
            return self.plan
        self._take_modules(found, plain)
        if not self.plan.modules:
            return self.plan
        self._name_modules()
        if any(each.routes for each in self.plan.modules.values()):
            self._settle_names()
        return self.plan

    def _find(self, registration: Registration, code: str, message: str) -> None:
        syntax = registration.use.syntax
        node = registration.use.reference.node
        line, column = syntax.source.position(syntax.source.offset(node.lineno, node.col_offset))
        self.plan.findings.add(Finding(registration.path, line, column, code, message, ADVICE[code], GUIDE))

    # -- what is registered where --------------------------------------------------------------------------------------

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
                if _is_outermost(use) and use.role == "decorator":
                    plain.append(registration)
            elif self._is_possible(registration):
                found.append(registration)
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
        return self._has_a_form(registration)

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
            return is_pinned_below(self.project, "flask", "1.1", registration.path) is None
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
        self._check_order(found)

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
            _module_level(self.project, each.place)
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

    def _check_order(self, found: Sequence[Registration]) -> None:
        """Leaves routes alone that would be registered in another order than those of the same shape."""
        steps = start_up(self.project, self.application)
        index = {id(step.statement): number for number, step in enumerate(steps)}
        by_shape: dict[str, list[Registration]] = {}
        for each in found:
            if each.is_route and each.rule:
                by_shape.setdefault(shape_of(each.rule), []).append(each)

        def legacy(each: Registration) -> tuple[int, int]:
            return index.get(id(each.use.statement), len(steps)), each.line

        def now(each: Registration) -> tuple[int, int]:
            module = self.plan.modules.get(each.path)
            if module is None or each not in module.moved:
                return legacy(each)
            place = module.place
            return index.get(id(_module_level(self.project, place)), len(steps)), place.order[1]

        for rivals in by_shape.values():
            for position, first in enumerate(rivals):
                for second in rivals[position + 1 :]:
                    if first.path != second.path and (legacy(first) < legacy(second)) != (now(first) < now(second)):
                        for each in (first, second):
                            if self.plan.modules.pop(each.path, None) is not None:
                                self._find(each, "B-ORDER", f"the rule {each.rule!r} would come in another order")

    # -- names ---------------------------------------------------------------------------------------------------------

    def _name_modules(self) -> None:
        taken = taken_names(self.project, self.program.modules)
        self.has_blueprints = len(taken) > len(KEPT)
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

    def _settle_names(self) -> None:
        """Decides which modules keep their endpoint names."""
        plan = self.plan
        plan.names = endpoint_names(self.project, self.program)
        if self.options.get("endpoints") == "keep" or self._has_own_delimiters():
            self._keep(plan.modules.values())
        while True:
            plan.renamed = self._renamed()
            kept = set(self._kept_by_unknown()) | set(self._kept_by_references())
            if not kept:
                break
            self._keep(plan.modules[path] for path in kept)
        for module in plan.modules.values():
            if module.mode == KEEP and not self._can_keep(module):
                module.mode = LEAVE

    def _keep(self, modules: Iterable[ModulePlan]) -> None:
        for module in modules:
            if module.routes and module.mode == RENAME:
                module.mode = KEEP

    def _renamed(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for module in self.plan.modules.values():
            if module.mode == RENAME:
                found.update({each.endpoint: module.name for each in module.routes})
        return found

    def _module_of(self, endpoint: str) -> Iterator[str]:
        for module in self.plan.modules.values():
            if module.mode == RENAME and any(each.endpoint == endpoint for each in module.routes):
                yield module.path

    def _kept_by_unknown(self) -> Iterator[str]:
        """The modules whose endpoints a computed name may mean; where a prefix will do, it is noted."""
        plan = self.plan
        assert plan.names is not None
        plan.prefixed = []
        others = existing_endpoints(self.project, self.program.modules) | {
            each.endpoint for module in plan.modules.values() if module.mode != RENAME for each in module.routes
        }
        for unknown in (*plan.names.unknown, *self._bad_endings(), *self._views_given_later()):
            hit = [endpoint for endpoint in plan.renamed if unknown.may_be(endpoint)]
            if not hit:
                continue
            blueprints = {plan.renamed[endpoint] for endpoint in hit}
            if unknown.can_be_prefixed and len(blueprints) == 1 and not any(unknown.may_be(each) for each in others):
                plan.prefixed.append((unknown, next(iter(blueprints))))
                continue
            self._find_at(unknown, "B-COMPUTED-ENDPOINT", unknown.message)
            for endpoint in hit:
                yield from self._module_of(endpoint)

    def _views_given_later(self) -> Iterator[Unknown]:
        """``@app.endpoint("name")``: the view of a rule that is made elsewhere."""
        for use in self.plan.uses:
            if use.method == "endpoint" and use.call is not None:
                value = argument_of(use.call, 0, "endpoint")
                known = isinstance(value, ast.Constant) and isinstance(value.value, str)
                pattern = re.escape(value.value) if known else ".*"  # type: ignore[union-attr]
                source = use.syntax.source
                line, column = source.position(source.offset(use.call.lineno, use.call.col_offset))
                yield Unknown(use.path, line, column, "app.endpoint() gives the view of the rule", pattern)

    def _bad_endings(self) -> Iterator[Unknown]:
        """Questions how an endpoint ends that would be answered otherwise."""
        plan = self.plan
        assert plan.names is not None
        others = existing_endpoints(self.project, self.program.modules)
        every = {*plan.renamed, *others}
        clash = any(a != b and a.endswith(b) for a in every for b in plan.renamed) or bool(others & plan.renamed.keys())
        if clash:
            yield from plan.names.endings

    def _kept_by_references(self) -> Iterator[str]:
        plan = self.plan
        assert plan.names is not None
        plan.references = []
        others = existing_endpoints(self.project, self.program.modules)
        for reference in plan.names.references:
            name = reference.value.removeprefix(".")
            if name not in plan.renamed:
                continue
            doubt = reference.doubt
            if len(set(self._module_of(name))) > 1:
                doubt = f"which {name!r} is meant depends on the request"
            elif reference.value.startswith("."):
                meaning = self._relative(reference, name, others)
                if meaning == CLASS:
                    continue
                doubt = doubt or ("" if meaning == VIEW else f"which {name!r} is meant depends on the request")
            if doubt:
                line, column = position_in(self.project, reference.path, reference.offset)
                place = Unknown(reference.path, line, column, doubt)
                self._find_at(place, "B-COMPUTED-ENDPOINT", f"{name!r} is an endpoint here, and {doubt}")
                yield from self._module_of(name)
            else:
                plan.references.append((reference, plan.renamed[name]))

    def _relative(self, reference: EndpointReference, name: str, others: Collection[str]) -> str:
        """``view``: a relative name means the app's endpoint; ``class``: it goes on meaning what it means."""
        routes = [each for module in self.plan.modules.values() for each in module.routes]
        contexts = contexts_of(self.project, self.program, reference.path, reference.offset, routes)
        kinds = {kind for kind, _ in contexts}
        if kinds == {VIEW} or (not self.has_blueprints and name not in others):
            return VIEW
        home = set(self._module_of(name))
        if contexts and kinds <= {VIEW, CLASS} and {path for kind, path in contexts if kind == VIEW} <= home:
            return CLASS
        return ELSEWHERE

    def _find_at(self, place: Unknown, code: str, message: str) -> None:
        finding = Finding(place.path, place.line, place.column, code, message, ADVICE[code], GUIDE)
        self.plan.findings.add(finding)

    def _has_own_delimiters(self) -> bool:
        words = (b"variable_start_string", b"block_start_string", b"line_statement_prefix", b"comment_start_string")
        for path in self.program.modules:
            data = self.project.tree.read(path)
            for word in words:
                if word in data:
                    line = data[: data.index(word)].count(b"\n") + 1
                    message = f"the app sets {word.decode()}"
                    self._find_at(Unknown(path, line, 1, message), "B-TEMPLATE-SYNTAX", message)
                    return True
        return False

    def _can_keep(self, module: ModulePlan) -> bool:
        """Whether all routes of a module can be registered by a function below them."""
        possible = True
        for each in module.routes:
            if not _is_outermost(each.use) and each.use.role == "decorator":
                self._find(each, "B-DECORATED", "the route has decorators above it")
                possible = False
            elif (
                each.use.role == "decorator"
                and not isinstance(each.use.decorated, ast.FunctionDef | ast.AsyncFunctionDef)
            ) or each.use.statement is not (each.use.decorated or each.use.statement):
                possible = False
        return possible


def _is_outermost(use: Use) -> bool:
    """Whether nothing but other registrations on the app stands above a decorator."""
    decorated = use.decorated
    if decorated is None:
        return True
    own = use.call if use.call in decorated.decorator_list else use.chain
    for each in decorated.decorator_list:
        if each is own:
            return True
        called = each.func if isinstance(each, ast.Call) else each
        name = ast.unparse(called)
        mine = ast.unparse(use.reference.node) if isinstance(use.reference.node, ast.expr) else ""
        if not name.startswith(mine + "."):
            return False
    return False


def _module_level(project: Project, place: Place) -> ast.stmt:
    syntax = project.syntax(place.path)
    statement = place.after
    for each in syntax.scopes.ancestors(statement) if syntax is not None else ():
        if isinstance(each, ast.stmt):
            statement = each
    return statement


def position_in(project: Project, path: str, offset: int) -> tuple[int, int]:
    """1-based line, and column in characters, of a byte offset of any file."""
    data = project.tree.read(path)
    start = max(data.rfind(b"\n", 0, offset), data.rfind(b"\r", 0, offset)) + 1
    return data.count(b"\n", 0, offset) + 1, len(data[start:offset].decode("utf-8", "replace")) + 1


def dropped_imports(
    project: Project, plan: ProgramPlan, path: str, gone: Sequence[Registration]
) -> Iterator[ast.alias]:
    """The aliases of a module's imports of the app that nothing needs once ``gone`` are gone."""
    if path == plan.application.path:
        return
    moved = {id(each.use.reference) for each in gone}
    own = [use for use in plan.uses if use.path == path]
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


# -- several apps ------------------------------------------------------------------------------------------------------


def _settle_shared(plans: Sequence[ProgramPlan]) -> None:
    """Keeps the names of apps that share a reference and would call it differently."""
    while True:
        demands: dict[tuple[str, int], set[tuple[int, str]]] = {}
        for number, plan in enumerate(plans):
            for reference, name in plan.references:
                demands.setdefault((reference.path, reference.offset), set()).add((number, name))
            kept = {
                each.endpoint for module in plan.modules.values() if module.mode != RENAME for each in module.routes
            }
            for reference in plan.names.references if plan.names is not None else ():
                if reference.value.removeprefix(".") in kept:
                    demands.setdefault((reference.path, reference.offset), set()).add((number, ""))
        clashing = {
            number
            for wanted in demands.values()
            if len({name for _, name in wanted}) > 1
            for number, name in wanted
            if name
        }
        if not clashing:
            return
        for number in clashing:
            _keep_all(plans[number])


def _keep_all(plan: ProgramPlan) -> None:
    for module in plan.modules.values():
        if module.routes:
            module.mode = LEAVE
            first = module.routes[0]
            message = "another app uses the same templates or code with other endpoint names"
            plan.findings.add(Finding(first.path, first.line, 1, "B-SHARED", message, ADVICE["B-SHARED"], GUIDE))
    plan.references, plan.prefixed, plan.renamed = [], [], {}


def _connected(plans: Sequence[ProgramPlan]) -> list[list[ProgramPlan]]:
    """The apps by which of them change the same files."""
    together: list[tuple[set[str], list[ProgramPlan]]] = []
    for plan in plans:
        paths = {module.path for module in plan.changing} | {module.place.path for module in plan.changing}
        paths |= {reference.path for reference, _ in plan.references}
        group = [plan]
        rest = []
        for other_paths, others in together:
            if paths & other_paths:
                paths |= other_paths
                group = [*others, *group]
            else:
                rest.append((other_paths, others))
        together = [*rest, (paths, group)]
    return [group for _, group in together]
