"""``manager.add_command("db", MigrateCommand)``: the commands are Flask's own today, and known by themselves."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.planning.contract import Finding, ImportDrop
from flask_modernize.rules.findings import REMOVED
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.whole_lines import has_own_lines, without

ROW = "migrate-migratecommand"
_COMMAND = "flask_migrate.MigrateCommand"


def _find(file: File) -> Iterator[Match | Finding]:
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load) and file.means(node, _COMMAND):
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
        title = "the command `db` is known by itself"
        return Match(ROW, title, node, (without(file, statement),), drops=_imports(file, node))
    message = "`MigrateCommand` is gone: Flask finds the command `db` by itself"
    return file.finding(node, REMOVED, message, "Take it out; `flask db upgrade` does what `manage.py db upgrade` did.")


def _imports(file: File, node: ast.expr) -> tuple[ImportDrop, ...]:
    """The import of the command, which would be an error; it is said once in a file."""
    name = node.id if isinstance(node, ast.Name) else ""
    bindings = file.syntax.scopes.module_scope.bindings.get(name, ())
    used = [each for each in file.syntax.scopes.nodes() if isinstance(each, ast.Name) and each.id == name]
    if len(bindings) != 1 or bindings[0].kind != "import" or len(used) != 1:
        return ()
    statement = bindings[0].node
    return (ImportDrop(file.syntax.path, statement.lineno, name),) if isinstance(statement, ast.stmt) else ()


MATCHER = Matcher(frozenset({b"MigrateCommand"}), _find)
