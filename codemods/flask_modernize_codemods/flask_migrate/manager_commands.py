"""``manager.add_command("db", MigrateCommand)``: the commands are Flask's own today, and known by themselves."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.planning.contract import Finding
from flask_modernize.rules.findings import REMOVED
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.whole_lines import has_own_lines, without

ROW = "migrate-migratecommand"
_COMMAND = "flask_migrate.MigrateCommand"


def _find(file: File) -> Iterator[Match | Finding]:
    for node in file.syntax.scopes.nodes():
        if (
            isinstance(node, ast.Name | ast.Attribute)
            and isinstance(node.ctx, ast.Load)
            and _COMMAND in file.names(node)
        ):
            yield _added(file, node)


def _added(file: File, node: ast.expr) -> Match | Finding:
    call = file.syntax.scopes.parent(node)
    statement = file.syntax.scopes.parent(call) if isinstance(call, ast.Call) else None
    if (
        isinstance(call, ast.Call)
        and isinstance(statement, ast.Expr)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == "add_command"
        and len(call.args) == 2
        and ast.unparse(call.args[0]) == "'db'"
        and has_own_lines(file, statement)
    ):
        return Match(ROW, "the command `db` is known by itself", node, (without(file, statement),))
    message = "`MigrateCommand` is gone: Flask finds the command `db` by itself"
    return file.finding(node, REMOVED, message, "Take it out; `flask db upgrade` does what `manage.py db upgrade` did.")


MATCHER = Matcher(frozenset({b"MigrateCommand"}), _find)
