"""Plans ``app-factory``: one group of edits for each application, or the reasons to leave it alone."""

from __future__ import annotations

import ast
import posixpath
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flask_modernize.facts import FunctionFacts
from flask_modernize.planning.contract import (
    Edit,
    FileChange,
    Finding,
    Group,
    ImportDrop,
    ImportNeed,
    Options,
    Plan,
)
from flask_modernize.project import ClassObject, FunctionObject, ModuleObject, Object
from flask_modernize.project.applications import Application, applications, is_test_path, uses
from flask_modernize_codemods.app_factory.absorption import Absorbed, absorb
from flask_modernize_codemods.app_factory.admin_views import named_views
from flask_modernize_codemods.app_factory.bottom_imports import (
    MovedImports,
    Registrar,
    comment_pieces,
    has_comments,
    move_imports,
)
from flask_modernize_codemods.app_factory.bound_names import BoundNames
from flask_modernize_codemods.app_factory.calls_from_scripts import Consumers, in_context
from flask_modernize_codemods.app_factory.carving import home_module, member_module
from flask_modernize_codemods.app_factory.celery_apps import celery_app
from flask_modernize_codemods.app_factory.celery_commands import asking_files, worker_command_edits, worker_module
from flask_modernize_codemods.app_factory.celery_rewriting import (
    celery_pieces,
    imports_to_drop,
    member_shim,
    rewrite_reads,
    rewrite_tasks,
    signal_edits,
    without_own_context,
)
from flask_modernize_codemods.app_factory.contexts import (
    FunctionNode,
    Rewriting,
    add_parameter,
    current_app_in,
    outermost_function,
    pass_argument,
    streams,
    use_current_app,
)
from flask_modernize_codemods.app_factory.database_scripts import database_scripts
from flask_modernize_codemods.app_factory.deployment import deployment_edits, wsgi_module
from flask_modernize_codemods.app_factory.factory import (
    Style,
    factory_parts,
    factory_text,
    function_text,
    with_comments,
)
from flask_modernize_codemods.app_factory.giving import Case, Giving, Site
from flask_modernize_codemods.app_factory.layout import FileText
from flask_modernize_codemods.app_factory.loaded_settings import settings_files, without_application
from flask_modernize_codemods.app_factory.modules import Module, names_bound_by
from flask_modernize_codemods.app_factory.moving import chunks_of
from flask_modernize_codemods.app_factory.names import names_read
from flask_modernize_codemods.app_factory.own_applications import makes_own_application
from flask_modernize_codemods.app_factory.own_factory import fill_factory, own_factory, uses_outside
from flask_modernize_codemods.app_factory.own_scripts import main_function, rewrite_main_function
from flask_modernize_codemods.app_factory.pieces import pieces_of
from flask_modernize_codemods.app_factory.refusal import Refused, finding
from flask_modernize_codemods.app_factory.registrations import decorator_edits, needs_of
from flask_modernize_codemods.app_factory.scripts import (
    FACTORY,
    Script,
    is_server_entry,
    rewrite_guards,
    rewrite_script,
)
from flask_modernize_codemods.app_factory.terrain import Terrain, import_graph, reached_from, terrain_of

if TYPE_CHECKING:
    from flask_modernize.project import Project, Syntax


def plan_project(project: Project, options: Options) -> Plan:
    """Every application that is a module-level variable, in the order of the files."""
    groups: list[Group] = []
    findings: list[Finding] = []
    steps: list[str] = []
    every = [each for each in applications(project) if not is_test_path(each.path)]
    shared = _shared_files(project, every)
    for application in every:
        try:
            if _only_helps(project, application):
                continue
            _check(project, application, every)
            planned = _ApplicationPlan(project, application, options, shared).run()
        except Refused as refused:
            findings += refused.findings
        else:
            groups.append(planned.group)
            findings += planned.findings
            steps += planned.next_steps
    return Plan(tuple(groups), tuple(sorted(set(findings))), tuple(dict.fromkeys(steps)))


def _shared_files(project: Project, every: Sequence[Application]) -> frozenset[str]:
    """The files that use more than one application."""
    users = Counter(path for application in every for path in {use.path for use in uses(project, application)})
    return frozenset(path for path, count in users.items() if count > 1)


