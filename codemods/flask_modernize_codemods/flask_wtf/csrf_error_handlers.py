"""``@csrf.error_handler``: a bad token is an error like others today, ``CSRFError``."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.planning.contract import Finding
from flask_modernize.project.library_types import library_classes
from flask_modernize.rules.findings import REMOVED
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.members import needed_names
from flask_modernize.rules.replacing import Replacement
from flask_modernize.rules.whole_lines import at_start

ROW = "wtf-csrf-error-handler"
_HANDLER = frozenset(
    f"flask_wtf.{module}{name}.error_handler" for module in ("", "csrf.") for name in ("CSRFProtect", "CsrfProtect")
)


def _find(file: File) -> Iterator[Match | Finding]:
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.Attribute) and node.attr == "error_handler" and file.means(node, *_HANDLER):
            yield _registered(file, node)


def _registered(file: File, decorator: ast.Attribute) -> Match | Finding:
    function = file.syntax.scopes.parent(decorator)
    application = _application(file, decorator)
    given = needed_names(file, decorator, ("flask_wtf.csrf.CSRFError",))
    if (
        not isinstance(function, ast.FunctionDef)
        or decorator not in function.decorator_list
        or len(function.args.args) != 1
        or not application
        or isinstance(given, Finding)
    ):
        advice = "Register the function with `@app.errorhandler(CSRFError)`; the reason is the error's `description`."
        return file.finding(decorator, REMOVED, "`error_handler` of CSRFProtect is gone", advice)
    names, needs = given
    changes = [Replacement(*file.span(decorator), (f"{application}.errorhandler({names['CSRFError']})",))]
    changes += _reason(file, function, function.args.args[0])
    return Match(ROW, "bad tokens are handled like other errors", decorator, tuple(changes), needs)


def _application(file: File, node: ast.AST) -> str:
    """The name of an application that the place knows."""
    scope = file.scope(node)
    names = [*scope.bindings, *file.syntax.scopes.module_scope.bindings]
    for name in dict.fromkeys(names):
        wanted = ast.copy_location(ast.Name(name, ast.Load()), node)
        if "flask.Flask" in library_classes(file.project, file.syntax.path, wanted, scope):
            return name
    return ""


def _reason(file: File, function: ast.FunctionDef, parameter: ast.arg) -> list[Replacement]:
    """The parameter is the error; its ``description`` takes the place of what it was."""
    uses = [each for each in ast.walk(function) if isinstance(each, ast.Name) and each.id == parameter.arg]
    if not uses:
        return []
    error = "error" if parameter.arg != "error" else "csrf_error"
    renamed = Replacement(*file.span(parameter), (error,))
    if all(isinstance(each.ctx, ast.Load) for each in uses) and len(uses) == 1:
        return [renamed, Replacement(*file.span(uses[0]), (f"{error}.description",))]
    line = at_start(file, function, f"{parameter.arg} = {error}.description")
    return [renamed, line] if line is not None else []


MATCHER = Matcher(frozenset({b"error_handler"}), _find)
