"""Every place that names a module-level variable, in all files, however they come by it.

Only files that have the name as a word and can reach the variable's module by their imports are parsed.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_modernize.facts.sketch import dotted_name
from flask_modernize.project.imports import ImportGraph
from flask_modernize.project.memory import remembered_about
from flask_modernize.project.objects import ModuleObject, Object, Variable

if TYPE_CHECKING:
    from flask_modernize.project.project import Project
    from flask_modernize.project.scopes import LocalBinding, Scope
    from flask_modernize.project.syntax import Syntax


@dataclass(frozen=True, slots=True, eq=False)
class Reference:
    """One place that names a module-level object.

    ``node`` is the name ``app``, the whole attribute ``module.app``, or the alias in ``from x import app [as y]``.
    ``kind``: ``read``, ``write``, ``delete`` or ``import``. ``scope`` is where it is evaluated.
    ``at_import_time``: runs when the module is imported, that is, not inside the body of a function or lambda; class
    bodies, decorators and default arguments do run then.
    ``syntax`` is the file that the node belongs to. ``name`` is what the place calls the object: ``application`` for
    a read of ``application`` after ``from app import app as application`` or ``application = app``.
    """

    path: str
    node: ast.Name | ast.Attribute | ast.alias
    kind: str
    scope: Scope
    at_import_time: bool
    syntax: Syntax
    name: str


@remembered_about
def references(project: Project, variable: Variable) -> tuple[Reference, ...]:
    """Every place that names ``variable``, by path and position.

    Imports are followed through renames, re-exports, stars, circles and modules; so are plain aliases
    (``application = app``), whose own assignments are not references. A name that something else shadows is none.
    A variable that is bound in several places is followed too: then the place counts, not the value.
    """
    return tuple(sorted(_Search(project, variable).run(), key=_position))


def _position(reference: Reference) -> tuple[str, int, int]:
    return reference.path, reference.node.lineno, reference.node.col_offset


class _Search:
    """Goes from the names that are known for the variable to the files that have them, and on to new names there."""

    def __init__(self, project: Project, variable: Variable) -> None:
        self._project = project
        self._meaning = _Meaning(project, variable)
        self._home = variable.path
        self._imports = ImportGraph(project, variable.path)
        self._names = [variable.name]
        self._found: dict[ast.AST, Reference] = {}

    def run(self) -> Iterable[Reference]:
        for name in self._names:  # grows as other names for the variable come up
            word = re.compile(rb"\b" + re.escape(name.encode()) + rb"\b").search
            for path in self._project.files_with(name.encode()):
                if path == self._home or (word(self._project.content(path)) and self._imports.reaches(path)):
                    self._read_file(path, name)
        return self._found.values()

    def _read_file(self, path: str, name: str) -> None:
        syntax = self._project.syntax(path)
        if syntax is None:
            return
        local = [name]
        for each in local:
            for node in _named(syntax, each, anywhere=each == name):
                if node in self._found:
                    continue
                kind = self._kind(syntax, node)
                if kind:
                    self._add(syntax, node, kind)
                if kind in ("read", "import"):
                    local += [other for other in self._other_names(syntax, node) if other not in local]

    def _kind(self, syntax: Syntax, node: ast.Name | ast.Attribute | ast.alias) -> str:
        """What the node does to the variable; empty when it names something else."""
        if isinstance(node, ast.alias):
            statement = syntax.scopes.parent(node)
            same = isinstance(statement, ast.ImportFrom) and self._meaning.of_alias(syntax.path, statement, node)
            return "import" if same else ""
        stored = not isinstance(node.ctx, ast.Load)
        scope = syntax.scopes.scope_of(node)
        if isinstance(node, ast.Attribute):
            same = self._meaning.of_attribute(syntax.path, node, scope, itself=stored)
        else:
            same = self._meaning.of_name(syntax.path, node.id, scope, itself=stored)
        return _KINDS[node.ctx.__class__] if same else ""

    def _add(self, syntax: Syntax, node: ast.Name | ast.Attribute | ast.alias, kind: str) -> None:
        scope = syntax.scopes.scope_of(node)
        at_import_time = not any(each.kind in ("function", "lambda") for each in _around(scope))
        self._found[node] = Reference(syntax.path, node, kind, scope, at_import_time, syntax, _name_of(node))

    def _other_names(self, syntax: Syntax, node: ast.Name | ast.Attribute | ast.alias) -> Iterator[str]:
        """Names that the variable is given here; those at module level are also looked for in other files."""
        given = _names_given(syntax, node)
        module = syntax.scopes.scope_of(node) is syntax.scopes.module_scope
        for name in given:
            if module and name not in self._names and self._meaning.at_module_scope(syntax.path, name):
                self._names.append(name)
            yield name


_KINDS: dict[type[ast.expr_context], str] = {ast.Load: "read", ast.Store: "write", ast.Del: "delete"}


def _around(scope: Scope | None) -> Iterator[Scope]:
    while scope is not None:
        yield scope
        scope = scope.parent


def _name_of(node: ast.Name | ast.Attribute | ast.alias) -> str:
    if isinstance(node, ast.alias):
        return node.name
    return node.id if isinstance(node, ast.Name) else node.attr


def _named(syntax: Syntax, name: str, *, anywhere: bool) -> Iterator[ast.Name | ast.Attribute | ast.alias]:
    """The nodes that have the name; ``anywhere`` includes imports of it and attributes."""
    for node in syntax.scopes.nodes():
        kind = node.__class__
        if kind is ast.Name:
            if node.id == name:  # type: ignore[attr-defined]
                yield node  # type: ignore[misc]
        elif not anywhere:
            continue
        elif (kind is ast.Attribute and node.attr == name) or (kind is ast.alias and node.name == name):  # type: ignore[attr-defined]
            yield node  # type: ignore[misc]


def _names_given(syntax: Syntax, node: ast.Name | ast.Attribute | ast.alias) -> list[str]:
    """``b`` in ``from x import a as b`` and in ``b = a``."""
    if isinstance(node, ast.alias):
        return [node.asname] if node.asname else []
    statement = syntax.scopes.parent(node)
    if isinstance(statement, ast.Assign) and statement.value is node:
        return [each.id for each in statement.targets if isinstance(each, ast.Name)]
    if isinstance(statement, ast.AnnAssign) and statement.value is node and isinstance(statement.target, ast.Name):
        return [statement.target.id]
    return []


class _Meaning:
    """Whether a name means the variable."""

    def __init__(self, project: Project, variable: Variable) -> None:
        self._project = project
        self._variable = variable
        self._resolvable = project.resolve(variable.path, variable.name) == variable

    def of_alias(self, path: str, statement: ast.ImportFrom, alias: ast.alias) -> bool:
        found = self._project.imported(path, statement.module, alias.name, statement.level)
        if self._resolvable or found is not None:
            return found == self._variable
        module = self._project.imported(path, statement.module, None, statement.level)
        return self._in_module(module, alias.name)

    def of_attribute(self, path: str, node: ast.Attribute, scope: Scope, *, itself: bool) -> bool:
        """``itself``: the attribute is assigned to, so an alias elsewhere is not the variable."""
        dotted = dotted_name(node)
        if dotted is None:
            return False
        if itself:
            owner = self._project.resolve(path, dotted.rpartition(".")[0], scope)
            return owner == ModuleObject(self._variable.path) and node.attr == self._variable.name
        found = self._project.resolve(path, dotted, scope)
        if self._resolvable or found is not None:
            return found == self._variable
        return self._in_module(self._project.resolve(path, dotted.rpartition(".")[0], scope), node.attr)

    def of_name(self, path: str, name: str, scope: Scope, *, itself: bool) -> bool:
        owner = scope.lookup(name)
        if owner is None or owner.parent is None:
            if path == self._variable.path and name == self._variable.name:
                return True
            return not itself and self.at_module_scope(path, name)
        if itself:
            return False
        found = self._project.resolve(path, name, scope)
        if self._resolvable or found is not None:
            return found == self._variable
        return all(self._is_import_of_it(path, each) for each in owner.bindings[name])

    def at_module_scope(self, path: str, name: str) -> bool:
        """Whether the module-level ``name`` of a file is the variable."""
        found = self._project.resolve(path, name)
        if self._resolvable or found is not None:
            return found == self._variable
        return self._leads_to_it(path, name, ())

    # -- a variable that is bound in several places: what counts is the place ------------------------------------------

    def _in_module(self, module: Object | None, name: str) -> bool:
        return isinstance(module, ModuleObject) and self._leads_to_it(module.path, name, ())

    def _leads_to_it(self, path: str, name: str, seen: tuple[tuple[str, str], ...]) -> bool:
        if (path, name) == (self._variable.path, self._variable.name):
            return True
        facts = self._project.facts(path)
        if facts is None or (path, name) in seen:
            return False
        seen = (*seen, (path, name))
        bindings = facts.bindings.get(name, ())
        if bindings:
            return all(self._follow(path, each.module, each.name, each.level, seen) for each in bindings)
        stars = facts.star_imports if not name.startswith("_") else ()
        return any(self._follow(path, each.module, name, each.level, seen) for each in stars)

    def _follow(
        self, path: str, module: str | None, name: str | None, level: int, seen: tuple[tuple[str, str], ...]
    ) -> bool:
        if name is None:
            return False
        found = self._project.imported(path, module, None, level)
        return isinstance(found, ModuleObject) and self._leads_to_it(found.path, name, seen)

    def _is_import_of_it(self, path: str, binding: LocalBinding) -> bool:
        if binding.kind != "import":
            return False
        return self._follow(path, binding.module, binding.name, binding.level, ())
