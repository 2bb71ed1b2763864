"""``Module``, which is ``Blueprint`` since Flask 0.7: the name comes first, and its own endpoints have a dot."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.planning.contract import Finding
from flask_modernize.rules.findings import ARGUMENTS
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.members import needed_names
from flask_modernize.rules.replacing import Replacement

ROW = "flask-module-class"
_ORDER = ("name", "url_prefix", "static_path", "subdomain")
_TODAY = {"static_path": "static_url_path"}


def _find(file: File) -> Iterator[Match | Finding]:
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.Call) and file.means(node.func, "flask.Module"):
            yield _blueprint(file, node)


def _blueprint(file: File, call: ast.Call) -> Match | Finding:
    given = needed_names(file, call, ("flask.Blueprint",))
    arguments = _arguments(call)
    if isinstance(given, Finding):
        return given
    if arguments is None or "import_name" not in arguments:
        message = f"`{file.text(call)}` is a Blueprint today, whose name comes first"
        return file.finding(call, ARGUMENTS, message, 'Write `Blueprint("name", __name__)`.')
    names, needs = given
    module = file.project.module_name(file.syntax.path).rpartition(".")[2]
    name: str | tuple[int, int] = file.span(arguments["name"]) if "name" in arguments else f'"{module}"'
    parts: list[str | tuple[int, int]] = [f"{names['Blueprint']}(", name, ", ", file.span(arguments["import_name"])]
    for key in _ORDER[1:]:
        if key in arguments:
            parts += [f", {_TODAY.get(key, key)}=", file.span(arguments[key])]
    changes = [Replacement(*file.span(call), (*parts, ")")), *_endpoints(file, call)]
    return Match(ROW, "modules are blueprints", call, tuple(changes), needs)


def _arguments(call: ast.Call) -> dict[str, ast.expr] | None:
    if any(isinstance(each, ast.Starred) for each in call.args) or any(each.arg is None for each in call.keywords):
        return None
    found = dict(zip(("import_name", *_ORDER), call.args, strict=False))
    found.update({each.arg: each.value for each in call.keywords if each.arg})
    return found if found.keys() <= {"import_name", *_ORDER} else None


def _endpoints(file: File, call: ast.Call) -> Iterator[Replacement]:
    """``url_for("index")`` meant the module's own view in a module; ``url_for(".index")`` the application's."""
    parent = file.syntax.scopes.parent(call)
    target = parent.targets[0] if isinstance(parent, ast.Assign) else None
    if not isinstance(target, ast.Name):
        return
    own = {
        each.name
        for each in file.syntax.scopes.nodes()
        if isinstance(each, ast.FunctionDef) and _is_view(each, target.id)
    }
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.Call) and node.args and file.means(node.func, "flask.url_for"):
            endpoint = node.args[0]
            if isinstance(endpoint, ast.Constant) and isinstance(endpoint.value, str):
                start = file.span(endpoint)[0] + 1
                if endpoint.value in own:
                    yield Replacement(start, start, (".",))
                elif endpoint.value.startswith("."):
                    yield Replacement(start, start + 1, ())


def _is_view(function: ast.FunctionDef, module: str) -> bool:
    return any(
        isinstance(each, ast.Call)
        and isinstance(each.func, ast.Attribute)
        and isinstance(each.func.value, ast.Name)
        and each.func.value.id == module
        for each in function.decorator_list
    )


MATCHER = Matcher(frozenset({b"Module"}), _find)
