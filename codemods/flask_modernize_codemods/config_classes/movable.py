"""Whether a value can be computed in the config module instead, and what has to come along: imports, helpers."""

from __future__ import annotations

import ast
import builtins
import re
import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flask_modernize.facts.sketch import dotted_name
from flask_modernize.project.objects import External
from flask_modernize_codemods.config_classes.literals import reads_environment
from flask_modernize_codemods.config_classes.writes import is_config

if TYPE_CHECKING:
    from flask_modernize.project import Project
    from flask_modernize.project.scopes import LocalBinding
    from flask_modernize.project.syntax import Syntax

_EFFECTS = re.compile(
    r"asyncio|builtins|ctypes|importlib|inspect|io|multiprocessing|pdb|runpy|shutil|signal|socketserver|subprocess"
    r"|tempfile|threading|tkinter|turtle|webbrowser"
)
"""Modules of the standard library whose calls do more than give a value."""
_BUILTIN_EFFECTS = re.compile(r"open|input|print|exec|eval|compile|globals|locals|vars|dir|__import__|exit|quit|help")
_SETTINGS_MODULES = re.compile(
    r"(?:local_?)?(?:config|settings|conf|credentials|keys|constants)(?:_?local)?|private|secret\w*"
)
"""Names of modules that belong to the project although they are not in the repository."""
_PLAIN_SYS = frozenset(f"sys.{name}" for name in ("platform", "version_info", "version", "maxsize", "byteorder"))
_PLAIN_EXTERNALS = frozenset(
    ("celery.schedules.crontab", "kombu.Queue", "kombu.Exchange", "werkzeug.security.generate_password_hash")
)


