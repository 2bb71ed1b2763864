"""``autocompletion=``: functions for shell completion are given the parameter today, not the arguments."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.planning.contract import Finding
from flask_modernize.project.objects import FunctionObject
from flask_modernize.rules.findings import VALUE
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement

ROW = "click-autocompletion"
_PARAMETERS = frozenset({"click.option", "click.argument", "click.Option", "click.Argument"})


def _find(file: File) -> Iterator[Match | Finding]:
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.Call):
            keyword = next((each for each in node.keywords if each.arg == "autocompletion"), None)
            if keyword is not None and file.means(node.func, *_PARAMETERS):
                yield _renamed(file, keyword)


def _renamed(file: File, keyword: ast.keyword) -> Match | Finding:
    function = _function(file, keyword.value)
    if function is None or not _fits(function):
        message = "`autocompletion=` is `shell_complete=` today, and its function is called with other arguments"
        advice = "Take (ctx, param, incomplete), and give texts or CompletionItem objects."
        return file.finding(keyword.value, VALUE, message, advice)
    start = file.span(keyword)[0]
    changes = [Replacement(start, start + len("autocompletion"), ("shell_complete",))]
    second = function.args.args[1]
    if second.arg != "param":
        changes.append(Replacement(*file.span(second), ("param",)))
    return Match(ROW, "functions for shell completion are given the parameter", keyword.value, tuple(changes))


def _function(file: File, value: ast.expr) -> ast.FunctionDef | ast.Lambda | None:
    if isinstance(value, ast.Lambda):
        return value
    obj = file.project.resolve(file.syntax.path, value.id, file.scope(value)) if isinstance(value, ast.Name) else None
    if not isinstance(obj, FunctionObject) or obj.path != file.syntax.path:
        return None
    found = [
        node
        for node in file.syntax.scopes.nodes()
        if isinstance(node, ast.FunctionDef) and file.syntax.scopes.inner_scope(node).qualname == obj.qualname
    ]
    return found[0] if len(found) == 1 else None


def _fits(function: ast.FunctionDef | ast.Lambda) -> bool:
    """Whether the function takes three arguments, has no use for the second, and gives plain texts."""
    names = [each.arg for each in function.args.args]
    if len(names) != 3 or function.args.vararg or function.args.kwarg:
        return False
    used = any(isinstance(each, ast.Name) and each.id == names[1] for each in ast.walk(function))
    return not used and not any(isinstance(given, ast.Tuple) for each in ast.walk(function) for given in _given(each))


def _given(node: ast.AST) -> list[ast.expr]:
    """What a list, comprehension or ``yield`` gives; pairs among it are a text and its help."""
    if isinstance(node, ast.ListComp | ast.GeneratorExp):
        return [node.elt]
    if isinstance(node, ast.List):
        return node.elts
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "append":
        return node.args
    return [node.value] if isinstance(node, ast.Yield) and node.value is not None else []


MATCHER = Matcher(frozenset({b"autocompletion"}), _find)
