"""Factories that take ``script_info``, which the ``flask`` command no longer passes."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask_modernize.facts.sketch import dotted_name
from flask_modernize.planning.contract import Finding
from flask_modernize.project.application_objects import factories
from flask_modernize.project.memory import remembered
from flask_modernize.project.objects import FunctionObject
from flask_modernize.rules.findings import ARGUMENTS
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.members import needed_names
from flask_modernize.rules.replacing import Replacement
from flask_modernize.rules.whole_lines import at_start

if TYPE_CHECKING:
    from flask_modernize.project.project import Project

ROW = "flask-cli-script-info"


def _find(file: File) -> Iterator[Match | Finding]:
    known = _called_by_flask(file.project)
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.FunctionDef) and node.args.args:
            obj = FunctionObject(file.syntax.path, file.syntax.scopes.inner_scope(node).qualname)
            names = [each.arg for each in node.args.args]
            change = None
            if "script_info" in names and any(
                each.path == obj.path and each.node is node for each in factories(file.project)
            ):
                change = _without(file, node, names.index("script_info"))
            elif obj in known and len(names) == 1 and not node.args.defaults:  # with a default, that counts since 1.0
                change = _without(file, node, 0)
            if change is not None:
                yield change
        elif isinstance(node, ast.Lambda) and _is_given(file, node) and len(node.args.args) == 1:
            argument = node.args.args[0]
            if not _is_used(node.body, argument.arg):
                start = file.span(node)[0] + len("lambda")
                yield Match(ROW, _TITLE, node, (Replacement(start, file.span(argument)[1], ()),))


_TITLE = "the flask command passes nothing"


@remembered
def _called_by_flask(project: Project) -> frozenset[FunctionObject]:
    """The functions that a FlaskGroup is given as ``create_app``."""
    found = set()
    for path in project.files_with(b"FlaskGroup"):
        syntax = project.syntax(path)
        for node in syntax.scopes.nodes() if syntax is not None else ():
            if (
                isinstance(node, ast.keyword)
                and node.arg == "create_app"
                and isinstance(node.value, ast.Name)
                and syntax
            ):
                obj = project.resolve(path, node.value.id, syntax.scopes.scope_of(node.value))
                if isinstance(obj, FunctionObject):
                    found.add(obj)
    return frozenset(found)


def _is_given(file: File, node: ast.Lambda) -> bool:
    keyword = file.syntax.scopes.parent(node)
    call = file.syntax.scopes.parent(keyword) if isinstance(keyword, ast.keyword) else None
    return (
        isinstance(keyword, ast.keyword)
        and keyword.arg == "create_app"
        and isinstance(call, ast.Call)
        and file.means(call.func, "flask.cli.FlaskGroup")
    )


def _is_used(body: ast.AST, name: str) -> bool:
    return any(isinstance(each, ast.Name) and each.id == name for each in ast.walk(body))


def _without(file: File, function: ast.FunctionDef, index: int) -> Match | Finding | None:
    """None where others than Flask call the function, with or without the argument."""
    argument = function.args.args[index]
    passed = _passes(file, function, argument.arg)
    if passed and len(function.args.defaults) > len(function.args.args) - index - 1:
        return None
    if passed or (index != len(function.args.args) - 1 and index != 0):
        message = f"`{function.name}()` takes `{argument.arg}`, which the flask command no longer passes"
        return file.finding(function, ARGUMENTS, message, "Take `click.get_current_context().obj`.")
    changes = [_gone(file, function, index)]
    needs = ()
    if any(_is_used(each, argument.arg) for each in function.body):
        given = needed_names(file, function, ("click.get_current_context",))
        if isinstance(given, Finding):
            return given
        names, needs = given  # type: ignore[assignment]
        line = at_start(file, function, f"{argument.arg} = {names['get_current_context']}().obj")
        if line is None:
            return file.finding(function, ARGUMENTS, f"`{argument.arg}` is no longer passed", "Take it from Click.")
        changes.append(line)
    return Match(ROW, _TITLE, function, tuple(changes), needs)


def _gone(file: File, function: ast.FunctionDef, index: int) -> Replacement:
    """A parameter goes with its default and the comma beside it."""
    arguments = function.args
    offset = index - (len(arguments.args) - len(arguments.defaults))
    start = file.span(arguments.args[index])[0]
    end = file.span(arguments.defaults[offset] if offset >= 0 else arguments.args[index])[1]
    if index + 1 < len(arguments.args):
        return Replacement(start, file.span(arguments.args[index + 1])[0], ())
    if index:
        before = offset - 1
        start = file.span(arguments.defaults[before] if before >= 0 else arguments.args[index - 1])[1]
    return Replacement(start, end, ())


def _passes(file: File, function: ast.FunctionDef, parameter: str) -> bool:
    """Whether a call in the project gives the parameter a value, by its name or as the first argument."""
    project = file.project
    obj = FunctionObject(file.syntax.path, file.syntax.scopes.inner_scope(function).qualname)
    for path in project.files_with(function.name.encode()):
        syntax = project.syntax(path)
        for node in syntax.scopes.nodes() if syntax is not None else ():
            if not isinstance(node, ast.Call) or syntax is None:
                continue
            if not node.args and not any(each.arg in (parameter, None) for each in node.keywords):
                continue
            dotted = dotted_name(node.func)
            if dotted and project.resolve(path, dotted, syntax.scopes.scope_of(node)) == obj:
                return True
    return False


MATCHER = Matcher(frozenset({b"script_info", b"FlaskGroup", b"create_app", b"create_cli_app"}), _find)
