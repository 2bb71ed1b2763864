"""Whether the names in a result row matter: a Query and a select() name repeated and unlabelled columns differently.

``query(A.id, B.id)``: ``row.id`` is the last of them in a Query's row, the first in a select()'s. An unlabelled
function has no key at all in a Query's row. Unpacking and ``row[0]`` are the same in both.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from flask_modernize_codemods.select_queries.statement import Kind, Refusal, Statement

if TYPE_CHECKING:
    from flask_modernize_codemods.select_queries.expressions import Expressions

_KEYED = frozenset({"_asdict", "_mapping", "_fields", "keys"})
_TRANSPARENT = frozenset({"list", "tuple", "sorted", "reversed", "iter", "enumerate"})
_BY_PLACE = frozenset({"tuple", "list", "len", "sum", "max", "min", "set", "any", "all", "bool"})
_ONE_ROW = frozenset({"first", "one", "one_or_none"})
_NO_ROWS = frozenset({"scalar", "count", "exists", "delete", "update"})


def refusal(statement: Statement, node: ast.expr, context: Expressions) -> Refusal | None:
    """Why the rows that the expression ``node`` (the end of the query) gives must keep a Query's names; None if they
    need not.
    """
    if statement.entity is not None:
        return None
    method = node.func.attr if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else ""
    if method in _NO_ROWS:
        return None
    repeated = _repeated(statement)
    unlabelled = [each.text for each in statement.entities if each.kind is Kind.COLUMN and each.key is None]
    if not repeated and not unlabelled:
        return None
    watch = _Watch(context, frozenset(repeated))
    escapes = not (watch.row_is_positional(node) if method in _ONE_ROW else watch.rows_are_positional(node))
    if repeated and (watch.reads_key or escapes):
        return Refusal("Q-DUP-KEYS", f"the row has several columns called {repeated[0]}")
    if unlabelled and (watch.reads_key or escapes):
        how = "rows are read by key" if watch.reads_key else "what becomes of the rows is not seen"
        return Refusal("Q-UNLABELLED-FUNC-KEYS", f"{unlabelled[0][:40]} has no label and {how}")
    return None


def _repeated(statement: Statement) -> list[str]:
    keys = [entity.key for entity in statement.entities if entity.key is not None and entity.kind is Kind.COLUMN]
    return sorted({key for key in keys if keys.count(key) > 1})


class _Watch:
    """Follows rows over simple variables of one function. ``reads_key`` is set when a row is read by a name that
    matters.
    """

    def __init__(self, context: Expressions, names: frozenset[str]) -> None:
        self.context = context
        self.names = names
        self.reads_key = False

    def rows_are_positional(self, node: ast.AST, depth: int = 4) -> bool:
        """Whether everything that becomes of a list (or iterator) of rows is seen, and uses places only."""
        parent = self.context.scopes.parent(node)
        if depth == 0 or parent is None:
            return False
        if isinstance(parent, (ast.For, ast.comprehension)) and parent.iter is node:
            return self._target_is_positional(parent.target, depth)
        if isinstance(parent, ast.Call) and isinstance(parent.func, ast.Name) and node in parent.args:
            if parent.func.id in ("dict", "len", "bool"):
                return True
            return parent.func.id in _TRANSPARENT and self.rows_are_positional(parent, depth - 1)
        if isinstance(parent, ast.Subscript) and parent.value is node:
            if isinstance(parent.slice, ast.Slice):
                return self.rows_are_positional(parent, depth - 1)
            return self.row_is_positional(parent, depth - 1)
        if isinstance(parent, ast.Assign) and len(parent.targets) == 1 and isinstance(parent.targets[0], ast.Name):
            return self._loads(parent.targets[0], lambda load: self.rows_are_positional(load, depth - 1))
        return isinstance(parent, (ast.Expr, ast.If, ast.UnaryOp))

    def row_is_positional(self, node: ast.AST, depth: int = 4) -> bool:
        parent = self.context.scopes.parent(node)
        if depth == 0 or parent is None:
            return False
        if isinstance(parent, ast.Subscript) and parent.value is node:
            return not (isinstance(parent.slice, ast.Constant) and isinstance(parent.slice.value, str))
        if isinstance(parent, ast.Attribute):
            if parent.attr in self.names or parent.attr in _KEYED:
                self.reads_key = True
                return False
            return True
        if isinstance(parent, ast.Assign) and len(parent.targets) == 1:
            return self._target_is_positional(parent.targets[0], depth - 1)
        if isinstance(parent, ast.Call) and isinstance(parent.func, ast.Name):
            return parent.func.id in _BY_PLACE and node in parent.args
        return isinstance(parent, (ast.Starred, ast.Compare, ast.If, ast.UnaryOp, ast.Expr))

    def _target_is_positional(self, target: ast.expr, depth: int) -> bool:
        if isinstance(target, (ast.Tuple, ast.List)):
            return True
        if isinstance(target, ast.Name):
            return self._loads(target, lambda load: self.row_is_positional(load, depth - 1))
        return False

    def _loads(self, target: ast.Name, check: object) -> bool:
        assert callable(check)
        scope = self.context.scope(target)
        if scope.kind not in ("function", "comprehension", "lambda"):
            return False
        loads = [
            node
            for node in ast.walk(scope.node)
            if isinstance(node, ast.Name) and node.id == target.id and isinstance(node.ctx, ast.Load)
        ]
        verdicts = [bool(check(load)) for load in loads]
        return all(verdicts)
