"""``with engine.begin() as connection:`` around what used to run without a connection of its own."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass

from flask_modernize.project.public_names import is_public
from flask_modernize.rewriting.bound_names import bound_names
from flask_modernize.rules.matches import File
from flask_modernize.rules.replacing import Replacement, Span
from flask_modernize_codemods.sqlalchemy_2.places import (
    block_of,
    lines_in_strings,
    margin_of,
    shifted_lines,
    unit_of,
)
from flask_modernize_codemods.sqlalchemy_2.writing import Effect

MAX_STATEMENTS = 12
"""So many statements between a result and its last use still go into the block of its connection."""

_CONSUMING = frozenset(
    {"all", "fetchall", "fetchone", "fetchmany", "first", "scalar", "scalar_one", "scalar_one_or_none", "one"}
    | {"one_or_none", "rowcount", "lastrowid", "inserted_primary_key", "keys", "close", "is_insert", "returns_rows"}
)
_CONSUMERS = frozenset({"list", "tuple", "set", "dict", "sorted", "len", "sum", "max", "min", "any", "all", "next"})
_SIMPLE = (ast.Expr, ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Return, ast.Assert, ast.Raise)


@dataclass(frozen=True, slots=True)
class Opened:
    """How a call gets its connection: ``name`` is what the connection is called."""

    name: str
    replacements: tuple[Replacement, ...]


def opened(file: File, call: ast.Call, engine: Sequence[str | Span], effect: Effect) -> Opened | None:
    """Opens a connection of ``engine`` around the statement with the call; None where the result outlives it."""
    statement = file.syntax.scopes.statement_of(call)
    margin = margin_of(file, statement)
    name = _connection_name(file)
    if margin is None or name is None or file.scope(call) is not file.scope(statement):
        return None
    start = "connect" if effect is Effect.READS else "begin"
    header = ("with ", *engine, f".{start}() as {name}:")
    if isinstance(statement, ast.If | ast.While):
        return _before_test(file, call, statement, (name, margin), header)
    last = _last_needed(file, call, statement)
    if last is None:
        return None
    return Opened(name, (_block(file, statement, last, margin, header),))


def _connection_name(file: File) -> str | None:
    taken = bound_names(file.syntax.scopes.nodes())
    return next((each for each in ("connection", "conn", "db_connection") if each not in taken), None)


def _last_needed(file: File, call: ast.Call, statement: ast.stmt) -> ast.stmt | None:
    """The last statement that the connection has to be open for."""
    if isinstance(statement, ast.For) and file.syntax.scopes.parent(call) is not None:
        inside = any(call is each for each in ast.walk(statement.iter))
        return statement if inside else None
    if not isinstance(statement, _SIMPLE):
        return None
    if _is_consumed(file, call, statement):
        return statement
    named = isinstance(statement, ast.Assign) and statement.value is call and len(statement.targets) == 1
    target = statement.targets[0] if named and isinstance(statement, ast.Assign) else None
    return _last_use(file, statement, target) if isinstance(target, ast.Name) else None


def _is_consumed(file: File, call: ast.Call, statement: ast.stmt) -> bool:
    """Whether nothing is left to be read of the result when the statement is done."""
    parent = file.syntax.scopes.parent(call)
    if isinstance(parent, ast.Expr):
        return True
    if spoken(call) == "scalar":
        return True
    return parent is not None and _consumes(file, parent, call)


def spoken(call: ast.Call) -> str:
    """The method that is called."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def _consumes(file: File, parent: ast.AST, node: ast.expr) -> bool:
    """Whether an expression reads all that is read of the result that it contains."""
    if isinstance(parent, ast.Attribute):
        return parent.attr in _CONSUMING
    if isinstance(parent, ast.Call):
        return node in parent.args and isinstance(parent.func, ast.Name) and parent.func.id in _CONSUMERS
    if isinstance(parent, ast.comprehension):
        holder = file.syntax.scopes.parent(parent)
        return parent.iter is node and not isinstance(holder, ast.GeneratorExp)
    return isinstance(parent, ast.For) and parent.iter is node


def _last_use(file: File, statement: ast.stmt, target: ast.Name) -> ast.stmt | None:
    """The last statement of the same block that reads the named result; None where it is not all in that block."""
    scope = file.scope(target)
    if len(scope.bindings.get(target.id, ())) != 1 or (
        scope.parent is None and is_public(file.project, file.syntax, target.id)
    ):
        return None
    block = block_of(file, statement)
    after = block[block.index(statement) : block.index(statement) + MAX_STATEMENTS]
    last = statement
    for node in file.syntax.scopes.nodes():
        if not isinstance(node, ast.Name) or node.id != target.id or node is target:
            continue
        if file.scope(node).lookup(node.id) is not scope:
            continue
        parent = file.syntax.scopes.parent(node)
        holder = next((each for each in after if each.lineno <= node.lineno <= (each.end_lineno or 0)), None)
        if holder is None or parent is None or not _consumes(file, parent, node):
            return None
        last = max(last, holder, key=lambda each: each.lineno)
    return last


def _block(file: File, first: ast.stmt, last: ast.stmt, margin: str, header: Sequence[str | Span]) -> Replacement:
    """The statements from the first to the last, one step further in, below the header."""
    unit = unit_of(margin)
    start, end = file.span(first)[0], file.span(last)[1]
    block = block_of(file, first)
    leave: frozenset[int] = frozenset()
    for each in block[block.index(first) : block.index(last) + 1]:
        leave |= lines_in_strings(file, each)
    lines = shifted_lines(file, start, end, unit, leave)
    return Replacement(start, end, (*header, "\n" + margin + unit, *lines))


def _before_test(
    file: File, call: ast.Call, statement: ast.If | ast.While, names: tuple[str, str], header: Sequence[str | Span]
) -> Opened | None:
    """``if engine.execute(...).scalar():``: the value is read before, as ``found``."""
    name, margin = names
    read = _value_read(file, call)
    is_first = isinstance(statement, ast.If) and read is not None and _is_first(statement.test, read)
    if not is_first or read is None or "found" in bound_names(file.syntax.scopes.nodes()):
        return None
    if not file.syntax.source.text(*file.span(statement)).startswith("if"):
        return None
    start = file.span(statement)[0]
    value = file.span(read)
    inner = margin + unit_of(margin)
    parts = (*header, f"\n{inner}found = ", value, f"\n{margin}", (start, value[0]), "found")
    return Opened(name, (Replacement(start, value[1], parts),))


def _value_read(file: File, call: ast.Call) -> ast.expr | None:
    """The expression that reads the result: ``execute(...).scalar()``."""
    if spoken(call) == "scalar":
        return call
    attribute = file.syntax.scopes.parent(call)
    if not isinstance(attribute, ast.Attribute) or attribute.attr not in _CONSUMING:
        return None
    reading = file.syntax.scopes.parent(attribute)
    return reading if isinstance(reading, ast.Call) and reading.func is attribute else attribute


def _is_first(test: ast.expr, value: ast.expr) -> bool:
    """Whether an expression is what a test evaluates first, whatever happens."""
    while test is not value:
        if isinstance(test, ast.UnaryOp):
            test = test.operand
        elif isinstance(test, ast.Compare):
            test = test.left
        elif isinstance(test, ast.BoolOp):
            test = test.values[0]
        elif isinstance(test, ast.Subscript):
            test = test.value
        else:
            return False
    return True