@dataclass(frozen=True, slots=True)
class Stays:
    """Why a value has to stay where it is."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Needs:
    """What an expression needs around it.

    ``imports`` as (module, name or None, alias or None). ``helpers`` are names of module-level helpers, ``settings``
    the places that read another setting (``app.config["K"]``) with its key, ``roots`` those of ``app.root_path``.
    """

    imports: frozenset[tuple[str, str | None, str | None]] = frozenset()
    helpers: tuple[str, ...] = ()
    settings: tuple[tuple[ast.expr, str], ...] = ()
    roots: tuple[ast.expr, ...] = ()

    def __or__(self, other: Needs) -> Needs:
        helpers = tuple(dict.fromkeys((*self.helpers, *other.helpers)))
        return Needs(
            self.imports | other.imports, helpers, (*self.settings, *other.settings), (*self.roots, *other.roots)
        )


@dataclass(frozen=True, slots=True, eq=False)
class Helper:
    """Module-level statements that give ``names`` their values, and nothing else: assignments, also under ``if``.

    ``inline``: they read settings, so that they must stand in the class body.
    """

    names: frozenset[str]
    statements: tuple[ast.stmt, ...]
    needs: Needs

    @property
    def inline(self) -> bool:
        return bool(self.needs.settings)


@dataclass(slots=True)
class Movability:
    """Answers for the module of one app. ``settings`` are the keys that have moved so far.

    ``changes_between`` tells whether the environment is changed between two lines; ``root_path`` whether the app's is
    simply the directory of its module.
    """

    project: Project
    syntax: Syntax
    names: Collection[str]
    changes_between: Callable[[int, int], bool]
    root_path: bool
    settings: dict[str, ast.stmt] = field(default_factory=dict)
    helpers: dict[str, Helper] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    """Module-level names that become settings of the same name (``from_object(__name__)``)."""
    fixed: frozenset[str] = frozenset()
    """Module-level names that must stay."""

    def needs(self, value: ast.expr, before: int) -> Needs | Stays:
        """What the value of a statement on the line ``before`` needs."""
        return self._needs(value, before, frozenset())

    def _needs(
        self, value: ast.AST, before: int, pending: frozenset[str], group: frozenset[str] = frozenset()
    ) -> Needs | Stays:
        found = Needs()
        own = _bound_inside(value) | group
        parents = {child: parent for parent in ast.walk(value) for child in ast.iter_child_nodes(parent)}
        for node in ast.walk(value):
            answer: Needs | Stays | None = None
            if isinstance(node, ast.Await | ast.Yield | ast.YieldFrom | ast.NamedExpr):
                return Stays("C-VALUE", "the value cannot be computed elsewhere")
            if isinstance(node, ast.Call):
                answer = self._call(node)
            elif isinstance(node, ast.Attribute):
                answer = self._attribute(node)
            elif isinstance(node, ast.Name) and node.id not in own:
                answer = self._name(node, parents, before, pending)
            if isinstance(answer, Stays):
                return answer
            if answer is not None:
                found |= answer
        return found

    def _call(self, call: ast.Call) -> Stays | None:
        dotted = dotted_name(call.func)
        if dotted is None:
            return None  # a method of a value, which is looked at by itself
        root = dotted.partition(".")[0]
        found = self.project.resolve(self.syntax.path, dotted)
        if isinstance(found, External):
            top = found.name.partition(".")[0]
            harmless = top in sys.stdlib_module_names and not _EFFECTS.fullmatch(top)
            if harmless or found.name in _PLAIN_EXTERNALS:
                return None
            return Stays("C-VALUE", f"the value calls {dotted}(), whose effects are not known")
        if root not in self._bindings and hasattr(builtins, root):
            return Stays("C-VALUE", f"the value calls {root}()") if _BUILTIN_EFFECTS.fullmatch(root) else None
        if "." in dotted and (root in self.names or root in self.constants or self._helper(root) is not None):
            return None  # the name decides
        return Stays("C-VALUE", f"the value calls {dotted}() of the project")

    def _attribute(self, node: ast.Attribute) -> Stays | None:
        """What belongs to the running program, its arguments for instance, is not read before its time."""
        dotted = dotted_name(node) or ""
        found = self.project.resolve(self.syntax.path, dotted) if dotted else None
        if isinstance(found, External) and found.name.count(".") == 1 and _is_running_state(found.name):
            return Stays("C-VALUE", f"the value depends on {dotted}")
        return None

    def _name(
        self, node: ast.Name, parents: Mapping[ast.AST, ast.AST], before: int, pending: frozenset[str]
    ) -> Needs | Stays:
        name = node.id
        if name in self.names:
            return self._setting(node, parents)
        if name in ("__file__", "__name__", "__package__", "__doc__", "__spec__"):
            return self._module_attribute(node, parents)
        if name in self.constants:
            return Needs(settings=((node, name),))
        bindings = self._bindings.get(name, [])
        if not bindings:
            if hasattr(builtins, name):
                return Needs()
            return Stays("C-VALUE", f"it cannot be told where {name} comes from")
        if all(each.kind == "import" for each in bindings):
            return self._import(name, bindings)
        return self._helped(name, before, pending)

    def _helped(self, name: str, before: int, pending: frozenset[str]) -> Needs | Stays:
        """What a value needs that uses a module-level variable."""
        if name not in self.helpers:
            found = self._helper(name)
            if found is None or name in pending or not self.fixed.isdisjoint(found[0]):
                return Stays("C-VALUE", f"the value depends on {name}, which has to stay in this module")
            names, statements = found
            needs = Needs()
            for statement in statements:
                answer = self._needs(statement, statement.lineno, pending | names, names)
                if isinstance(answer, Stays):
                    return Stays(answer.code, f"the value depends on {name}; there {answer.message}")
                needs |= answer
            helper = Helper(names, statements, needs)
            self.helpers.update(dict.fromkeys(names, helper))
        helper = self.helpers[name]
        first, last = helper.statements[0].lineno, helper.statements[-1].lineno
        if any(first < each.line < before for each in self.syntax.facts.star_imports):
            return Stays("C-VALUE", f"the value depends on {name}, which an import of everything may change")
        if last >= before:
            return Stays("C-VALUE", f"the value depends on {name}, which is changed later")
        if any(reads_environment(each) for each in helper.statements) and self.changes_between(first, before):
            return Stays("C-ORDER", f"the environment is changed after {name} is read from it")
        own = Needs(helpers=(name,), settings=helper.needs.settings)
        return Needs(helper.needs.imports, helper.needs.helpers) | own

    @property
    def _bindings(self) -> Mapping[str, list[LocalBinding]]:
        return self.syntax.scopes.module_scope.bindings

    def _helper(self, name: str) -> tuple[frozenset[str], tuple[ast.stmt, ...]] | None:
        """All statements that give a name its value, with all names that they bind; None if they do more than that."""
        names = {name}
        while True:
            statements: dict[int, ast.stmt] = {}
            for binding in (binding for each in names for binding in self._bindings.get(each, [])):
                top = self._top_level(binding.node)
                if top is None or shares_lines(self.syntax, top):
                    return None
                statements[top.lineno] = top
            bound: set[str] = set()
            for statement in statements.values():
                found = _plainly_bound(statement)
                if found is None:
                    return None
                bound |= found
            if bound <= names:
                ordered = [each for _, each in sorted(statements.items())]
                return (frozenset(names), tuple(ordered)) if not self._is_read_between(names, ordered) else None
            names |= bound

    def _is_read_between(self, names: Collection[str], statements: Sequence[ast.stmt]) -> bool:
        """Whether code that stays may see a value that a later one of the statements replaces."""
        if len(statements) < 2:
            return False
        first, last = statements[0].lineno, statements[-1].lineno
        between = [each for each in self._body if first < each.lineno < last and each not in statements]
        inside = [node for each in between for node in ast.walk(each)]
        if any(isinstance(node, ast.Name) and node.id in names for node in inside):
            return True
        if not any(isinstance(node, ast.Call) for node in inside):
            return False
        others = (each for each in self._body if each not in statements and isinstance(each, _DEFINITIONS))
        return any(isinstance(node, ast.Name) and node.id in names for each in others for node in ast.walk(each))

    def _top_level(self, node: ast.AST) -> ast.stmt | None:
        """The statement of the module's body that holds a node."""
        top = next((each for each in (node, *self.syntax.scopes.ancestors(node)) if each in self._body), None)
        return top if isinstance(top, ast.stmt) else None

    @property
    def _body(self) -> list[ast.stmt]:
        return self.syntax.module.body

    def _import(self, name: str, bindings: list[LocalBinding]) -> Needs | Stays:
        statements = [each.node for each in bindings]
        found = {self._imported(name, each) for each in bindings}
        if len(found) != 1 or None in found or any(each not in self._top_level_imports() for each in statements):
            return Stays("C-VALUE", f"the value depends on {name}, which is imported in a way that cannot be repeated")
        external = self.project.resolve(self.syntax.path, name)
        if not isinstance(external, External) or _SETTINGS_MODULES.fullmatch(external.name.partition(".")[0]):
            return Stays("C-VALUE", f"the value depends on {name} of the project")
        return Needs(imports=frozenset(each for each in found if each is not None))

    def _top_level_imports(self) -> set[ast.AST]:
        body = self.syntax.module.body
        statements = {each for each in body if isinstance(each, ast.Import | ast.ImportFrom)}
        return statements | {alias for each in statements for alias in each.names}

    def _imported(self, name: str, binding: LocalBinding) -> tuple[str, str | None, str | None] | None:
        node = binding.node
        alias = node if isinstance(node, ast.alias) else None
        statement = self.syntax.scopes.parent(node) if alias is not None else node
        aliases = statement.names if isinstance(statement, ast.Import | ast.ImportFrom) else []
        for each in [alias] if alias is not None else aliases:
            if (each.asname or each.name.partition(".")[0]) != name and (each.asname or each.name) != name:
                continue
            if isinstance(statement, ast.ImportFrom):
                return (statement.module or "", each.name, each.asname) if not statement.level else None
            return (each.name, None, each.asname)
        return None

    def _setting(self, node: ast.Name, parents: Mapping[ast.AST, ast.AST]) -> Needs | Stays:
        """``app.config["K"]`` of a setting that has moved is ``K`` in the class body."""
        config = parents.get(node)
        if self.root_path and isinstance(config, ast.Attribute) and config.attr == "root_path":
            return Needs(imports=frozenset((("os", None, None),)), roots=(config,))
        read = parents.get(config) if config is not None else None
        if (
            is_config_read(read, self.names)
            and isinstance(read, ast.Subscript)
            and isinstance(read.slice, ast.Constant)
            and read.slice.value in self.settings
            and not any(isinstance(each, _SCOPES) for each in _above(read, parents))
        ):
            return Needs(settings=((read, str(read.slice.value)),))
        attribute = f"{node.id}.{config.attr}" if isinstance(config, ast.Attribute) else node.id
        return Stays("C-VALUE", f"the value depends on {attribute}")

    def _module_attribute(self, node: ast.Name, parents: Mapping[ast.AST, ast.AST]) -> Needs | Stays:
        """``__file__`` means the same in a module beside it as long as only its directory is asked for."""
        if node.id == "__file__":
            for each in _above(node, parents):
                if isinstance(each, ast.Call) and (dotted_name(each.func) or "").endswith("dirname"):
                    return Needs()
                if isinstance(each, ast.Attribute) and each.attr in ("parent", "parents"):
                    return Needs()
        return Stays("C-VALUE", f"the value depends on {node.id} of this module")


