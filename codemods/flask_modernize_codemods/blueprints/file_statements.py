"""The statements of a file that is split: what each defines and needs, and why it may have to stay."""

from __future__ import annotations

import ast
import builtins
import posixpath
import re
import sys
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_modernize.project.applications import Use
from flask_modernize.project.objects import External, ModuleObject
from flask_modernize_codemods.app_factory.contexts import IN_CONTEXT, OUTSIDE, outermost_function
from flask_modernize_codemods.app_factory.elsewhere import references_by_name
from flask_modernize_codemods.blueprints.plans import ModulePlan, ProgramPlan

if TYPE_CHECKING:
    from flask_modernize.project import Project

ImportNode = ast.Import | ast.ImportFrom

_MOVABLE = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Assign, ast.AnnAssign, ast.Expr)
FROM_CONTEXT = frozenset(
    {
        *("config", "debug", "extensions", "instance_path", "jinja_env", "json", "logger", "make_response", "name"),
        *("open_instance_resource", "open_resource", "root_path", "send_static_file", "static_folder", "testing"),
    }
)
"""What of the app a view gets as well by ``current_app``."""
_BUILTINS = frozenset(dir(builtins))
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


class FileStatements:
    """The statements of a file by their places in its body."""

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
        self.stores = [frozenset(_stored_into(statement)) for statement in self.body]
        self.rebound = {name for node in syntax.scopes.nodes() if isinstance(node, ast.Global) for name in node.names}
        self.taken: set[int] = set()
        """Places of the statements that go to a module from which all others, new and old, can import."""

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

    def import_instead(self, numbers: Collection[int], source: str) -> None:
        """Statements go to a module that all others, new and old, import from as ``source``."""
        self.taken.update(numbers)
        module = source.lstrip(".")
        for name in sorted({name for number in numbers for name in self.defined_by(number)}):
            alias = ast.alias(name)
            self.imported[name] = ast.ImportFrom(module, [alias], len(source) - len(module)), alias

    # -- what has to stay ----------------------------------------------------------------------------------------------

    def names_of_app(self) -> set[str]:
        """What the app is called in the file."""
        found = set(self.plan.application.names) if self.home.path == self.plan.application.path else set()
        aliases = [use.reference.node for use in self.plan.uses if use.path == self.home.path and use.role == "import"]
        return found | {alias.asname or alias.name for alias in aliases if isinstance(alias, ast.alias)}

    def defined_by(self, number: int) -> set[str]:
        return {name for name, places in self.definers.items() if number in places}

    def why_it_stays(self, number: int, *, is_class: bool = False) -> str:
        """Why a statement cannot move; empty when it can. ``is_class``: classes of the whole app can, too."""
        statement = self.body[number]
        what = getattr(statement, "name", "") or f"line {statement.lineno}"
        if not isinstance(statement, _MOVABLE) or statement is self.plan.application.statement:
            return f"{what} is no plain definition"
        if self.used[number] & _PLACE_NAMES:
            return f"{what} depends on the module it is in"
        if (
            not is_class
            and isinstance(statement, ast.ClassDef)
            and any(isinstance(base, ast.Attribute) for base in statement.bases)
        ):
            return f"the class {what} belongs to the whole app"
        if (
            self.syntax.facts.star_imports
            and self.used[number] - self.definers.keys() - self.imported.keys() - _BUILTINS
        ):
            return f"{what} may use a name of a star import"
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
        """Whether a function, not one that Flask calls, is named otherwise than to call it.

        Of a class: whether one of its methods that use the app may be called by others than what Flask calls.
        """
        if isinstance(statement, ast.ClassDef):
            return not all(
                self._is_method_of_requests(outermost_function(self.syntax, use.reference.node))
                for use in self.plan.uses
                if use.statement is statement
            )
        name = getattr(statement, "name", "")
        for node in self.syntax.scopes.nodes():
            if isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load):
                parent = self.syntax.scopes.parent(node)
                if not (isinstance(parent, ast.Call) and parent.func is node):
                    return True
        return False

    def _is_from_context(self, use: Use) -> bool:
        """Whether ``current_app`` will do for the app."""
        if use.function is None or use.reference.kind != "read":
            return False
        method = use.method.partition(".")[0]
        function = outermost_function(self.syntax, use.reference.node)
        return method in FROM_CONTEXT or (method not in OUTSIDE and self._runs_in_requests(function, set()))

    def _is_method_of_requests(self, method: ast.AST | None) -> bool:
        """Whether all that may call a method, by its name, runs in requests."""
        if not isinstance(method, ast.FunctionDef) or method.name.startswith("__"):
            return False
        for path in self.project.files_with(method.name.encode()):
            is_own = path == self.home.path
            syntax = self.syntax if is_own else self.project.syntax(path)
            for node in syntax.scopes.nodes() if syntax is not None else ():
                if isinstance(node, ast.Attribute) and node.attr == method.name:
                    caller = outermost_function(self.syntax, node) if is_own else None
                    if not self._runs_in_requests(caller, set()):
                        return False
        return True

    def _runs_in_requests(self, function: ast.AST | None, seen: set[ast.AST]) -> bool:
        """Whether Flask alone calls a function, or only functions of the file do of which the same is true."""
        if not isinstance(function, ast.FunctionDef) or function in seen:
            return False
        decorators = {each.attr for each in map(_called, function.decorator_list) if isinstance(each, ast.Attribute)}
        if decorators & IN_CONTEXT or any(each.use.decorated is function for each in self.home.moved):
            return True
        found = references_by_name(self.project, self.home.path, function.name)
        callers = []
        for each in found:
            call = each.syntax.scopes.parent(each.node)
            if each.path != self.home.path or not isinstance(call, ast.Call) or call.func is not each.node:
                return False
            callers.append(outermost_function(each.syntax, each.node))
        return bool(callers) and all(self._runs_in_requests(each, {*seen, function}) for each in callers)

    def is_taken(self, names: set[str]) -> bool:
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

    def part(self, moving: Collection[int], gone: Collection[int]) -> Part:
        """What moves into one new module, by places; ``gone`` are the places of all that moves."""
        numbers = sorted(moving)
        statements = tuple(self.body[number] for number in numbers)
        names = {name for number in numbers for name in self.used[number]} - self.names_of_app()
        names -= {name for number in numbers for name in self.defined_by(number)}
        imports = [self.imported[name] for name in sorted(names & self.imported.keys())]
        uses = [use for use in self.plan.uses if use.statement in statements and id(use) not in self.moved]
        at_top = False
        if self.home.path == self.plan.application.path:
            first = self.index[id(self._top(self.plan.application.statement))]
            at_top = all(self.index.get(id(statement), -1) < first for statement, _ in imports)
        staying = {name for number, used in enumerate(self.used) if number not in gone for name in used}
        known = {name for name in names & self.imported.keys() if id(self.imported[name][0]) in self.index}
        unused = tuple(self.imported[name] for name in sorted(known - staying))
        kept = {name for name in names if self.is_taken({name})}
        return Part(
            self.home.path,
            statements,
            tuple(imports),
            tuple(each for each in unused if (each[1].asname or each[1].name.partition(".")[0]) not in kept),
            tuple(uses),
            at_top,
        )


