"""URLs of engines: they cannot be changed in place, and as text they hide the password."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from flask_modernize.planning.contract import Finding
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement
from flask_modernize_codemods.sqlalchemy_2.codes import DRIVER, IN_PLACE
from flask_modernize_codemods.sqlalchemy_2.places import nodes, spoken_name

_URL = "sqlalchemy.engine.URL"
_PARTS = frozenset({"drivername", "username", "password", "host", "port", "database", "query"})
_SAYING = frozenset({"print", "debug", "info", "warning", "error", "exception", "log", "echo", "write", "secho"})
_MIGRATE = re.compile(r"extensions\[['\"]migrate['\"]\]\.db\.(engine|get_engine\(\))\.url$")
_GONE = re.compile(
    r"(sybase|firebird|mssql\+mxodbc|mysql\+oursql|mysql\+gaerdbms|postgresql\+pypostgresql|postgresql\+pygresql)"
    r"(\+\w+)?://"
)


def urls(file: File) -> Iterator[Match | Finding]:
    """Every changed or printed URL of a file, and drivers that SQLAlchemy no longer has."""
    for statement in nodes(file, ast.Assign):
        target = statement.targets[0]
        if isinstance(target, ast.Attribute) and target.attr in _PARTS and _is_url(file, target.value):
            yield _changed(file, statement, target)
    for call in nodes(file, ast.Call):
        plain = isinstance(call.func, ast.Name) and call.func.id == "str" and len(call.args) == 1
        if plain and _is_url(file, call.args[0]) and not _is_said(file, call):
            yield _as_text(file, call)
    for node in nodes(file, ast.Constant):
        gone = _GONE.match(node.value) if isinstance(node.value, str) else None
        if gone is not None:
            message = f"SQLAlchemy has no driver `{gone[1]}` any more"
            yield file.finding(node, DRIVER, message, "Use another driver, or an external dialect.")


def _is_url(file: File, node: ast.expr) -> bool:
    return _URL in file.classes(node) or bool(_MIGRATE.search(file.text(node)))


def _changed(file: File, statement: ast.Assign, target: ast.Attribute) -> Match | Finding:
    holder = target.value
    bindings = file.scope(holder).bindings.get(holder.id, ()) if isinstance(holder, ast.Name) else ()
    plain = len(statement.targets) == 1 and bindings and all(each.kind == "assign" for each in bindings)
    if not plain or not isinstance(holder, ast.Name):
        message = f"`{file.text(target)}` cannot be assigned to: URLs are not changed in place any more"
        return file.finding(statement, IN_PLACE, message, f"Use what url.set({target.attr}=...) returns.")
    parts = (f"{holder.id} = {holder.id}.set({target.attr}=", file.span(statement.value), ")")
    return Match("sa-url-immutable", "URLs are made anew", statement, (Replacement(*file.span(statement), parts),))


def _is_said(file: File, call: ast.Call) -> bool:
    """Whether the text is only shown to people, who need not see the password."""
    for each in file.syntax.scopes.ancestors(call):
        if isinstance(each, ast.Call) and spoken_name(each.func) != "format":
            return spoken_name(each.func) in _SAYING
        if not isinstance(each, ast.BinOp | ast.JoinedStr | ast.FormattedValue | ast.Call | ast.Tuple):
            return False
    return False


def _as_text(file: File, call: ast.Call) -> Match:
    url = call.args[0]
    text = ".render_as_string(hide_password=False)"
    parent = file.syntax.scopes.parent(call)
    if isinstance(parent, ast.Call) and spoken_name(parent.func) == "set_main_option":
        text += '.replace("%", "%%")'
    title = "the password is part of the text"
    return Match("sa-url-str-password", title, call, (Replacement(*file.span(call), (file.span(url), text)),))


_DRIVERS = (b"sybase", b"firebird", b"mxodbc", b"oursql", b"gaerdbms", b"pypostgresql", b"pygresql")
URLS = Matcher(frozenset({b"url", b"make_url", b"URL", *_DRIVERS}), urls, until=("SQLAlchemy", "2.0"))