def _only_helps(project: Project, application: Application) -> bool:
    """Whether nothing is done to it at start-up: it is made only so that functions have one."""
    if FACTORY in application.syntax.scopes.module_scope.bindings:
        return False
    return not any(
        (use.at_import_time and use.role not in ("import", "other")) or use.role == "run"
        for use in uses(project, application)
    )


def _check(project: Project, application: Application, every: Sequence[Application]) -> None:
    syntax, statement = application.syntax, application.statement
    name = application.variable.name
    if application.conditional:
        raise Refused(finding(syntax, statement, "F-CONDITIONAL", f"{name} is made under a condition or in a block"))
    if application.rebound:
        raise Refused(finding(syntax, statement, "F-REBOUND", f"{name} is given more than one value"))
    if sum(each.path == application.path for each in every) > 1:
        raise Refused(finding(syntax, statement, "F-SEVERAL-APPS", "the module makes more than one application"))


@dataclass(slots=True)
class Planned:
    """The edits of one application, and what is to be told about it."""

    group: Group
    findings: list[Finding] = field(default_factory=list)
    next_steps: list[str] = field(default_factory=list)


class _ApplicationPlan:
    def __init__(self, project: Project, application: Application, options: Options, shared: frozenset[str]) -> None:
        self.project = project
        self.application = application
        own = application.syntax.scopes.module_scope.bindings
        self.factory = own_factory(project, application)
        self.shim = options.get("shim", True) is True and "__getattr__" not in own and self.factory is None
        self.shared = shared
        self.terrain: Terrain = terrain_of(project, application)
        self._check_shared()
        self.celery = celery_app(project, self.terrain)
        self.rewriting = Rewriting()
        self.drops: list[tuple[str, int, str]] = []
        self.files: list[FileChange] = []
        self.findings: list[Finding] = []
        self.next_steps: list[str] = []
        self.absorbed: dict[str, Absorbed] = {}
        self.home = self._home()
        self.members = {
            path: member_module(project, syntax, self.terrain.uses[path], self.celery)
            for path in (*self.terrain.members, *self.terrain.late)
            if (syntax := project.syntax(path)) is not None
        }

    def _check_shared(self) -> None:
        """A file may use two applications, if it is a script to all but one, whose modules make theirs when asked."""
        for path in (self.terrain.home, *self.terrain.members, *self.terrain.late, *self.terrain.consumers):
            is_script = path in self.terrain.consumers or self._is_script_of_others(path)
            if path in self.shared and not (self.shim and is_script):
                node = self.terrain.uses[path][0].reference.node
                message = "another application is used here, too"
                raise Refused(finding(self.terrain.uses[path][0].syntax, node, "F-SEVERAL-APPS", message))

    def _is_script_of_others(self, path: str) -> bool:
        """Whether no other application that a file uses imports the file itself."""
        graph = import_graph(self.project)
        for other in applications(self.project):
            if other.path == self.application.path or is_test_path(other.path):
                continue
            if any(use.path == path for use in uses(self.project, other)) and path in reached_from(graph, [other.path]):
                return False
        return True

    def _home(self) -> Module:
        application = self.application
        uses = uses_outside(self.terrain.uses[self.terrain.home], self.factory)
        line = application.statement.lineno
        return home_module(
            self.project, application.syntax, uses, application.names, line, self._needy_elsewhere(), self.celery
        )

    def _needy_elsewhere(self) -> frozenset[Object]:
        """The functions of other modules that use the application, and the classes that do when an instance is made."""
        found: set[Object] = set()
        for path in (*self.terrain.members, *self.terrain.late):
            for use in self.terrain.uses[path]:
                node = outermost_function(use.syntax, use.reference.node) if not use.at_import_time else None
                holder = use.syntax.scopes.parent(node) if node is not None else None
                if node is not None and isinstance(holder, ast.Module):
                    found.add(FunctionObject(path, node.name))
                elif node is not None and isinstance(holder, ast.ClassDef) and node.name == "__init__":
                    found.add(ClassObject(path, holder.name))
        return frozenset(found)

    def run(self) -> Planned:
        modules = [self.home, *self.members.values()]
        names = BoundNames(self.project, self.application, self.terrain, self.rewriting, self.drops, self.findings)
        for module in modules:
            names.check(module)
            _check_local_names(module)
        self._rewrite_functions(modules)
        self._rewrite_celery()
        registrars = [self._registrar(module) for module in self.members.values() if module.has_pieces]
        moved = move_imports(self.project, self.terrain, self.home, registrars)
        self._absorb(moved)
        text = FileText(self.home.source, self.home.path, self.home.chunks)
        self._write_home(text, moved)
        for path, module in self.members.items():
            self._write_member(module, registrars)
            del path
        scripts = self._write_consumers()
        self._write_deployment(scripts)
        return Planned(self._group(text), self.findings, self.next_steps)

    def _absorb(self, moved: MovedImports) -> None:
        """Takes over what the one script registers that registers something."""
        found: dict[str, Absorbed] = {}
        for path in self.terrain.consumers:
            syntax = self.project.syntax(path)
            if syntax is not None and path not in self.terrain.tests and path not in self.shared:
                if self._script(syntax, Absorbed()) is None:
                    continue
                absorbed = absorb(self.project, self.home, syntax, self.terrain.uses[path])
                if absorbed is not None:
                    found[path] = absorbed
        if len(found) == 1:
            self.absorbed = found
            for each in found.values():
                moved.pieces += each.pieces
                self.rewriting.needs += each.needs

    def _write_deployment(self, scripts: Sequence[str]) -> None:
        if self.factory is not None:
            return  # whoever starts the application calls it already
        handed_on = [path for path in self.members if self._hands_on(path)]
        wsgi = wsgi_module(self.project, self.application, scripts)
        if wsgi is not None:
            self.files.append(wsgi)
        path = wsgi.path if wsgi is not None else next((each for each in scripts if each.endswith("wsgi.py")), None)
        edits, findings = deployment_edits(self.project, self.application, handed_on, path)
        self.rewriting.edits += edits
        self.findings += findings

    # -- functions -----------------------------------------------------------------------------------------------------

    def _rewrite_functions(self, modules: Sequence[Module]) -> None:
        by_path = {module.path: module for module in modules}
        consumers = Consumers(self.project, self.terrain, self._asks_module)
        giving = Giving(self.project, self.terrain, by_path, consumers)
        for case in giving.given.values():
            self._give_application(giving, case, by_path)
        for case in giving.cases:
            if case.key in giving.given and not case.function.method:
                continue
            if makes_own_application(case, self.terrain, self.rewriting):
                continue
            if case.why:
                function = case.function
                message = f"{function.name} uses the application, but {case.why}"
                raise Refused(finding(function.syntax, function.node, "F-NO-CONTEXT", message))
            if streams(self.project, case.function):
                message = f"{case.function.name} uses the application while a response is streamed"
                raise Refused(finding(case.function.syntax, case.function.node, "F-STREAM", message))
            for site in giving.bare_sites(case):
                self._give_context(by_path, case, site)
            for site in giving.sites_in_tests(case):
                self._give_context_in_test(consumers, case, site)
            use_current_app(without_own_context(case.function, self.rewriting), self.rewriting)

    def _give_context_in_test(self, consumers: Consumers, case: Case, site: Site) -> None:
        """A test calls the function in a context of the application that it has."""
        application = consumers.application_at(site.reference)
        edits = in_context(site.reference, application) if application is not None else None
        if edits is None:
            function, place = case.function, f"{site.reference.path}:{site.reference.node.lineno}"
            message = f"{function.name} uses the application, and is called where there is no context, at {place}"
            raise Refused(finding(function.syntax, function.node, "F-NO-CONTEXT", message))
        self.rewriting.edits += edits

    def _give_application(self, giving: Giving, case: Case, modules: Mapping[str, Module]) -> None:
        add_parameter(case.function, modules[case.function.syntax.path].local, self.rewriting)
        for site in case.sites or ():
            text = giving.argument(site)
            path, line = site.reference.path, site.reference.node.lineno
            edit = pass_argument(site.reference, site.call, text)
            if text.startswith("current_app"):
                name = current_app_in(site.reference.syntax, self.rewriting)
                edit = pass_argument(site.reference, site.call, text.replace("current_app", name))
            module = modules.get(path)
            if module is not None and module.is_moved(line):
                module.edits_in.setdefault(module.number_at(line), []).append(edit)
                continue
            self.rewriting.edits.append(edit)
            if module is not None and site.caller is None:
                module.handed.add(module.number_at(line))

    def _give_context(self, modules: Mapping[str, Module], case: Case, site: Site) -> None:
        """A call at start-up is made in a context of the application; one that cannot be is a reason to refuse."""
        path, line = site.reference.path, site.reference.node.lineno
        module = modules.get(path)
        if module is not None and module.is_moved(line):
            module.contexts.add(module.number_at(line))
            return
        function = case.function
        message = f"{function.name} uses the application, and is called where there is no context, at {path}:{line}"
        raise Refused(finding(function.syntax, function.node, "F-NO-CONTEXT", message))

    def _rewrite_celery(self) -> None:
        """Tasks and functions get on without a Celery object at module level."""
        if self.celery is None:
            return
        celery, own = self.celery, self.project.syntax(self.celery.path)
        asking = asking_files(self.project, self.terrain, celery)
        if own is None or (asking and not (self.shim and "__getattr__" not in own.scopes.module_scope.bindings)):
            message = f"{min(asking, default=celery.path)} needs {celery.name} under its name in the module"
            raise Refused(finding(self.application.syntax, self.application.statement, "F-SCRIPT", message))
        rewrite_tasks(celery, self.rewriting)
        rewrite_reads(self.project, celery, self.rewriting)
        self.rewriting.edits += signal_edits(celery)
        dropped = list(imports_to_drop(celery, asking))
        self.drops += dropped
        worker = worker_module(self.project, self.application, self.terrain, celery)
        if worker is not None:
            self.files.append(worker)
            paths = [path for path, _, _ in dropped]
            self.rewriting.edits += worker_command_edits(self.project, celery, paths, worker.path)
            name = posixpath.basename(worker.path).removesuffix(".py")
            self.next_steps.append(
                f"Start the workers with `celery -A {name} worker`, wherever that is not written here."
            )

    # -- text ----------------------------------------------------------------------------------------------------------

    def _registrar(self, module: Module) -> Registrar:
        kinds = {piece.kind for piece in pieces_of(module)}
        kind = "route" if "route" in kinds else kinds.pop() if len(kinds) == 1 else "other"
        taken = module.syntax.scopes.module_scope.bindings
        names = ("register", "register_routes" if kind == "route" else "register_with", "init_app", "register_module")
        name = next((each for each in names if each not in taken), None)
        if name is None:
            raise Refused(
                finding(
                    module.syntax, module.syntax.module.body[0], "F-REBOUND", "every name for its register() is taken"
                )
            )
        return Registrar(module.path, name, kind)

    def _write_home(self, text: FileText, moved: MovedImports) -> None:
        home = self.home
        if self.factory is None:
            self._add_config_name()
        self.drops += [(home.path, line, name) for line, name in moved.drops]
        emptied = self._emptied_imports(home)
        comments = [piece for number in sorted(emptied) for piece in comment_pieces(home, number)]
        pieces = sorted([*pieces_of(home), *moved.pieces, *comments], key=lambda piece: piece.order)
        if self.celery is not None and home.makes_celery:
            pieces = celery_pieces(self.celery, home, pieces)
        pieces = with_comments(pieces)
        uses_config = any("get_config(config_name)" in line for piece in pieces for line in piece.lines)
        style = Style(home.layout.unit, home.local, frozenset(home.syntax.scopes.module_scope.bindings))
        for number in sorted(home.moved | moved.consumed | emptied):
            _take_out(text, home, number)
        if self.factory is None:
            lines = factory_text(pieces, style, "config_name=None" if uses_config else "")
            text.insert(self._anchor(home, moved), lines)
        else:
            body, functions = factory_parts(pieces, style)
            self.rewriting.edits.append(fill_factory(home, self.factory, body))
            for function in functions:
                text.insert(home.number_at(self.factory.lineno), function)
        if self.shim:
            text.insert_before_end(self._shim(), home.guards)
        self.rewriting.edits += [*decorator_edits(home), *rewrite_guards(home), *named_views(home)]
        self.rewriting.needs += needs_of(home)

    def _emptied_imports(self, module: Module, *, plain: bool = False) -> frozenset[int]:
        """The import statements that lose all their names; they go with the chunks around them.

        ``plain``: only those without comments.
        """
        emptied: set[int] = set()
        for number, chunk in enumerate(module.chunks):
            statement = chunk.statement
            if plain and has_comments(module, number):
                continue
            if isinstance(statement, (ast.Import, ast.ImportFrom)) and len(chunk.statements) == 1:
                dropped = {name for path, line, name in self.drops if (path, line) == (module.path, statement.lineno)}
                if dropped >= {alias.asname or alias.name for alias in statement.names} and number > module.creation:
                    emptied.add(number)
                    self.drops = [each for each in self.drops if (each[0], each[1]) != (module.path, statement.lineno)]
        return frozenset(emptied)

    def _anchor(self, home: Module, moved: MovedImports) -> int:
        """The chunk after which the factory stands: the last of the plain statements around the application."""
        anchor = home.creation - 1
        for number in range(home.creation, len(home.chunks)):
            if (number in home.moved and number not in home.globals) or number in moved.consumed:
                continue
            statement = home.chunks[number].statement
            if isinstance(statement, _DEFINITIONS) or number in home.guards:
                break
            before = home.chunks[anchor].statement if anchor >= 0 else statement
            if isinstance(statement, _IMPORTS) and not isinstance(before, _IMPORTS):
                break  # an import at the bottom stays there
            anchor = number
        return anchor

    def _add_config_name(self) -> None:
        """``get_config()`` of the project's own is told which profile is wanted."""
        home = self.home
        for number in sorted(home.moved):
            for statement in home.chunks[number].statements:
                for node in ast.walk(statement):
                    if isinstance(node, ast.Call) and _is_get_config(self.project, home.path, node):
                        source = home.source
                        end = source.offset(node.end_lineno or 0, node.end_col_offset or 0) - 1
                        edit = Edit(home.path, end, end, b"config_name")
                        home.edits_in.setdefault(number, []).append(edit)

    def _shim(self) -> list[str]:
        unit, names = self.home.layout.unit, self.application.names
        quote = self._quote(self.home)
        celery = (self.celery.name,) if self.celery is not None and self.home.makes_celery else ()
        known = (*names, *celery)
        if len(known) == 1:
            test = f"name == {quote}{names[0]}{quote}"
        else:
            test = f"name in ({', '.join(quote + each + quote for each in known)})"
        values = " = ".join(f"globals()[{quote}{each}{quote}]" for each in names)
        made = f"globals()[{quote}{names[0]}{quote}].extensions[{quote}celery{quote}]"
        asked = " and ".join(f"`{each}`" for each in (names[0], *celery))
        return [
            "def __getattr__(name):",
            f'{unit}"""Makes {asked} when first asked: for what still imports them from here."""'
            if celery
            else f'{unit}"""Makes {asked} when it is first asked for: for what still imports it from here."""',
            f"{unit}if {test}:",
            f"{unit}{unit}{values} = {FACTORY}()",
            *(f"{unit}{unit}globals()[{quote}{each}{quote}] = {made}" for each in celery),
            f"{unit}{unit}return globals()[name]",
            f"{unit}raise AttributeError(f{quote}module {{__name__!r}} has no attribute {{name!r}}{quote})",
        ]

    def _write_member(self, module: Module, registrars: Sequence[Registrar]) -> None:
        text = FileText(module.source, module.path, module.chunks)
        for use in module.uses:
            if use.role == "import":
                statement = module.syntax.scopes.parent(use.reference.node)
                assert isinstance(use.reference.node, ast.alias)
                assert isinstance(statement, ast.ImportFrom)
                name = use.reference.node.asname or use.reference.node.name
                self.drops.append((module.path, statement.lineno, name))
                if self._hands_on(module.path):
                    self._hand_on_factory(module, text, statement, name)
        self.drops += [(module.path, line, name) for line, name in self._idle_module_imports(module)]
        if module.has_pieces:
            registrar = next(each for each in registrars if each.path == module.path)
            pieces = pieces_of(module)
            if self.celery is not None and module.makes_celery:
                pieces = celery_pieces(self.celery, module, pieces)
            own_needs = [need for need in (*self.rewriting.needs, *needs_of(module)) if need.path == module.path]
            # With nothing to import instead, the import goes with the lines around it.
            emptied = frozenset() if own_needs else self._emptied_imports(module, plain=True)
            for number in sorted(module.moved | emptied):
                _take_out(text, module, number)
            text.insert_before_end(
                function_text(f"def {registrar.function}({module.local}):", pieces, _style(module)), module.guards
            )
            if self.celery is not None and module.makes_celery and self.shim:
                text.insert_before_end(member_shim(self.celery, module), module.guards)
        self.rewriting.edits += [*text.edits(), *decorator_edits(module)]
        self.rewriting.needs += needs_of(module)

    def _idle_module_imports(self, module: Module) -> Iterator[tuple[int, str]]:
        """``import site_pkg`` that was there only for ``site_pkg.app``."""
        attributes = [use.reference.node for use in module.uses if isinstance(use.reference.node, ast.Attribute)]
        roots = {each.value.id: 0 for each in attributes if isinstance(each.value, ast.Name)}
        for node in module.syntax.scopes.nodes():
            if isinstance(node, ast.Name) and node.id in roots:
                roots[node.id] += 1
        for each in attributes:
            if isinstance(each.value, ast.Name):
                roots[each.value.id] -= 1
        for statement in module.syntax.module.body:
            for alias in statement.names if isinstance(statement, (ast.Import, ast.ImportFrom)) else ():
                if roots.get(alias.asname or alias.name) == 0:
                    yield statement.lineno, alias.asname or alias.name

    def _hands_on(self, path: str) -> bool:
        """Whether others take the application from a module that has only imported it itself."""
        if path.endswith("__init__.py") and len(self.terrain.uses[path]) == 1:
            return True
        for other in self.terrain.consumers:
            for use in self.terrain.uses[other]:
                statement = use.syntax.scopes.parent(use.reference.node)
                if not isinstance(statement, ast.ImportFrom):
                    continue
                if self.project.imported(other, statement.module, None, statement.level) == ModuleObject(path):
                    return True
        return False

    def _hand_on_factory(self, module: Module, text: FileText, statement: ast.ImportFrom, name: str) -> None:
        """The module hands on the factory instead, and the application to those who still ask for it."""
        source = "." * statement.level + (statement.module or "")
        self.rewriting.needs.append(ImportNeed(module.path, source, FACTORY, beside_line=statement.lineno))
        if not self.shim or "__getattr__" in module.syntax.scopes.module_scope.bindings:
            return
        own = self.application.variable.name
        unit, quote = module.layout.unit, self._quote(module)
        renamed = f" as {name}" if own != name else ""
        lines = [
            "def __getattr__(name):",
            f'{unit}"""Makes `{name}` when it is first asked for: for what still imports it from here."""',
            f"{unit}if name == {quote}{name}{quote}:",
            f"{unit}{unit}from {source} import {own}{renamed}",
            "",
            f"{unit}{unit}return {name}",
            f"{unit}raise AttributeError(f{quote}module {{__name__!r}} has no attribute {{name!r}}{quote})",
        ]
        text.insert_before_end(lines, module.guards)

    def _quote(self, module: Module) -> str:
        """The quotation mark that the file prefers, or that of the application where the file has none."""
        data = module.source.data
        if b'"' not in data and b"'" not in data:
            data = self.home.source.data
        return '"' if data.count(b'"') >= data.count(b"'") else "'"

    def _write_consumers(self) -> list[str]:
        """Rewrites scripts and tests; returns the scripts that have an application of their own now."""
        scripts: list[str] = []
        settings = settings_files(self.project, self.application)
        for path in self.terrain.consumers:
            syntax = self.project.syntax(path)
            if syntax is None or self._asks_module(path):
                continue
            gone = self.absorbed.get(path, Absorbed())
            script = self._script(syntax, gone)
            if script is None:
                self._check_asking(path)
                continue
            if path in settings and any(FACTORY.encode() in edit.replacement for edit in script.edits):
                script = without_application(self.application, syntax, self.terrain.uses[path])
                if script is None:
                    node = self.terrain.uses[path][0].reference.node
                    message = "the settings that the application loads are made with its help"
                    raise Refused(finding(syntax, node, "F-IMPORT-TIME", message))
            text = FileText(syntax.source, path, chunks_of(syntax.source, syntax.module), gone.removed)
            self.rewriting.edits += text.edits()
            self.drops += [(path, line, name) for line, name in gone.drops]
            self.drops += [(path, line, name) for line, name in self._unused_registrars(syntax)]
            self.rewriting.edits += script.edits
            self.rewriting.needs += script.needs
            self.drops += [(path, line, name) for line, name in script.drops]
            if path not in self.terrain.tests and path not in settings and is_server_entry(syntax, gone.removed):
                scripts.append(path)
        for script in database_scripts(self.project, self.terrain):
            self.rewriting.edits += script.edits
            self.rewriting.needs += script.needs
        return scripts

    def _asks_module(self, path: str) -> bool:
        """Whether a script or test goes on asking the module: tests in several files share what they do to one."""
        tests = [each for each in self.terrain.tests if self._main_function(each) is None]
        shares = len(tests) > 1 and path in tests
        return self.shim and (shares or path in self.shared)

    def _main_function(self, path: str) -> FunctionNode | None:
        """The only function of a script that uses the application, if nothing but the script itself calls it."""
        syntax = self.project.syntax(path)
        return main_function(self.project, syntax, self.terrain.uses[path]) if syntax is not None else None

    def _script(self, syntax: Syntax, gone: Absorbed) -> Script | None:
        consumers = frozenset(self.terrain.consumers)
        function = self._main_function(syntax.path) if syntax.path in self.terrain.tests else None
        if function is not None:
            return rewrite_main_function(syntax, self.terrain.uses[syntax.path], function)
        return rewrite_script(self.project, syntax, self.terrain.uses[syntax.path], consumers, gone.removed)

    def _check_asking(self, path: str) -> None:
        """A name that comes by a star does not exist until somebody asks for it, and without a shim none does."""
        nodes = [use.reference.node for use in self.terrain.uses[path]]
        if not self.shim or all(isinstance(node, ast.Name) for node in nodes):
            message = f"{path} needs the application under its name in the module"
            raise Refused(finding(self.application.syntax, self.application.statement, "F-SCRIPT", message))

    def _unused_registrars(self, syntax: Syntax) -> Iterator[tuple[int, str]]:
        """Imports of modules that were only imported so that they register what they have."""
        read = names_read([syntax.module])
        for statement in syntax.module.body:
            if not isinstance(statement, ast.ImportFrom):
                continue
            for alias in statement.names:
                name = alias.asname or alias.name
                found = self.project.imported(syntax.path, statement.module, alias.name, statement.level)
                member = self.members.get(found.path) if isinstance(found, ModuleObject) else None
                if member is not None and member.has_pieces and name not in read:
                    yield statement.lineno, name

    def _group(self, text: FileText) -> Group:
        statement = self.application.statement
        edits = sorted({*self.rewriting.edits, *text.edits()})
        sites = 1 + sum(len(uses) for uses in self.terrain.uses.values())
        return Group(
            title=f"{self.application.variable.name} is made by {FACTORY}()",
            path=self.application.path,
            line=statement.lineno,
            edits=tuple(edits),
            imports=tuple(sorted(set(self.rewriting.needs), key=str)),
            files=tuple(self.files),
            statements=((self.application.path, statement.lineno, statement.end_lineno or statement.lineno),),
            sites=sites,
            dropped_imports=tuple(ImportDrop(*each) for each in sorted(set(self.drops))),
        )