_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_SCOPES = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.Lambda)


def _is_running_state(name: str) -> bool:
    return name.startswith("sys.") and name not in _PLAIN_SYS


def shares_lines(syntax: Syntax, statement: ast.stmt) -> bool:
    """Whether another statement of the module's body stands on one of its lines."""
    last = statement.end_lineno or statement.lineno
    return any(
        each is not statement and each.lineno <= last and statement.lineno <= (each.end_lineno or each.lineno)
        for each in syntax.module.body
    )


def is_config_read(node: ast.AST | None, names: Collection[str]) -> bool:
    """``app.config["K"]``."""
    return isinstance(node, ast.Subscript) and is_config(node.value, names)


def _above(node: ast.AST, parents: Mapping[ast.AST, ast.AST]) -> list[ast.AST]:
    found = []
    current = parents.get(node)
    while current is not None:
        found.append(current)
        current = parents.get(current)
    return found


def _plainly_bound(statement: ast.stmt) -> set[str] | None:
    """The names that a statement binds if it does nothing else; None if it may do more."""
    match statement:
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AugAssign(target=ast.Name(id=name)):
            return {name}
        case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr()):
            return {name}
        case ast.Pass():
            return set()
        case ast.If(body=body, orelse=orelse):
            found = [_plainly_bound(each) for each in (*body, *orelse)]
            return None if None in found else {name for each in found for name in each or ()}
    return None


def _bound_inside(value: ast.AST) -> frozenset[str]:
    """Names that comprehensions and lambdas in the expression bind."""
    names = {node.id for node in ast.walk(value) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    return frozenset(names | {node.arg for node in ast.walk(value) if isinstance(node, ast.arg)})
