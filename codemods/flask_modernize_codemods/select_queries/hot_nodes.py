"""Where a file can have queries at all: the rest of it is not followed."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Set
from functools import lru_cache
from typing import TYPE_CHECKING

from flask_modernize_codemods.select_queries.dynamic import dynamic_names

if TYPE_CHECKING:
    from flask_modernize.project.objects import FunctionObject
    from flask_modernize_codemods.select_queries.expressions import Expressions
    from flask_modernize_codemods.select_queries.query_functions import QueryFunctions


SPACE = rb"[\s\\]*+(?:#[^\n\0]*+[\s\\]*+)*+"
"""Matches what may stand between the names of a chain: line ends with and without a backslash, comments."""


def hot_nodes(context: Expressions, helpers: QueryFunctions) -> Set[ast.AST]:
    """The nodes that hold a possible head, or a variable that one may reach: nothing else needs to be followed."""
    scopes = context.scopes
    hot: set[ast.AST] = set()

    def heat(node: ast.AST) -> None:
        current: ast.AST | None = node
        while current is not None and current not in hot:
            hot.add(current)
            current = scopes.parent(current)

    called = {function.name for function in helpers.qualified} | _dynamic_attributes(context)
    words = {"query", *called}
    for node in scopes.nodes_saying(*words):
        kind = node.__class__
        if kind is ast.Attribute:
            if node.attr == "query" or node.attr in called:  # type: ignore[attr-defined]
                heat(node)
        elif kind is ast.Name and node.id in called:  # type: ignore[attr-defined]
            heat(node)
    for function in helpers.qualified:
        if function.path == context.path:
            _heat_parameters(context, function, helpers, heat)
    outside = _heat_variables(context, words, hot, heat) if hot else words
    while not outside <= words:
        words |= outside
        outside = _heat_variables(context, words, hot, heat)
    return hot


def _dynamic_attributes(context: Expressions) -> set[str]:
    """The names of dynamic relationships that stand behind a dot somewhere in the file."""
    names = dynamic_names(context.project)
    return {name.decode() for name in _attributes(names).findall(context.syntax.source.data)} if names else set()


@lru_cache(maxsize=8)
def _attributes(names: frozenset[str]) -> re.Pattern[bytes]:
    return re.compile(rb"\." + SPACE + rb"(" + any_of(names) + rb")\b")


def any_of(words: Iterable[str]) -> bytes:
    """Matches one of the words, of which only those with the right letter at the start are tried."""
    by_start: dict[str, list[str]] = {}
    for word in sorted(words):
        by_start.setdefault(word[0], []).append(word[1:])
    return "|".join([f"{start}(?:{'|'.join(rest)})" for start, rest in by_start.items()]).join(("(?:", ")")).encode()


def _heat_variables(
    context: Expressions, words: Set[str], hot: Set[ast.AST], heat: Callable[[ast.AST], None]
) -> Set[str]:
    """The uses of the variables that a possible query is assigned to, in the same function; and so on from there.

    Statements in which none of ``words`` stands are not looked at. Returns the names of the variables outside of
    functions, which are used in other statements too.
    """
    scopes = context.scopes
    assignments: list[tuple[ast.expr, list[ast.Name]]] = []
    named: list[ast.Name] = []
    for node in scopes.nodes_saying(*words):
        kind = node.__class__
        if kind is ast.Name:
            named.append(node)  # type: ignore[arg-type]
        elif kind is ast.Assign:
            targets = [each for each in node.targets if each.__class__ is ast.Name]  # type: ignore[attr-defined]
            if targets:
                assignments.append((node.value, targets))  # type: ignore[attr-defined]
        elif kind is ast.AnnAssign and node.value is not None and isinstance(node.target, ast.Name):  # type: ignore[attr-defined]
            assignments.append((node.value, [node.target]))  # type: ignore[attr-defined]
    outside: set[str] = set()
    wanted = {target.id for value, targets in assignments if value in hot for target in targets}
    gathered: set[str] = set()
    loads: dict[tuple[ast.AST | None, str], list[ast.Name]] = {}
    while wanted:
        for node in named:
            if node.id in wanted:
                loads.setdefault((scopes.enclosing_function(node), node.id), []).append(node)
        named = [node for node in named if node.id not in wanted]
        gathered |= wanted
        rest = []
        for value, targets in assignments:
            if value not in hot or any(target.id not in gathered for target in targets):
                rest.append((value, targets))
                continue
            for target in targets:
                function = scopes.enclosing_function(target)
                if function is None:
                    outside.add(target.id)
                for load in loads.pop((function, target.id), ()):
                    heat(load)
        assignments = rest
        wanted = {target.id for value, targets in assignments if value in hot for target in targets}
    return outside


def _heat_parameters(
    context: Expressions, function: FunctionObject, helpers: QueryFunctions, heat: Callable[[ast.AST], None]
) -> None:
    """The uses of the parameters of a function that takes queries; and its returns, which say what it gives."""
    names = {name for owner, name in helpers.arguments if owner == function}
    for scope in context.scopes.scopes():
        if scope.qualname == function.qualname and scope.kind == "function":
            for node in ast.walk(scope.node):
                if (isinstance(node, ast.Name) and node.id in names) or isinstance(node, ast.Return):
                    heat(node)
