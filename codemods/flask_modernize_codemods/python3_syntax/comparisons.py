"""Comparison functions: sort() and sorted() take a key only."""

from __future__ import annotations

import ast

from flask_modernize_codemods.python3_syntax.legacy_file import Answers, Codemod, LegacyFile


def answers(file: LegacyFile) -> Answers:
    """A group for each comparison function that is handed to a sort."""
    for node in file.nodes():
        if not isinstance(node, ast.Call):
            continue
        method = isinstance(node.func, ast.Attribute) and node.func.attr == "sort"
        if not method and not file.is_builtin(node.func, "sorted"):
            continue
        given = [each for each in node.keywords if each.arg == "cmp"]
        place = 0 if method else 1
        positional = node.args[place] if len(node.args) > place else None
        if given:
            yield from _compared(file, node, given[0], given[0].value)
        elif positional is not None and file.python2 and not isinstance(positional, ast.Starred):
            if len(node.args) == place + 1 and (not method or isinstance(positional, ast.Name | ast.Lambda)):
                yield from _compared(file, node, positional, positional)
            else:
                yield file.finding(node, "P-COMPARE", "sort() takes no positional arguments on Python 3.")


def _compared(file: LegacyFile, call: ast.Call, given: ast.expr | ast.keyword, function: ast.expr) -> Answers:
    if any(each.arg == "key" for each in call.keywords):
        yield file.finding(call, "P-COMPARE", "This sort has a key and a comparison function.")
        return
    if file.is_builtin(function, "cmp"):
        yield file.finding(call, "P-COMPARE", "cmp is what sorting does by itself; leave it out.")
        return
    key = _key(file, function) if not any(each.arg == "reverse" for each in call.keywords) else None
    if key is not None:
        yield file.group("Sort by a key", call, [file.rewrite(given, key)])
        return
    text = f"key=cmp_to_key({file.text(function)})"
    yield file.group("Sort with cmp_to_key", call, [file.rewrite(given, text)], [("functools", "cmp_to_key")])


def _key(file: LegacyFile, function: ast.expr) -> str | None:
    """``lambda a, b: cmp(a.x, b.x)`` is ``key=lambda a: a.x``, with ``reverse=True`` the other way round."""
    if not isinstance(function, ast.Lambda) or len(function.args.args) != 2 or function.args.defaults:
        return None
    body = function.body
    if not (isinstance(body, ast.Call) and file.is_builtin(body.func, "cmp") and len(body.args) == 2):
        return None
    first, second = (each.arg for each in function.args.args)
    left, right = body.args
    if _names(left) & {first, second} == {first} and _with(right, second, first) == ast.unparse(left):
        return f"key=lambda {first}: {file.text(left)}"
    if _names(left) & {first, second} == {second} and _with(left, second, first) == ast.unparse(right):
        return f"key=lambda {first}: {file.text(right)}, reverse=True"
    return None


def _names(node: ast.expr) -> set[str]:
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}


def _with(node: ast.expr, old: str, new: str) -> str:
    """An expression with one name in place of another."""
    import copy

    renamed = copy.deepcopy(node)
    for each in ast.walk(renamed):
        if isinstance(each, ast.Name) and each.id == old:
            each.id = new
    return ast.unparse(renamed)


CODEMOD = Codemod((b"sort(", b"sorted("), answers)
