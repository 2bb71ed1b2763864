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


_ASSIGNMENTS = frozenset({ast.Assign, ast.AnnAssign})


def hot_nodes(context: Expressions, helpers: QueryFunctions) -> Set[ast.AST]:
    """The nodes that hold a possible head, or a variable that one may reach: nothing else needs to be followed."""
    scopes = context.scopes
    hot: set[ast.AST] = set()
    assigned: list[ast.Assign | ast.AnnAssign] = []

    def heat(node: ast.AST) -> None:
        while node not in hot:
            hot.add(node)
            holder = scopes.parent(node)
            if holder is None:
                return
            if holder.__class__ in _ASSIGNMENTS and holder.value is node:  # type: ignore[attr-defined]
                assigned.append(holder)  # type: ignore[arg-type]
            node = holder

    called = {function.name for function in helpers.qualified} | _dynamic_attributes(context)
    for node in scopes.nodes_saying("query", *called):
        kind = node.__class__
        if kind is ast.Attribute:
            if node.attr == "query" or node.attr in called:  # type: ignore[attr-defined]
                heat(node)
        elif kind is ast.Name and node.id in called:  # type: ignore[attr-defined]
            heat(node)
    for function in helpers.qualified:
        if function.path == context.path:
            _heat_parameters(context, function, helpers, heat)
    _heat_variables(context, assigned, heat)
    return hot


def _heat_variables(
    context: Expressions, assigned: list[ast.Assign | ast.AnnAssign], heat: Callable[[ast.AST], None]
) -> None:
    """The uses of the variables that a possible query is assigned to, in the same function; and so on from there.

    ``assigned`` are the statements that assign one; it grows while more nodes turn out to be hot.
    """
    function_of = context.scopes.enclosing_function
    uses: dict[str, list[tuple[ast.AST | None, ast.Name]]] = {}
    followed: set[tuple[ast.AST | None, str]] = set()
    while assigned:
        targets = [
            target
            for statement in assigned
            for target in (statement.targets if isinstance(statement, ast.Assign) else [statement.target])
            if isinstance(target, ast.Name)
        ]
        assigned.clear()
        variables = {(function_of(target), target.id) for target in targets} - followed
        followed |= variables
        wanted = {name for _, name in variables if name not in uses}
        uses |= {name: [] for name in wanted}
        for node in context.scopes.nodes_saying(*wanted) if wanted else ():
            if node.__class__ is ast.Name and node.id in wanted:
                uses[node.id].append((function_of(node), node))
        for function, name in variables:
            for user, use in uses[name]:
                if user is function:
                    heat(use)


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
