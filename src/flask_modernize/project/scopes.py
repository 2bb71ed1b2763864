"""Which scope a node is evaluated in, and which scope owns a name there: Python's own rules, for one file."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from flask_modernize.project.local_bindings import Binder, LocalBinding, statements_below
from flask_modernize.project.node_links import COMPREHENSIONS, OPENERS, FunctionNode, NodeLinks

if TYPE_CHECKING:
    from flask_modernize.sources import SourceFile

__all__ = ["FileScopes", "FunctionNode", "LocalBinding", "Scope"]

_KINDS: dict[type[ast.AST], str] = {
    ast.Module: "module",
    ast.ClassDef: "class",
    ast.FunctionDef: "function",
    ast.AsyncFunctionDef: "function",
    ast.Lambda: "lambda",
    **dict.fromkeys(COMPREHENSIONS, "comprehension"),
}
_TURNS = OPENERS | {ast.arguments, ast.arg}
"""The classes of nodes at which it is not the scope around that all below is evaluated in."""

Node = TypeVar("Node", bound=ast.AST)


class Scope:
    """A module, class, function, lambda or comprehension. Compared by identity."""

    __slots__ = ("_bindings", "_declared", "_links", "_qualname", "kind", "node", "parent")

    def __init__(self, kind: str, node: ast.AST, parent: Scope | None, links: NodeLinks) -> None:
        self.kind = kind
        self.node = node
        self.parent = parent
        self._links = links
        self._bindings: dict[str, list[LocalBinding]] | None = None
        self._declared: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())
        self._qualname: str | None = None

    @property
    def bindings(self) -> Mapping[str, list[LocalBinding]]:
        """Name -> every binding of it here, in program order; without what is declared global or nonlocal."""
        if self._bindings is None:
            self._bind()
        assert self._bindings is not None
        return self._bindings

    @property
    def global_names(self) -> frozenset[str]:
        """Names that a ``global`` statement of this scope declares."""
        if self._bindings is None:
            self._bind()
        return self._declared[0]

    @property
    def nonlocal_names(self) -> frozenset[str]:
        """Names that a ``nonlocal`` statement of this scope declares."""
        if self._bindings is None:
            self._bind()
        return self._declared[1]

    @property
    def qualname(self) -> str:
        """As Python gives it: ``Outer.Inner``, ``make.<locals>.inner``; empty for the module."""
        if self._qualname is None:
            self._qualname = self._qualified() if self.parent is not None else ""
        return self._qualname

    def _qualified(self) -> str:
        assert self.parent is not None
        outer = self.parent.qualname
        name = str(getattr(self.node, "name", f"<{self.kind}>"))
        if not outer:
            return name
        return f"{outer}.{name}" if self.parent.kind == "class" else f"{outer}.<locals>.{name}"

    def lookup(self, name: str) -> Scope | None:
        """The scope that owns ``name`` as seen from here; None for builtins and names nobody here binds."""
        declared_global = name in self.global_names
        skip_own = declared_global or name in self.nonlocal_names
        current: Scope = self
        while current.parent is not None:
            visible = current.kind != "class" or current is self
            if visible and not declared_global and not (skip_own and current is self):
                if name in current.global_names:
                    declared_global = True
                elif name in current.bindings:
                    return current
            current = current.parent
        return current if name in current.bindings else None

    def file(self) -> FileScopes:
        """The scopes of the file that this one is of; made anew, so compare their nodes."""
        return FileScopes(self._links.module, links=self._links)

    def opened_by(self, node: ast.Lambda) -> Scope:
        """The scope that a lambda opens which is evaluated directly in this one."""
        return Scope("lambda", node, self, self._links)

    def is_bound_inside(self, name: str) -> bool:
        """Whether a function in this one says ``nonlocal name`` and means the name of this one."""
        if not self._links.has_nonlocal():
            return False
        inner = (each.lookup(name) for each in self.file().scopes() if name in each.nonlocal_names)
        return any(owner is not None and owner.node is self.node for owner in inner)

    def _bind(self) -> None:
        binder = _names_bound(self._links, self.node)
        if self.kind == "module":
            for name, found in _global_bindings(self._links).items():
                binder.found.setdefault(name, []).extend(found)
        declared = binder.global_names | binder.nonlocal_names
        if self.kind != "module":
            self._declared = (frozenset(binder.global_names), frozenset(binder.nonlocal_names))
            for name in declared:
                binder.found.pop(name, None)
        self._bindings = binder.found

    def __repr__(self) -> str:
        return f"<{self.kind} scope {self.qualname or '<module>'}>"


class FileScopes:
    """The scopes of one syntax tree, with a link from every node to the one that holds it."""

    def __init__(self, module: ast.Module, source: SourceFile | None = None, links: NodeLinks | None = None) -> None:
        """``source`` is what the module is parsed from; questions about a part of it are answered faster with it."""
        self.module = module
        self._links = links or NodeLinks(module, source)
        self.module_scope = Scope("module", module, None, self._links)
        self._scopes: dict[ast.AST, Scope] = {module: self.module_scope}
        self._classes: dict[bool, dict[str, Scope]] = {}
        self._stores: dict[str, list[ast.Attribute]] = {}

    def parent(self, node: ast.AST) -> ast.AST | None:
        """The node that directly holds ``node``; None for the module."""
        return self._links.parent(node)

    def nodes(self) -> Iterable[ast.AST]:
        """Every node of the file but the module itself; each after the one that holds it."""
        return self._links.nodes()

    def nodes_saying(self, *words: str) -> Iterable[ast.AST]:
        """The nodes of the statements in whose lines one of the words stands, and maybe others; see ``NodeLinks``."""
        return self._links.nodes_saying(*words)

    def nodes_matching(self, pattern: re.Pattern[bytes]) -> Iterable[ast.AST]:
        """The nodes of the statements in whose lines a match of ``pattern`` ends, and maybe others."""
        return self._links.nodes_matching(pattern)

    def nodes_near(self, node: ast.AST) -> Iterable[ast.AST]:
        """All that is in a function or class, or another statement, and maybe others."""
        return self._links.nodes_near(node)

    def around(self, node: ast.AST) -> Mapping[ast.AST, ast.AST]:
        """Node -> the one that holds it, of ``node`` and of all around it at least."""
        return self._links.around(node)

    def of_kind(self, kind: type[Node]) -> Sequence[Node]:
        """The nodes of exactly this class, in the order of :meth:`nodes`."""
        return self._links.of_kind(kind)

    def naming(self, word: str) -> Sequence[ast.AST]:
        """The nodes that name something ``word``, in the order of :meth:`nodes`.

        ``word``, ``x.word``, the aliases of imports of it, and calls of ``getattr`` or ``methodcaller`` with its name.
        """
        return self._links.naming(word)

    def ancestors(self, node: ast.AST) -> Iterator[ast.AST]:
        """The nodes that hold ``node``, innermost first, the module last."""
        return self._links.ancestors(node)

    def stores(self, attribute: str) -> list[ast.Attribute]:
        """Every ``x.attribute`` that is assigned to, in the order of :meth:`nodes`."""
        if attribute not in self._stores:
            self._stores[attribute] = [
                node
                for node in self._links.nodes_saying(attribute)
                if isinstance(node, ast.Attribute) and node.attr == attribute and node.ctx.__class__ is ast.Store
            ]
        return self._stores[attribute]

    def statement_of(self, node: ast.AST) -> ast.stmt:
        """The smallest statement that holds ``node``, which may be ``node`` itself. ValueError for the module."""
        if isinstance(node, ast.stmt):
            return node
        for each in self.ancestors(node):
            if isinstance(each, ast.stmt):
                return each
        raise ValueError("the node is not in a statement of this file")

    def enclosing_function(self, node: ast.AST) -> FunctionNode | None:
        """The innermost function in whose body ``node`` is evaluated; None at module or class level."""
        scope: Scope | None = self.scope_of(node)
        while scope is not None:
            if isinstance(scope.node, ast.FunctionDef | ast.AsyncFunctionDef):
                return scope.node
            scope = scope.parent
        return None

    def scope_of(self, node: ast.AST) -> Scope:
        """The scope in which ``node`` is evaluated.

        Decorators, defaults, annotations and bases belong to the scope around the definition, and so does the first
        iterable of a comprehension. A definition itself is evaluated in the scope around it; see :meth:`inner_scope`.
        """
        child, parents = node, self._links.around(node)
        parent = parents.get(node)
        while parent is not None:
            if parent.__class__ not in _TURNS:
                child = parent
            elif parent.__class__ in OPENERS and _is_inside(parent, child):
                if parent.__class__ not in COMPREHENSIONS or not self._is_first_iterable(parent, node):
                    return self.inner_scope(parent)
                child = parent
            else:
                # An argument's annotation and default are two levels below the function.
                child = self._owner_of_arguments(parent, child) or parent
            parent = parents.get(child)
        return self.module_scope

    def inner_scope(self, node: ast.AST) -> Scope:
        """The scope that a module, class, function, lambda or comprehension opens. TypeError for other nodes."""
        found = self._scopes.get(node)
        if found is None:
            if node.__class__ not in OPENERS:
                raise TypeError(f"{type(node).__name__} opens no scope")
            found = self._scopes[node] = Scope(_KINDS[node.__class__], node, self.scope_of(node), self._links)
        return found

    def lookup(self, scope: Scope, name: str) -> Scope | None:
        """The scope that owns ``name`` as seen from ``scope``; None for builtins and names nobody here binds."""
        return scope.lookup(name)

    def scopes(self) -> Iterator[Scope]:
        """Every scope of the file: the module first, then in program order."""
        yield self.module_scope
        for node in self._links.openers():
            yield self.inner_scope(node)

    def scope_of_class(self, qualname: str) -> Scope | None:
        """The scope that the class of that qualified name opens (the first, of several)."""
        within_functions = "<locals>" in qualname
        found = self._classes.get(within_functions)
        if found is None:
            found = self._classes[within_functions] = {}
            for node in _classes_in(self.module.body, within_functions):
                scope = self.inner_scope(node)
                found.setdefault(scope.qualname, scope)
        return found.get(qualname)

    def global_bindings(self) -> Mapping[str, list[LocalBinding]]:
        """Module-level names that functions and classes bind after a ``global`` statement."""
        return _global_bindings(self._links)

    def _is_first_iterable(self, comprehension: ast.AST, node: ast.AST) -> bool:
        first = comprehension.generators[0].iter  # type: ignore[attr-defined]
        if node is first:
            return True
        for each in self.ancestors(node):
            if each is first or each is comprehension:
                return each is first
        return False

    def _owner_of_arguments(self, parent: ast.AST, child: ast.AST) -> ast.AST | None:
        """The function or lambda whose default or annotation ``child`` is in; None for other nodes."""
        if parent.__class__ is ast.arguments:
            return None if child.__class__ is ast.arg else self.parent(parent)
        if parent.__class__ is not ast.arg or child.__class__ is ast.arg:
            return None
        arguments = self.parent(parent)
        return self.parent(arguments) if arguments is not None else None


def _is_inside(opener: Any, child: ast.AST) -> bool:
    """Whether ``child``, directly below ``opener``, is evaluated in the scope that ``opener`` opens."""
    if opener.__class__ in COMPREHENSIONS:
        return True
    if opener.__class__ is ast.Lambda:
        return child is opener.body or child is opener.args
    if child is getattr(opener, "args", None) or child.__class__.__name__ in ("TypeVar", "ParamSpec", "TypeVarTuple"):
        return True
    if opener.__class__ is ast.ClassDef:
        return isinstance(child, ast.stmt)
    return isinstance(child, ast.stmt)


def _classes_in(body: Sequence[ast.stmt], within_functions: bool) -> Iterator[ast.ClassDef]:
    """The classes among statements, and in them, in program order; those in functions only if they are asked for."""
    stack: list[ast.AST] = [*reversed(body)]
    while stack:
        node = stack.pop()
        if isinstance(node, ast.ClassDef):
            yield node
            stack += reversed(node.body)
        elif within_functions and isinstance(node, FunctionNode):
            stack += reversed(node.body)
        else:
            stack += statements_below(node)


def _names_bound(links: NodeLinks, opener: ast.AST) -> Binder:
    """What the scope binds that ``opener`` opens."""
    binder = Binder(into_expressions=links.holds_walrus(opener))
    binder.run(opener)
    return binder


def _global_bindings(links: NodeLinks) -> dict[str, list[LocalBinding]]:
    """Module-level names that functions and classes bind after a ``global`` statement."""
    found: dict[str, list[LocalBinding]] = {}
    for node in links.holders_of_globals():
        binder = _names_bound(links, node)
        for name in sorted(binder.global_names):
            others = [LocalBinding("other", each.node) for each in binder.found.get(name, ())]
            if others:
                found.setdefault(name, []).extend(others)
    return found
