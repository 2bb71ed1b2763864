"""The functions of the string module that are methods of strings today: string.join, string.upper ..."""

from __future__ import annotations

import ast

from flask_modernize_codemods.python3_syntax.legacy_file import Answers, Codemod, LegacyFile

_METHODS = frozenset(
    {
        *("capitalize", "center", "count", "expandtabs", "find", "index", "ljust", "lower", "lstrip", "replace"),
        *("rfind", "rindex", "rjust", "rsplit", "rstrip", "split", "strip", "swapcase", "translate", "upper", "zfill"),
    }
)
_JOINS = frozenset({"join", "joinfields"})
_NUMBERS = {"atof": "float", "atoi": "int", "atol": "int"}


def answers(file: LegacyFile) -> Answers:
    """A group for each call; the import stays, which harms nobody."""
    for node in file.nodes():
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or node.keywords or not node.args:
            continue
        name = node.func.attr
        if name not in _METHODS | _JOINS | _NUMBERS.keys() or file.external(node.func) != f"string.{name}":
            continue
        text = _text(file, node, name)
        if text is None:
            yield file.finding(node, "P-MODULE", f"string.{name}() is a method of strings today.")
        else:
            yield file.group(f"Call {name} on the string", node, [file.rewrite(node, text)])


def _text(file: LegacyFile, call: ast.Call, name: str) -> str | None:
    arguments = [file.text(each) for each in call.args]
    if any(isinstance(each, ast.Starred) for each in call.args):
        return None
    if name in _NUMBERS:
        return f"{_NUMBERS[name]}({', '.join(arguments)})"
    if name in _JOINS:
        if len(arguments) > 2:
            return None
        separator = _receiver(call.args[1], arguments[1]) if len(arguments) == 2 else '" "'
        return f"{separator}.join({arguments[0]})"
    return f"{_receiver(call.args[0], arguments[0])}.{name}({', '.join(arguments[1:])})"


def _receiver(node: ast.expr, text: str) -> str:
    simple = isinstance(node, ast.Name | ast.Attribute | ast.Call | ast.Subscript | ast.Constant)
    return text if simple and "\n" not in text else f"({text})"


CODEMOD = Codemod((b"string.",), answers)
