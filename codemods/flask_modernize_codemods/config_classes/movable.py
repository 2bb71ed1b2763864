"""Whether a value can be computed in the config module instead, and what has to come along: imports, helpers."""

from __future__ import annotations

import ast
import builtins
import re
import sys
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flask_modernize.facts.sketch import dotted_name
from flask_modernize.project.objects import External
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
    """What an expression needs around it: imports as (module, name or None, alias or None), module-level helpers in
    the order in which they must stand, and keys of other settings that it reads (``app.config["K"]`` -> K).
    """

    imports: frozenset[tuple[str, str | None, str | None]] = frozenset()
    helpers: tuple[str, ...] = ()
    settings: tuple[tuple[ast.expr, str], ...] = ()

    def __or__(self, other: Needs) -> Needs:
        helpers = tuple(dict.fromkeys((*self.helpers, *other.helpers)))
        return Needs(self.imports | other.imports, helpers, (*self.settings, *other.settings))


@dataclass(slots=True)
class Movability:
    """Answers for the module of one app. ``settings`` are the keys that have moved so far."""

    project: Project
    syntax: Syntax
    names: Collection[str]
    settings: dict[str, ast.stmt] = field(default_factory=dict)
    helpers: dict[str, ast.Assign] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    """Module-level names that become settings of the same name (``from_object(__name__)``)."""

    def needs(self, value: ast.expr, before: int) -> Needs | Stays:
        """What the value of a statement on the line ``before`` needs."""
        return self._needs(value, before, ())

    def _needs(self, value: ast.expr, before: int, pending: tuple[str, ...]) -> Needs | Stays:
        found = Needs()
        own = _bound_inside(value)
        parents = {child: parent for parent in ast.walk(value) for child in ast.iter_child_nodes(parent)}
        for node in ast.walk(value):
            answer: Needs | Stays | None = None
            if isinstance(node, ast.Await | ast.Yield | ast.YieldFrom | ast.NamedExpr):
                return Stays("C-VALUE", "the value cannot be computed elsewhere")
            if isinstance(node, ast.Call):
                answer = self._call(node)
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
        if "." in dotted and (root in self.names or self._helper(root) is not None):
            return None  # the name decides
        return Stays("C-VALUE", f"the value calls {dotted}() of the project")

    def _name(
        self, node: ast.Name, parents: Mapping[ast.AST, ast.AST], before: int, pending: tuple[str, ...]
    ) -> Needs | Stays:
        name = node.id
        if name in self.names:
            return self._setting(node, parents)
        if name in ("__file__", "__name__", "__package__", "__doc__", "__spec__"):
            return self._module_attribute(node, parents)
        bindings = self._bindings.get(name, [])
        if not bindings:
            if hasattr(builtins, name):
                return Needs()
            return Stays("C-VALUE", f"it cannot be told where {name} comes from")
        if name in self.constants:
            return Needs(settings=((node, name),))
        if all(each.kind == "import" for each in bindings):
            return self._import(name, bindings)
        helper = self._helper(name)
        if helper is None or helper.lineno >= before or name in pending:
            return Stays("C-VALUE", f"the value depends on {name}, which has to stay in this module")
        needs = self._needs(helper.value, helper.lineno, (*pending, name))
        if isinstance(needs, Stays):
            return Stays(needs.code, f"the value depends on {name}; there {needs.message}")
        if needs.settings:
            return Stays("C-VALUE", f"the value depends on {name}, which depends on settings")
        self.helpers[name] = helper
        return needs | Needs(helpers=(name,))

    @property
    def _bindings(self) -> Mapping[str, list[LocalBinding]]:
        return self.syntax.scopes.module_scope.bindings

    def _helper(self, name: str) -> ast.Assign | None:
        """``name = value`` at module level, if that is the only place that gives the name a value."""
        bindings = self._bindings.get(name, [])
        if len(bindings) != 1 or bindings[0].kind != "assign":
            return None
        statement = bindings[0].node
        if not isinstance(statement, ast.stmt):
            statement = self.syntax.scopes.statement_of(statement)
        plain = (
            isinstance(statement, ast.Assign) and len(statement.targets) == 1 and statement in self.syntax.module.body
        )
        return statement if plain and isinstance(statement, ast.Assign) else None

    def _import(self, name: str, bindings: list[LocalBinding]) -> Needs | Stays:
        statements = [each.node for each in bindings]
        found = {self._imported(name, each) for each in bindings}
        if len(found) != 1 or None in found or any(each not in self._top_level_imports() for each in statements):
            return Stays("C-VALUE", f"the value depends on {name}, which is imported in a way that cannot be repeated")
        external = self.project.resolve(self.syntax.path, name)
        if not isinstance(external, External):
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


_SCOPES = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.Lambda)


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


def _bound_inside(value: ast.expr) -> frozenset[str]:
    """Names that comprehensions and lambdas in the expression bind."""
    names = {node.id for node in ast.walk(value) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    return frozenset(names | {node.arg for node in ast.walk(value) if isinstance(node, ast.arg)})
