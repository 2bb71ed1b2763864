"""What one scope binds, without what the scopes inside it bind."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import Any

from flask_modernize.project.node_links import CHILDREN, COMPREHENSIONS, DEFINITIONS, OPENERS, FunctionNode


@dataclass(slots=True, eq=False)  # never changed; frozen ones take four times as long to make
class LocalBinding:
    """One place where a scope binds a name.

    ``kind``: ``import`` (``module``, ``level``, ``name``; as in :class:`flask_modernize.facts.Binding`), ``class``,
    ``function``, ``parameter``, ``assign`` (the name gets exactly ``value``) or ``other``. ``node`` is the statement,
    argument or pattern that binds.
    """

    kind: str
    node: ast.AST
    value: ast.expr | None = None
    module: str | None = None
    name: str | None = None
    level: int = 0


class Binder:
    """Finds what one scope binds, without going into the scopes inside it.

    Expressions bind only by ``:=``, so files without one need not be searched that deep.
    """

    def __init__(self, *, into_expressions: bool) -> None:
        self._into_expressions = into_expressions
        self.found: dict[str, list[LocalBinding]] = {}
        self.global_names: set[str] = set()
        self.nonlocal_names: set[str] = set()

    def run(self, owner: Any) -> None:
        for each in getattr(owner, "type_params", ()):
            self._add(each.name, LocalBinding("other", each))
        if owner.__class__ in COMPREHENSIONS:
            for generator in owner.generators:
                self._targets(generator.target, generator)
            return
        if owner.__class__ is ast.Lambda:
            self._parameters(owner.args)
            self._walk([owner.body])
            return
        if isinstance(owner, FunctionNode):
            self._parameters(owner.args)
        self._walk(owner.body)

    def _add(self, name: str, binding: LocalBinding) -> None:
        self.found.setdefault(name, []).append(binding)

    def _parameters(self, arguments: ast.arguments) -> None:
        every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        every += [each for each in (arguments.vararg, arguments.kwarg) if each is not None]
        for each in every:
            self._add(each.arg, LocalBinding("parameter", each))

    def _walk(self, nodes: list[Any]) -> None:
        stack = list(reversed(nodes))
        while stack:
            node = stack.pop()
            kind = node.__class__
            binder = _BINDERS.get(kind)
            if binder is not None:
                binder(self, node)
            if not self._into_expressions:
                if kind in _BLOCKS:
                    stack += statements_below(node)
            elif kind in OPENERS:
                stack += reversed(_evaluated_outside(node))
            else:
                stack += reversed(list(ast.iter_child_nodes(node)))

    def _definition(self, node: Any) -> None:
        self._add(node.name, LocalBinding("class" if node.__class__ is ast.ClassDef else "function", node))

    def _import(self, node: ast.Import) -> None:
        for alias in node.names:
            top = alias.name.partition(".")[0]
            self._add(alias.asname or top, LocalBinding("import", node, None, alias.name if alias.asname else top))

    def _import_from(self, node: ast.ImportFrom) -> None:
        for alias in node.names:
            if alias.name != "*":
                found = LocalBinding("import", node, None, node.module, alias.name, node.level)
                self._add(alias.asname or alias.name, found)

    def _assign(self, node: ast.Assign) -> None:
        for target in node.targets:
            self._pair(target, node.value, node)

    def _pair(self, target: ast.expr, value: ast.expr, node: ast.Assign) -> None:
        if isinstance(target, ast.Name):
            self._add(target.id, LocalBinding("assign", node, value))
            return
        if isinstance(target, ast.Tuple | ast.List) and isinstance(value, ast.Tuple | ast.List):
            starred = any(isinstance(each, ast.Starred) for each in (*target.elts, *value.elts))
            if len(target.elts) == len(value.elts) and not starred:
                for inner, given in zip(target.elts, value.elts, strict=True):
                    self._pair(inner, given, node)
                return
        self._targets(target, node)

    def _annotated(self, node: ast.AnnAssign) -> None:
        if isinstance(node.target, ast.Name):
            kind = "assign" if node.value is not None else "other"
            self._add(node.target.id, LocalBinding(kind, node, node.value))

    def _named(self, node: ast.NamedExpr) -> None:
        self._targets(node.target, node)

    def _augmented(self, node: ast.AugAssign) -> None:
        self._targets(node.target, node)

    def _delete(self, node: ast.Delete) -> None:
        for target in node.targets:
            self._targets(target, node)

    def _for(self, node: ast.For | ast.AsyncFor) -> None:
        self._targets(node.target, node)

    def _with(self, node: ast.With | ast.AsyncWith) -> None:
        for item in node.items:
            if item.optional_vars is not None:
                self._targets(item.optional_vars, node)

    def _handler(self, node: ast.ExceptHandler) -> None:
        if node.name:
            self._add(node.name, LocalBinding("other", node))

    def _capture(self, node: ast.MatchAs | ast.MatchStar) -> None:
        if node.name:
            self._add(node.name, LocalBinding("other", node))

    def _rest(self, node: ast.MatchMapping) -> None:
        if node.rest:
            self._add(node.rest, LocalBinding("other", node))

    def _type_alias(self, node: Any) -> None:
        self._targets(node.name, node)

    def _global(self, node: ast.Global) -> None:
        self.global_names.update(node.names)

    def _nonlocal(self, node: ast.Nonlocal) -> None:
        self.nonlocal_names.update(node.names)

    def _targets(self, target: ast.expr, node: ast.AST) -> None:
        stack = [target]
        while stack:
            each = stack.pop()
            if isinstance(each, ast.Name):
                self._add(each.id, LocalBinding("other", node))
            elif isinstance(each, ast.Tuple | ast.List):
                stack += reversed(each.elts)
            elif isinstance(each, ast.Starred):
                stack.append(each.value)


_BINDERS: dict[type[ast.AST], Any] = {
    ast.FunctionDef: Binder._definition,
    ast.AsyncFunctionDef: Binder._definition,
    ast.ClassDef: Binder._definition,
    ast.Import: Binder._import,
    ast.ImportFrom: Binder._import_from,
    ast.Assign: Binder._assign,
    ast.AnnAssign: Binder._annotated,
    ast.AugAssign: Binder._augmented,
    ast.NamedExpr: Binder._named,
    ast.Delete: Binder._delete,
    ast.For: Binder._for,
    ast.AsyncFor: Binder._for,
    ast.With: Binder._with,
    ast.AsyncWith: Binder._with,
    ast.ExceptHandler: Binder._handler,
    ast.MatchAs: Binder._capture,
    ast.MatchStar: Binder._capture,
    ast.MatchMapping: Binder._rest,
    ast.Global: Binder._global,
    ast.Nonlocal: Binder._nonlocal,
}
if hasattr(ast, "TypeAlias"):
    _BINDERS[ast.TypeAlias] = Binder._type_alias


def statements_below(node: Any) -> list[ast.AST]:
    """The statements, handlers and patterns directly in a compound statement, last first; none of a definition."""
    fields = _BLOCKS.get(node.__class__)
    if fields is None:
        return []
    found: list[ast.AST] = []
    for field in fields:
        value = getattr(node, field)
        if value.__class__ is list:
            found += value
        elif value is not None:
            found.append(value)
    found.reverse()
    return found


_BLOCK_FIELDS = ("pattern", "patterns", "kwd_patterns", "body", "handlers", "cases", "orelse", "finalbody")
_BLOCKS = {
    kind: tuple(field for field in _BLOCK_FIELDS if field in kind._fields)
    for kind in CHILDREN
    if not issubclass(kind, (*DEFINITIONS, ast.expr)) and not {*_BLOCK_FIELDS}.isdisjoint(kind._fields)
}
"""By class, the fields that hold statements, handlers, cases and patterns."""


def _evaluated_outside(node: Any) -> list[ast.AST]:
    """The parts of a definition, lambda or comprehension that can bind (``:=``) in the scope around it."""
    if node.__class__ in COMPREHENSIONS:
        # ``:=`` in a comprehension binds in the scope that holds it; its targets do not.
        return [each for each in ast.walk(node) if isinstance(each, ast.NamedExpr)]
    found: list[ast.AST] = list(getattr(node, "decorator_list", ()))
    if node.__class__ is ast.ClassDef:
        return [*found, *node.bases, *(each.value for each in node.keywords)]
    return [*found, *node.args.defaults, *(each for each in node.args.kw_defaults if each is not None)]
