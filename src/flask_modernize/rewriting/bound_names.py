"""The names that a file binds, in any of its scopes."""

from __future__ import annotations

import ast
from collections.abc import Iterable


def binds(module: ast.Module, name: str) -> bool:
    """Whether anything in the file binds or declares ``name``, in any scope; names behind ``import *`` are not seen."""
    return any(name in _bound_by(node) for node in ast.walk(module))


def bound_names(nodes: Iterable[ast.AST]) -> frozenset[str]:
    """Every name that one of the nodes binds or declares; for all nodes of a file what :func:`binds` tells one by
    one.
    """
    found: set[str | None] = set()
    for node in nodes:
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            continue
        if node.__class__ not in _BIND_NOTHING:
            found.update(_bound_by(node))
    return frozenset(name for name in found if name is not None)


_BIND_NOTHING = frozenset(
    {ast.Attribute, ast.Call, ast.Constant, ast.keyword, ast.Expr, ast.Assign, ast.Return, ast.If, ast.arguments}
    | {ast.Compare, ast.BinOp, ast.BoolOp, ast.Subscript, ast.Tuple, ast.List, ast.Dict, ast.alias, ast.JoinedStr}
)


def _bound_by(node: ast.AST) -> tuple[str | None, ...]:
    match node:
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
            return (name,)
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return (name,)
        case ast.arg(arg=name) | ast.ExceptHandler(name=name):
            return (name,)
        case ast.MatchAs(name=name) | ast.MatchStar(name=name) | ast.MatchMapping(rest=name):
            return (name,)
        case ast.Import(names=aliases):
            return tuple(alias.asname or alias.name.partition(".")[0] for alias in aliases)
        case ast.ImportFrom(names=aliases):
            return tuple(alias.asname or alias.name for alias in aliases)
        case ast.Global(names=names) | ast.Nonlocal(names=names):
            return tuple(names)
    # Type parameters (Python 3.12) are told by their name only, because ast of Python 3.11 does not have their classes.
    if type(node).__name__ in ("TypeVar", "ParamSpec", "TypeVarTuple"):
        return (getattr(node, "name", None),)
    return ()
