"""What the constructor of an extension class says about how it is bound."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from flask_modernize.facts.sketch import dotted_name
from flask_modernize_codemods.unbound_extensions.extensions_table import EVERYTHING, Extension


def row_by_constructor(cls: ast.ClassDef, name: str) -> Extension | None:
    """A row for a class whose constructor ends in ``if app is not None: self.init_app(app)``, or None.

    ``self.init_app(app, **kwargs)`` is taken, too, where the constructor does nothing else with ``kwargs``: then all
    arguments are for ``init_app``.
    """
    methods = {each.name: each for each in cls.body if isinstance(each, ast.FunctionDef)}
    constructor, init_app = methods.get("__init__"), methods.get("init_app")
    if constructor is None or init_app is None or not _takes_app(constructor):
        return None
    last = constructor.body[-1]
    if not isinstance(last, ast.If) or last.orelse or not _tests_app(last.test) or len(last.body) != 1:
        return None
    if any(_mentions(each, "app") for each in constructor.body[:-1]):
        return None
    call = _init_call(last.body[0])
    if call is None:
        return None
    positional = tuple(each.arg for each in constructor.args.args[1:])
    row = Extension((name,), "", _snake_case(name.rpartition(".")[2]), positional)
    if not call.keywords:
        return row if constructor.args.kwarg is None else None
    return _all_for_init_app(constructor, call, row)


def _all_for_init_app(constructor: ast.FunctionDef, call: ast.Call, row: Extension) -> Extension | None:
    passed = [keyword for keyword in call.keywords if keyword.arg is None]
    rest = constructor.args.kwarg.arg if constructor.args.kwarg is not None else ""
    hands_on = len(call.keywords) == len(passed) == 1 and dotted_name(passed[0].value) == rest
    if not hands_on or row.positional != ("app",) or any(_mentions(each, rest) for each in constructor.body[:-1]):
        return None
    return Extension(row.classes, row.distribution, row.instance, row.positional, to_init_app=EVERYTHING)


def _takes_app(constructor: ast.FunctionDef) -> bool:
    arguments = constructor.args
    if arguments.vararg or arguments.posonlyargs or not arguments.args:
        return False
    names = [each.arg for each in arguments.args]
    defaults = dict(zip(reversed(names), reversed(arguments.defaults), strict=False))
    return "app" in names and _is_none(defaults.get("app"))


def _is_none(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _tests_app(test: ast.expr) -> bool:
    if isinstance(test, ast.Compare):
        return isinstance(test.ops[0], ast.IsNot) and _is_none(test.comparators[0]) and dotted_name(test.left) == "app"
    return dotted_name(test) == "app"


def _init_call(statement: ast.stmt) -> ast.Call | None:
    """The call in ``self.init_app(app)``, perhaps with keywords."""
    call = statement.value if isinstance(statement, ast.Expr) else None
    if not isinstance(call, ast.Call) or dotted_name(call.func) != "self.init_app":
        return None
    return call if _names(call.args) == ["app"] else None


def _names(nodes: Sequence[ast.expr]) -> list[str | None]:
    return [dotted_name(each) for each in nodes]


def _mentions(node: ast.AST, name: str) -> bool:
    return any(isinstance(each, ast.Name) and each.id == name for each in ast.walk(node))


def _snake_case(name: str) -> str:
    parts: list[str] = []
    for index, character in enumerate(name):
        if character.isupper() and index and not name[index - 1].isupper():
            parts.append("_")
        parts.append(character.lower())
    return "".join(parts)
