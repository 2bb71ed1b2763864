"""``@login_manager.header_loader``: users are loaded from the request today, and the header is one part of it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.planning.contract import Finding
from flask_modernize.rules.findings import REMOVED
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement
from flask_modernize.rules.whole_lines import at_start, unit

ROW = "login-header-loader"
_LOADER = "flask_login.LoginManager.header_loader"


def _find(file: File) -> Iterator[Match | Finding]:
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.Attribute) and node.attr == "header_loader" and file.means(node, _LOADER):
            yield _from_request(file, node)


def _from_request(file: File, decorator: ast.Attribute) -> Match | Finding:
    function = file.syntax.scopes.parent(decorator)
    if isinstance(function, ast.FunctionDef) and decorator in function.decorator_list:
        arguments = function.args.args
        if len(arguments) == 1 and arguments[0].arg != "request":
            header = arguments[0].arg
            text = f'{header} = request.headers.get("{_header(file)}")\nif {header} is None:\n{unit(file)}return None'
            line = at_start(file, function, text)
            if line is not None:
                end = file.span(decorator)[1]
                named = Replacement(end - len("header_loader"), end, ("request_loader",))
                parameter = Replacement(*file.span(arguments[0]), ("request",))
                return Match(ROW, "users are loaded from the request", decorator, (named, parameter, line))
    message = "`header_loader` is going: users are loaded from the request"
    return file.finding(decorator, REMOVED, message, "Give `request_loader` a function of the request.")


def _header(file: File) -> str:
    """The name of the header, as the application may have set it."""
    for path in file.project.files_with(b"AUTH_HEADER_NAME"):
        syntax = file.project.syntax(path)
        for node in syntax.scopes.nodes() if syntax is not None else ():
            if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Constant):
                continue
            if "AUTH_HEADER_NAME" in ast.unparse(node.targets[0]):
                return str(node.value.value)
    return "Authorization"


MATCHER = Matcher(frozenset({b"header_loader"}), _find)
