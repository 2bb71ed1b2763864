"""``engine.execute()`` is gone, and connections do not commit by themselves."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.planning.contract import Finding
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement
from flask_modernize_codemods.sqlalchemy_2.codes import AUTOCOMMIT, CONNECTION_NEEDED
from flask_modernize_codemods.sqlalchemy_2.opened import opened
from flask_modernize_codemods.sqlalchemy_2.places import (
    CONNECTION,
    ENGINE,
    block_of,
    margin_of,
    method_calls,
)
from flask_modernize_codemods.sqlalchemy_2.writing import Effect, effect_of

_COMMITTING = frozenset({"begin", "begin_nested", "commit", "begin_twophase", "execution_options"})
"""What a connection is asked for where the program sees to transactions itself, or to there being none."""


def engines(file: File) -> Iterator[Match | Finding]:
    """Statements that an engine runs, and writes of connections that nothing commits."""
    for call, function in method_calls(file, "execute", "scalar"):
        if call.args and ENGINE in file.classes(function.value) and CONNECTION not in file.classes(function.value):
            yield _of_engine(file, call, function)
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.With):
            yield from _entered(file, node)
        elif isinstance(node, ast.Assign):
            yield from _assigned(file, node)


def _of_engine(file: File, call: ast.Call, function: ast.Attribute) -> Match | Finding:
    effect = effect_of(file, call.args[0])
    found = opened(file, call, (file.text(function.value),), effect)
    if found is None:
        message = f"`{file.text(function)}()` is gone, and its result is used where a connection would be closed"
        advice = "Read the rows inside of `with engine.begin() as connection:`, and hand those on."
        return file.finding(call, CONNECTION_NEEDED, message, advice)
    name = Replacement(*file.span(function.value), (found.name,))
    return Match("sa-engine-execute", "an engine needs a connection", call, (*found.replacements, name))


def _entered(file: File, block: ast.With) -> Iterator[Match | Finding]:
    """``with engine.connect() as connection:`` whose block writes."""
    for item in block.items:
        call, name = item.context_expr, item.optional_vars
        if not _connects(file, call) or not isinstance(name, ast.Name):
            continue
        uses = [node for each in block.body for node in _uses(each, name.id)]
        if any(use.attr in _COMMITTING for use in uses) or not _writes(file, uses):
            continue
        assert isinstance(call, ast.Call)
        end = file.span(call.func)[1]
        replacement = Replacement(end - len(b"connect"), end, ("begin",))
        yield Match("sa-connection-autocommit", "what is written is committed", call, (replacement,))


def _connects(file: File, node: ast.expr) -> bool:
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "connect"):
        return False
    return ENGINE in file.classes(node.func.value)


def _uses(node: ast.AST, name: str) -> Iterator[ast.Attribute]:
    for each in ast.walk(node):
        if isinstance(each, ast.Attribute) and isinstance(each.value, ast.Name) and each.value.id == name:
            yield each


def _writes(file: File, uses: list[ast.Attribute]) -> list[ast.Call]:
    """The calls that may write."""
    found = []
    for use in uses:
        call = file.syntax.scopes.parent(use)
        runs = use.attr in ("execute", "scalar") and isinstance(call, ast.Call) and call.func is use
        if runs and isinstance(call, ast.Call) and call.args and effect_of(file, call.args[0]) is not Effect.READS:
            found.append(call)
    return found


def _assigned(file: File, statement: ast.Assign) -> Iterator[Match | Finding]:
    """``connection = engine.connect()``: each write is followed by a commit."""
    target = statement.targets[0]
    if len(statement.targets) != 1 or not isinstance(target, ast.Name) or not _connects(file, statement.value):
        return
    scope = file.scope(target)
    uses = [
        use
        for use in _uses(file.syntax.module, target.id)
        if file.scope(use).lookup(target.id) is scope.lookup(target.id)
    ]
    if any(use.attr in _COMMITTING for use in uses):
        return
    writes = _writes(file, uses)
    if len(scope.bindings.get(target.id, ())) != 1:
        for call in writes:
            yield _uncommitted(file, call)
        return
    for call in _last_of_runs(file, writes):
        written = file.syntax.scopes.statement_of(call)
        margin = margin_of(file, written)
        if margin is None or not isinstance(written, ast.Expr | ast.Assign):
            yield _uncommitted(file, call)
            continue
        end = file.span(written)[1]
        replacement = Replacement(end, end, (f"\n{margin}{target.id}.commit()",))
        yield Match("sa-connection-autocommit", "what is written is committed", call, (replacement,))


def _last_of_runs(file: File, calls: list[ast.Call]) -> Iterator[ast.Call]:
    """Of writes that stand directly below each other, the last one."""
    statements = {id(file.syntax.scopes.statement_of(call)) for call in calls}
    for call in calls:
        statement = file.syntax.scopes.statement_of(call)
        block = block_of(file, statement)
        following = block[block.index(statement) + 1 :][:1] if statement in block else []
        if not any(id(each) in statements for each in following):
            yield call


def _uncommitted(file: File, call: ast.Call) -> Finding:
    message = f"what `{file.text(call.func)}()` writes here is not committed any more, and is lost"
    return file.finding(call, AUTOCOMMIT, message, "Call connection.commit() after it, or use `with engine.begin()`.")


ENGINES = Matcher(frozenset({b"execute", b"scalar", b"connect"}), engines, until=("SQLAlchemy", "2.0"))
