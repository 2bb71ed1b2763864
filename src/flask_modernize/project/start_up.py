"""In which order the statements of a program run when a module is imported.

Modules are gone through as Python does: a package before what is in it, an imported module right where it is imported
for the first time, and not again while it is half done. Functions of the project that are called at module level are
followed for the imports in them.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_modernize.facts.sketch import dotted_name
from flask_modernize.project.conditions import holds_on_import
from flask_modernize.project.memory import remembered_about
from flask_modernize.project.modules import parent_of
from flask_modernize.project.objects import External, FunctionObject, ModuleObject, Object
from flask_modernize.project.scopes import FunctionNode

if TYPE_CHECKING:
    from flask_modernize.project.application_objects import Application
    from flask_modernize.project.project import Project
    from flask_modernize.project.syntax import Syntax


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """A module-level statement at its turn. ``depth`` counts the imports that are under way.

    A statement that imports comes before what it imports. A compound statement is one step, followed by what the
    imports in it run. ``syntax`` is the file of the statement.
    """

    path: str
    statement: ast.stmt
    depth: int
    syntax: Syntax


@dataclass(frozen=True, slots=True)
class FailedImport:
    """An import that is bound to raise: ``name`` of ``from module import name`` is not there (yet), or the module not.

    ``module`` is as it is written, with its leading dots; ``name`` is empty where there is no such module.
    """

    path: str
    line: int
    module: str
    name: str


def start_up(project: Project, application: Application) -> tuple[Step, ...]:
    """The module-level statements that run when the app's module is imported, in order, each once."""
    return import_of(project, application.path)


def import_of(project: Project, path: str) -> tuple[Step, ...]:
    """The module-level statements that run when the module at ``path`` is imported, in order, each once."""
    return _run_of(project, path)[0]


def failed_imports(project: Project, path: str) -> tuple[FailedImport, ...]:
    """The imports that raise when the module at ``path`` is the first of the program to be imported.

    Those that the program expects to fail, in the body of ``try``, are left out. Only the first is sure to be reached.
    """
    return _run_of(project, path)[1]


@remembered_about
def _run_of(project: Project, path: str) -> tuple[tuple[Step, ...], tuple[FailedImport, ...]]:
    run = _Run(project)
    run.import_file(path, len(_packages_around(project, path)), 0)
    return tuple(run.steps), tuple(run.failed)


