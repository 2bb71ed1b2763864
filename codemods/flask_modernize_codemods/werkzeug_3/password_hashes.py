"""Hashes of passwords: methods that are gone, and the default, whose hashes are longer than they were.

``scrypt``, the default since Werkzeug 3, gives 162 characters; ``pbkdf2:sha256``, the one before, gives 103 today.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Finding
from flask_modernize.project.memory import remembered
from flask_modernize.rules.findings import REMOVED, VALUE
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement

if TYPE_CHECKING:
    from flask_modernize.project.project import Project

_SCRYPT, _PBKDF2 = 162, 103
_OLD_DEFAULT = '"pbkdf2:sha256"'
_TEXTS = frozenset({"String", "VARCHAR", "Unicode", "CHAR", "NVARCHAR"})
_PASSWORD = re.compile(r"pass|pwd|hash|^pw", re.IGNORECASE)
_GENERATE = frozenset({"werkzeug.security.generate_password_hash", "werkzeug.generate_password_hash"})
_CHECK = frozenset({"werkzeug.security.check_password_hash", "werkzeug.check_password_hash"})


def _find(file: File) -> Iterator[Match | Finding]:
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.Call):
            if file.means(node.func, *_GENERATE):
                yield from _generated(file, node)
            elif file.means(node.func, *_CHECK) and _made_with_old_methods(file):
                message = "hashes that were made with methods other than scrypt and pbkdf2 are an error here"
                advice = "Test them by hand with `hmac`, and store a new hash at the next login, before you upgrade."
                yield file.finding(node, REMOVED, message, advice)


def _generated(file: File, call: ast.Call) -> Iterator[Match | Finding]:
    method = _method(call)
    if any(each.arg is None for each in call.keywords) or any(isinstance(each, ast.Starred) for each in call.args):
        return
    if method is None:
        yield from _default(file, call)
    elif _is_old(method):
        row = "werkzeug-password-hash-plain"
        yield Match(
            row, "a method that there is", call, (Replacement(*file.span(method), (file.in_own_quotes(_OLD_DEFAULT),)),)
        )


def _method(call: ast.Call) -> ast.expr | None:
    given = next((each.value for each in call.keywords if each.arg == "method"), None)
    return call.args[1] if len(call.args) > 1 else given


def _is_old(method: ast.expr) -> bool:
    if not isinstance(method, ast.Constant) or not isinstance(method.value, str):
        return False
    return method.value.partition(":")[0] not in ("scrypt", "pbkdf2")


def _made_with_old_methods(file: File) -> bool:
    """Whether the project names a method that is gone."""
    for path in file.project.files_with(b"generate_password_hash"):
        syntax = file.project.syntax(path)
        for node in syntax.scopes.nodes() if syntax is not None else ():
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("generate_password_hash"):
                method = _method(node)
                if method is not None and _is_old(method):
                    return True
    return False


def _default(file: File, call: ast.Call) -> Iterator[Match | Finding]:
    """The default of then, where a column has no room for a hash of today's."""
    length = _room(file, call)
    if length is None or length >= _SCRYPT:
        return
    if length < _PBKDF2:
        message = f"hashes have up to {_SCRYPT} characters today, and the column has room for {length}"
        yield file.finding(call, VALUE, message, "Make the column longer, with a migration of the database.")
        return
    end = max(file.span(each)[1] for each in [*call.args, *(each.value for each in call.keywords)])
    row = "werkzeug-password-hash-scrypt-default"
    addition = Replacement(end, end, (file.in_own_quotes(f", method={_OLD_DEFAULT}"),))
    yield Match(row, "hashes that the column has room for", call, (addition,))


def _room(file: File, call: ast.Call) -> int | None:
    """The length of the shortest column that the hash may be for; None when there is no limit."""
    columns = _columns(file.project)
    target = _target(file, call)
    if target in columns:
        return columns[target]
    lengths = [length for name, length in columns.items() if _PASSWORD.search(name)]
    return min(lengths, default=None)


def _target(file: File, call: ast.Call) -> str:
    """The attribute or keyword that a hash is stored under."""
    parent = file.syntax.scopes.parent(call)
    if isinstance(parent, ast.keyword):
        return parent.arg or ""
    target = parent.targets[0] if isinstance(parent, ast.Assign) else None
    return target.attr if isinstance(target, ast.Attribute) else ""


@remembered
def _columns(project: Project) -> Mapping[str, int]:
    """The columns of text of limited length in the whole project, by attribute; the shortest where a name recurs."""
    found: dict[str, int] = {}
    for path in project.files_with(b"olumn"):
        syntax = project.syntax(path)
        for node in syntax.scopes.nodes() if syntax is not None else ():
            value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
            target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
            length = _length(value) if isinstance(value, ast.Call) and isinstance(target, ast.Name) else None
            if length is not None and isinstance(target, ast.Name):
                found[target.id] = min(length, found.get(target.id, length))
    return found


def _length(column: ast.Call) -> int | None:
    """120 for ``Column(String(120))``."""
    if _last_name(column.func) not in ("Column", "mapped_column"):
        return None
    for each in [*column.args, *(keyword.value for keyword in column.keywords)]:
        if isinstance(each, ast.Call) and _last_name(each.func) in _TEXTS:
            given = each.args[0] if each.args else next((k.value for k in each.keywords if k.arg == "length"), None)
            if isinstance(given, ast.Constant) and isinstance(given.value, int):
                return given.value
    return None


def _last_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


MATCHER = Matcher(frozenset({b"generate_password_hash", b"check_password_hash"}), _find, until=("Werkzeug", "3.0"))
