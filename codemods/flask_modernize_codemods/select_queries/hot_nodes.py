"""Where a file can have queries at all: the rest of it is not followed."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Set
from functools import lru_cache
from typing import TYPE_CHECKING

from flask_modernize_codemods.select_queries.dynamic import dynamic_names
from flask_modernize_codemods.select_queries.heads import TELLING
from flask_modernize_codemods.select_queries.links import LINKS

if TYPE_CHECKING:
    from flask_modernize.project.objects import FunctionObject
    from flask_modernize_codemods.select_queries.expressions import Expressions
    from flask_modernize_codemods.select_queries.query_functions import QueryFunctions


SPACE = rb"[\s\\]*+(?:#[^\n\0]*+[\s\\]*+)*+"
"""Matches what may stand between the names of a chain: line ends with and without a backslash, comments."""


def hot_nodes(context: Expressions, helpers: QueryFunctions) -> Set[ast.AST]:
    """The nodes that hold a possible head, or a variable that may be a query: nothing else needs to be followed."""
    heated = _Heated(context, frozenset([function.name for function in helpers.qualified]))
    heated.heat_heads()
    for function in helpers.qualified:
        if function.path == context.path:
            heated.heat_parameters(function, helpers)
    heated.heat_variables()
    return heated.hot


class _Heated:
    """The hot nodes of one file; ``functions`` are the names of those that hand queries on."""

    def __init__(self, context: Expressions, functions: frozenset[str]) -> None:
        self.hot: set[ast.AST] = set()
        self._scopes = context.scopes
        self._functions = functions
        self._dynamic = dynamic_names(context.project)
        self._assigned: list[ast.Assign | ast.AnnAssign] = []
        """The statements that assign what may be a query; their targets are not looked at yet."""

    def heat(self, node: ast.AST) -> None:
        hot = self.hot
        parents = self._scopes.around(node)
        while node not in hot:
            hot.add(node)
            holder = parents.get(node)
            if holder is None:
                return
            if (
                isinstance(holder, ast.Assign | ast.AnnAssign)
                and holder.value is node
                and self._may_be_query(holder.value)
            ):
                self._assigned.append(holder)
            node = holder

    def heat_heads(self) -> None:
        """The places where a query may start, or come from a function or go into one."""
        dynamic, functions = self._dynamic, self._functions
        for node in self._scopes.nodes_matching(_starts(dynamic, functions)):
            if isinstance(node, ast.Attribute):
                if node.attr == "query" or node.attr in functions:
                    self.heat(node)
                elif node.attr in TELLING and isinstance(node.value, ast.Attribute) and node.value.attr in dynamic:
                    self.heat(node.value)
            elif isinstance(node, ast.Name) and node.id in functions:
                self.heat(node)

    def heat_parameters(self, function: FunctionObject, helpers: QueryFunctions) -> None:
        """The uses of the parameters of a function that takes queries; and its returns, which say what it gives."""
        names = {name for owner, name in helpers.arguments if owner == function}
        for scope in self._scopes.scopes():
            if scope.qualname == function.qualname and scope.kind == "function":
                for node in ast.walk(scope.node):
                    if (isinstance(node, ast.Name) and node.id in names) or isinstance(node, ast.Return):
                        self.heat(node)

    def heat_variables(self) -> None:
        """The uses of the variables that may be a query, in the functions that assign them; and so on from there."""
        followed: set[tuple[ast.AST | None, str]] = set()
        while self._assigned:
            names: dict[ast.AST | None, set[str]] = {}
            for statement in self._assigned:
                function = self._scopes.enclosing_function(statement)
                for target in statement.targets if isinstance(statement, ast.Assign) else [statement.target]:
                    if isinstance(target, ast.Name) and (function, target.id) not in followed:
                        followed.add((function, target.id))
                        names.setdefault(function, set()).add(target.id)
            self._assigned.clear()
            for owner, wanted in names.items():
                self._heat_names(owner, wanted)

    def _heat_names(self, function: ast.AST | None, names: Set[str]) -> None:
        """The variables of these names in a function, or outside of all of them."""
        scopes = self._scopes
        nodes = scopes.nodes_near(function) if function is not None else scopes.nodes_saying(*names)
        for node in nodes:
            if isinstance(node, ast.Name) and node.id in names and scopes.enclosing_function(node) is function:
                self.heat(node)

    def _may_be_query(self, node: ast.expr) -> bool:
        """Whether following the expression may give a query; see ``Flow.value``."""
        if isinstance(node, ast.Name):
            return True
        if isinstance(node, ast.IfExp):
            return self._may_be_query(node.body) or self._may_be_query(node.orelse)
        if isinstance(node, ast.Attribute):
            return node.attr == "query" or node.attr in self._dynamic or bool(self._functions)
        if not isinstance(node, ast.Call):
            return False
        if self._functions:
            return True
        called = node.func
        if not isinstance(called, ast.Attribute):
            return False
        return called.attr == "query" or (called.attr in LINKS and self._may_be_query(called.value))


@lru_cache(maxsize=8)
def _starts(dynamic: frozenset[str], functions: frozenset[str]) -> re.Pattern[bytes]:
    """Matches the name ``query`` as an attribute, those of dynamic relationships where another follows on them, and
    those of functions."""
    words = [rb"\." + SPACE + rb"query\b"]
    if dynamic:
        words.append(rb"\." + SPACE + any_of(dynamic) + rb"\b(?=" + SPACE + rb"[.)])")
    if functions:
        words.append(rb"\b" + any_of(functions) + rb"\b")
    return re.compile(b"|".join(words))


def any_of(words: Iterable[str]) -> bytes:
    """Matches one of the words, of which only those with the right letter at the start are tried."""
    by_start: dict[str, list[str]] = {}
    for word in sorted(words):
        by_start.setdefault(word[0], []).append(word[1:])
    return "|".join([f"{start}(?:{'|'.join(rest)})" for start, rest in by_start.items()]).join(("(?:", ")")).encode()