class _Run:
    """What a run of the program has come to: the steps so far, and what each module has bound by then.

    Methods that run statements tell whether they end well; False is an import that is bound to fail.
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        self._bound: dict[str, set[str]] = {}
        self._called: set[FunctionObject] = set()
        self._names: dict[str, Mapping[ast.AST, list[str]]] = {}
        self._running: set[str] = set()
        self._guarded = 0
        self.steps: list[Step] = []
        self.failed: list[FailedImport] = []

    # -- modules -------------------------------------------------------------------------------------------------------

    def import_file(self, path: str, packages: int, depth: int) -> None:
        """Runs a module that has not begun yet, after so many packages around it; then it is an attribute of them."""
        place = _place(path)
        if packages and parent_of(place):
            package = parent_of(place)
            init = f"{package}/__init__.py"
            owner = init if self._project.tree.exists(init) else package
            self.import_file(owner, packages - 1, depth)
            self._run_module(path, depth)
            self._bound[owner].add(place.rpartition("/")[2])
        else:
            self._run_module(path, depth)

    def _run_module(self, path: str, depth: int) -> None:
        if path in self._bound:
            return
        self._bound[path] = {"__name__", "__file__", "__doc__", "__path__"}
        self._running.add(path)
        syntax = self._project.syntax(path) if path.endswith(".py") else None
        for statement in syntax.module.body if syntax is not None else ():
            if syntax is not None:
                self.steps.append(Step(path, statement, depth, syntax))
                self._statement(syntax, statement, depth)
        self._running.discard(path)

    def _import(self, path: str, module: str | None, level: int, depth: int) -> Object | None:
        """Runs a module that ``path`` imports, and tells it; None where there is none."""
        found = self._project.imported(path, module, None, level)
        if isinstance(found, ModuleObject):
            parts = len(module.split(".")) if module else 0
            self.import_file(found.path, parts if level else parts - 1, depth + 1)
        elif found is None and module and "." in module:
            self._import(path, module.rpartition(".")[0], level, depth)
        return found

    # -- statements ----------------------------------------------------------------------------------------------------

    def _block(self, syntax: Syntax, statements: Sequence[ast.stmt], depth: int) -> bool:
        ends_well = True
        for each in statements:
            ends_well = self._statement(syntax, each, depth) and ends_well
        return ends_well

    def _statement(self, syntax: Syntax, node: ast.stmt, depth: int) -> bool:
        ends_well = True
        if isinstance(node, ast.ImportFrom):
            ends_well = self._import_from(syntax, node, depth)
        elif isinstance(node, ast.Import):
            ends_well = all(self._import_module(syntax, node, each.name, depth) for each in node.names)
        elif isinstance(node, ast.If):
            ends_well = self._if(syntax, node, depth)
        elif isinstance(node, ast.Try):
            ends_well = self._try(syntax, node, depth)
        elif isinstance(node, ast.ClassDef | ast.With | ast.AsyncWith):
            ends_well = self._block(syntax, node.body, depth)
        elif isinstance(node, ast.For | ast.AsyncFor | ast.While):
            ends_well = self._block(syntax, [*node.body, *node.orelse], depth)
        elif isinstance(node, ast.Match):
            ends_well = self._block(syntax, [each for case in node.cases for each in case.body], depth)
        elif isinstance(node, ast.Expr | ast.Assign | ast.AnnAssign | ast.Return) and isinstance(node.value, ast.Call):
            self._call(syntax, node.value, depth)
        if ends_well or not isinstance(node, ast.ImportFrom):
            self._bound[syntax.path].update(self._names_bound(syntax).get(node, ()))
        return ends_well

    def _if(self, syntax: Syntax, node: ast.If, depth: int) -> bool:
        holds = holds_on_import(node.test)
        body = holds is False or self._block(syntax, node.body, depth)
        return (holds is True or self._block(syntax, node.orelse, depth)) and body

    def _try(self, syntax: Syntax, node: ast.Try, depth: int) -> bool:
        self._guarded += bool(node.handlers)
        ends_well = all(self._statement(syntax, each, depth) for each in node.body)  # stops at the first that fails
        self._guarded -= bool(node.handlers)
        if ends_well:
            ends_well = self._block(syntax, node.orelse, depth)
        elif node.handlers:
            ends_well = self._block(syntax, [each for handler in node.handlers for each in handler.body], depth)
        return self._block(syntax, node.finalbody, depth) and ends_well

    def _names_bound(self, syntax: Syntax) -> Mapping[ast.AST, list[str]]:
        """By statement, the module-level names that it binds."""
        found = self._names.get(syntax.path)
        if found is None:
            found = {}
            for name, bindings in syntax.scopes.module_scope.bindings.items():
                for each in bindings:
                    found.setdefault(each.node, []).append(name)
            self._names[syntax.path] = found
        return found

    # -- imports -------------------------------------------------------------------------------------------------------

    def _import_module(self, syntax: Syntax, node: ast.Import, module: str, depth: int) -> bool:
        found = self._import(syntax.path, module, 0, depth) is not None
        return found or self._fail(syntax, node, module, "")

    def _import_from(self, syntax: Syntax, node: ast.ImportFrom, depth: int) -> bool:
        written = "." * node.level + (node.module or "")
        module = self._import(syntax.path, node.module, node.level, depth)
        if not isinstance(module, ModuleObject):
            return isinstance(module, External) or self._fail(syntax, node, written, "")
        ends_well = True
        for alias in node.names:
            if alias.name == "*":
                missing = self._import_star(syntax.path, module.path, depth)
                ends_well = (not missing or self._fail(syntax, node, written, missing)) and ends_well
            elif alias.name not in self._bound[module.path]:
                found = self._import_submodule(module.path, alias.name, depth) or self._may_have_more(module.path)
                ends_well = (found or self._fail(syntax, node, written, alias.name)) and ends_well
        return ends_well

    def _fail(self, syntax: Syntax, node: ast.stmt, module: str, name: str) -> bool:
        if not self._guarded:
            self.failed.append(FailedImport(syntax.path, node.lineno, module, name))
        return False

    def _import_star(self, path: str, module: str, depth: int) -> str:
        """Empty, or the name in ``__all__`` that is not there."""
        facts = self._project.facts(module)
        exports = facts.exports if facts is not None else None
        missing = ""
        for name in exports or ():
            if name in self._bound[module]:
                continue
            half_done = self._submodule(module, name) in self._running  # not an attribute of its package yet
            if half_done or not (self._import_submodule(module, name, depth) or self._may_have_more(module)):
                missing = missing or name
        self._bound[path].update(exports or [name for name in self._bound[module] if not name.startswith("_")])
        return missing

    def _submodule(self, package: str, name: str) -> str | None:
        if package.endswith(".py") and not package.endswith("__init__.py"):
            return None
        inside = f"{_place(package)}/__init__.py".lstrip("/")
        found = self._project.imported(inside, name, None, 1)
        return found.path if isinstance(found, ModuleObject) else None

    def _import_submodule(self, package: str, name: str, depth: int) -> bool:
        found = self._submodule(package, name)
        if found is None:
            return False
        self._run_module(found, depth + 1)
        self._bound[package].add(name)
        return True

    def _may_have_more(self, path: str) -> bool:
        """Whether a module may have names that its statements do not show."""
        facts = self._project.facts(path)
        if facts is None or "__getattr__" in facts.bindings or "__getattr__" in facts.functions:
            return True
        stars = [self._project.imported(path, each.module, None, each.level) for each in facts.star_imports]
        return any(not isinstance(each, ModuleObject) for each in stars)

    def _call(self, syntax: Syntax, call: ast.Call, depth: int) -> None:
        """Follows ``import_module("a.b")``, and functions of the project for the imports in them."""
        dotted = dotted_name(call.func)
        if dotted is None:
            return
        if dotted.rpartition(".")[2] in ("import_module", "__import__"):
            name = call.args[0].value if call.args and isinstance(call.args[0], ast.Constant) else None
            if isinstance(name, str):
                module = name.lstrip(".")
                self._import(syntax.path, module or None, len(name) - len(module), depth)
            return
        function = self._project.resolve(syntax.path, dotted, syntax.scopes.scope_of(call))
        if isinstance(function, FunctionObject) and function not in self._called:
            self._called.add(function)
            for inner, node in self._definition(function):
                self._follow(inner, node, depth)

    def _follow(self, syntax: Syntax, node: ast.FunctionDef | ast.AsyncFunctionDef, depth: int) -> None:
        self._bound.setdefault(syntax.path, set())
        self._block(syntax, node.body, depth)

    def _definition(self, function: FunctionObject) -> Iterator[tuple[Syntax, ast.FunctionDef | ast.AsyncFunctionDef]]:
        syntax = self._project.syntax(function.path)
        for node in syntax.module.body if syntax is not None else ():
            if syntax is not None and isinstance(node, FunctionNode) and node.name == function.qualname:
                yield syntax, node


def _packages_around(project: Project, path: str) -> list[str]:
    """The directories that are packages around a module, innermost first; that of the whole tree has no name."""
    found = []
    directory = parent_of(_place(path))
    while directory and project.tree.exists(f"{directory}/__init__.py"):
        found.append(directory)
        directory = parent_of(directory)
    return found


def _place(path: str) -> str:
    """``a/b`` for the module ``a/b.py``, the package ``a/b/__init__.py`` and the directory ``a/b``."""
    return path.removesuffix(".py").removesuffix("__init__").rstrip("/")
