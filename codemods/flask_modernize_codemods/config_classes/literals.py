"""What a value expression is: its type where that can be told, what it reads from the environment, what it holds."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from flask_modernize.facts.sketch import dotted_name

_ARITHMETIC = (ast.Add, ast.Sub, ast.Mult, ast.FloorDiv, ast.Pow, ast.LShift, ast.Div)
_TEXT_FUNCTIONS = frozenset(
    ("os.path.join", "os.path.abspath", "os.path.dirname", "os.path.realpath", "os.path.normpath", "os.path.expanduser")
)
_READS = frozenset(("os.environ.get", "os.getenv", "environ.get", "getenv"))
_ENVIRONMENTS = frozenset(("os.environ", "environ"))


@dataclass(frozen=True, slots=True)
class EnvironmentRead:
    """A variable that an expression reads. ``default`` is the constant it falls back to, None when there is none.

    ``required``: it raises KeyError where the variable is not set.
    """

    name: str
    default: str | int | float | bool | None
    required: bool


def literal_type(value: ast.expr) -> str | None:
    """``str``, ``int``, ``float`` or ``bool`` of a constant, or of arithmetic on number constants; else None."""
    if isinstance(value, ast.Constant):
        name = type(value.value).__name__
        return name if name in ("str", "int", "float", "bool") else None
    if isinstance(value, ast.UnaryOp) and isinstance(value.op, ast.USub | ast.UAdd):
        kind = literal_type(value.operand)
        return kind if kind in ("int", "float") else None
    if isinstance(value, ast.BinOp) and isinstance(value.op, _ARITHMETIC):
        kinds = {literal_type(value.left), literal_type(value.right)}
        if kinds == {"int"}:
            return "float" if isinstance(value.op, ast.Div) else "int"
        return "float" if kinds <= {"int", "float"} and kinds else None
    return None


def constant_of(value: ast.expr) -> str | int | float | bool | None:
    """The value of a constant, or of sums and products of numbers; None for everything else."""
    if isinstance(value, ast.UnaryOp) and literal_type(value):
        inner = constant_of(value.operand)
        if isinstance(inner, int | float):
            return -inner if isinstance(value.op, ast.USub) else inner
    if isinstance(value, ast.BinOp):
        left, right = constant_of(value.left), constant_of(value.right)
        if isinstance(left, int | float) and isinstance(right, int | float):
            if isinstance(value.op, ast.Mult):
                return left * right
            if isinstance(value.op, ast.Add | ast.Sub):
                return left + right if isinstance(value.op, ast.Add) else left - right
        return None
    return _constant(value)


def is_text(value: ast.expr) -> bool:
    """Whether an expression, not a constant, certainly gives a str: concatenated, formatted, or a joined path."""
    match value:
        case ast.Constant(value=str()):
            return True
        case ast.JoinedStr():
            return True
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return is_text(left) or is_text(right)
        case ast.BinOp(left=left, op=ast.Mod()):
            return is_text(left)
        case ast.Call(func=ast.Attribute(value=owner, attr="format" | "join")) if is_text(owner):
            return True
        case ast.Call(func=func, args=[_, *_]):
            constants = [each.value for each in ast.walk(value) if isinstance(each, ast.Constant)]
            return dotted_name(func) in _TEXT_FUNCTIONS and not any(isinstance(each, bytes) for each in constants)
    return False


def is_place_of_code(value: ast.expr) -> bool:
    """Whether it says where the code itself stands: ``os.path.abspath(os.path.dirname(__file__))``.

    A path that goes on from there, ``os.path.join(os.path.dirname(__file__), "uploads")``, is not one.
    """
    names = {node.id for node in ast.walk(value) if isinstance(node, ast.Name)}
    return "__file__" in names and all(set(text) <= set("./") for text in texts_in(value))


def environment_reads(value: ast.AST) -> Iterator[EnvironmentRead]:
    """The variables that an expression reads by a constant name, in order."""
    parents = {child: parent for parent in ast.walk(value) for child in ast.iter_child_nodes(parent)}
    for node in ast.walk(value):
        if isinstance(node, ast.Call) and dotted_name(node.func) in _READS and node.args:
            name: ast.expr = node.args[0]
            if isinstance(name, ast.Constant) and isinstance(name.value, str):
                default = node.args[1] if len(node.args) > 1 else _other_side(node, parents)
                yield EnvironmentRead(name.value, _constant(default), required=False)
        elif isinstance(node, ast.Subscript) and dotted_name(node.value) in _ENVIRONMENTS:
            name = node.slice
            if isinstance(name, ast.Constant) and isinstance(name.value, str):
                yield EnvironmentRead(name.value, None, required=True)


def reads_environment(value: ast.AST) -> bool:
    """Whether anything in it has to do with the environment."""
    return any(
        (isinstance(node, ast.Name) and node.id in ("environ", "getenv"))
        or (isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv"))
        for node in ast.walk(value)
    )


def _other_side(call: ast.Call, parents: dict[ast.AST, ast.AST]) -> ast.expr | None:
    """``d`` of ``os.environ.get("X") or d``."""
    parent = parents.get(call)
    if isinstance(parent, ast.BoolOp) and isinstance(parent.op, ast.Or) and parent.values[0] is call:
        return parent.values[1]
    return None


def _constant(value: ast.expr | None) -> str | int | float | bool | None:
    if isinstance(value, ast.Constant) and isinstance(value.value, str | int | float | bool):
        return value.value
    return None


def texts_in(value: ast.AST) -> Iterator[str]:
    """The strings in an expression."""
    for node in ast.walk(value):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def is_mutable(value: ast.expr) -> bool:
    """Whether the value is one that can be changed in place: a list, dict or set."""
    if isinstance(value, ast.Call):
        return dotted_name(value.func) in ("list", "dict", "set")
    return isinstance(value, ast.List | ast.Dict | ast.Set | ast.ListComp | ast.DictComp | ast.SetComp)