def import_of_new(project: Project, home: str, importer: str, name: str) -> str:
    """A new module beside the file ``home`` as another file imports it."""
    module = project.module_name(home)
    package = module if home.endswith("__init__.py") else module.rpartition(".")[0]
    full = f"{package}.{name}" if package else name
    there = project.module_name(importer)
    around = there if importer.endswith("__init__.py") else there.rpartition(".")[0]
    is_relative = any(isinstance(each, ast.ImportFrom) and each.level for each in _statements(project, importer))
    if is_relative and around and full.startswith(around + "."):
        return full[len(around) :]
    return full


def _statements(project: Project, path: str) -> Iterable[ast.stmt]:
    syntax = project.syntax(path)
    return syntax.module.body if syntax is not None else ()


def is_free(project: Project, plan: ProgramPlan, home: str, name: str) -> bool:
    """Whether a module of that name can be made beside the file ``home``, and hides no other module."""
    folder = posixpath.dirname(home)
    package = project.facts(posixpath.join(folder, "__init__.py"))
    path = posixpath.join(folder, f"{name}.py")
    free = not project.tree.exists(path) and not project.tree.exists(posixpath.join(folder, name, "__init__.py"))
    known = isinstance(project.resolve(home, name), External) or name in sys.stdlib_module_names
    bound = package is not None and name in package.bindings
    return free and not known and not bound and path not in (*plan.modules, *plan.claimed)


def _stored_into(statement: ast.stmt) -> Iterator[str]:
    """The names of what a statement sets attributes or items of when it runs."""
    if isinstance(statement, ast.Assign | ast.AugAssign | ast.AnnAssign | ast.Expr | ast.Delete):
        for node in ast.walk(statement):
            if isinstance(node, ast.Attribute | ast.Subscript) and not isinstance(node.ctx, ast.Load):
                yield ast.unparse(node).partition(".")[0].partition("[")[0]


def _called(decorator: ast.expr) -> ast.expr:
    return decorator.func if isinstance(decorator, ast.Call) else decorator
