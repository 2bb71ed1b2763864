"""Which names statements read and bind while a module is imported."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

_LATER = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def run_now(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes below ``node`` that are evaluated with it: all but the bodies of functions and lambdas."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        if isinstance(current, ast.Lambda):
            waiting += [each for each in [*current.args.defaults, *current.args.kw_defaults] if each is not None]
        elif isinstance(current, (ast.FunctionDef, ast.AsyncFunctionDef)):
            waiting += header_of(current)
        else:
            waiting += ast.iter_child_nodes(current)


def header_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[ast.expr]:
    """What is evaluated where a function is defined: decorators, defaults and annotations."""
    arguments = function.args
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
    found = [*function.decorator_list, *arguments.defaults, *arguments.kw_defaults, function.returns]
    found += [each.annotation for each in every if each is not None]
    return [each for each in found if each is not None]


def names_read(nodes: Iterable[ast.AST]) -> frozenset[str]:
    """The plain names that are read somewhere in the nodes, deferred code included."""
    return frozenset(
        each.id
        for node in nodes
        for each in ast.walk(node)
        if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load)
    )


def names_read_now(node: ast.AST) -> frozenset[str]:
    """The plain names that are read when the statement runs."""
    return frozenset(each.id for each in run_now(node) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load))


def names_bound(node: ast.AST) -> frozenset[str]:
    """The names that a statement binds in its own scope."""
    found: set[str] = set()
    waiting = [node]
    while waiting:
        current = waiting.pop()
        if isinstance(current, ast.Name) and not isinstance(current.ctx, ast.Load):
            found.add(current.id)
        elif isinstance(current, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found.add(current.name)
            continue
        elif isinstance(current, (ast.Import, ast.ImportFrom)):
            found.update(each.asname or each.name.partition(".")[0] for each in current.names)
        elif isinstance(current, ast.ExceptHandler) and current.name:
            found.add(current.name)
        if not isinstance(current, (*_LATER, *_COMPREHENSIONS)):
            waiting += ast.iter_child_nodes(current)
    return frozenset(found)


def calls_now(node: ast.AST) -> Iterator[ast.Call]:
    """The calls that are made when the statement runs."""
    return (each for each in run_now(node) if isinstance(each, ast.Call))