_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_IMPORTS = (ast.Import, ast.ImportFrom)


def _check_local_names(module: Module) -> None:
    """A name that one moved statement binds is local to the function, and so must not be the module's in another."""
    stays = [chunk for number, chunk in enumerate(module.chunks) if number not in module.moved]
    bound_by_module = {name for chunk in stays for name in names_bound_by(chunk)}
    for number in sorted(module.moved):
        clashing = names_bound_by(module.chunks[number]) & bound_by_module
        for other in sorted(module.moved - {number}):
            read = names_read(module.chunks[other].statements)
            if clashing & read and not names_bound_by(module.chunks[other]) >= clashing & read:
                statement = module.chunks[number].statement
                name = min(clashing & read)
                message = f"{name} is bound here and by the module, and other start-up statements read it"
                raise Refused(finding(module.syntax, statement, "F-REBOUND", message))


def _take_out(text: FileText, module: Module, number: int) -> None:
    if number in module.globals:
        text.replace(number, "\n".join(f"{name} = None" for name in module.globals[number]))
    else:
        text.remove(number)


def _style(module: Module) -> Style:
    return Style(module.layout.unit, module.local, frozenset(module.syntax.scopes.module_scope.bindings))


def _is_get_config(project: Project, path: str, call: ast.Call) -> bool:
    """Whether it is a call of the project's ``get_config(name=None)`` without a name."""
    if call.args or call.keywords or not isinstance(call.func, ast.Name) or call.func.id != "get_config":
        return False
    found = project.resolve(path, call.func.id)
    definition = project.definition(found) if isinstance(found, FunctionObject) else None
    parameters = definition.parameters if isinstance(definition, FunctionFacts) else ()
    return bool(parameters) and parameters[0].default is not None
