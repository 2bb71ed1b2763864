"""Registered functions whose name is bound again further down.

The application has held them all, as each was registered where it stood; a name that the factory reads holds the last.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Edit

if TYPE_CHECKING:
    from flask_modernize_codemods.app_factory.modules import Module


def lasting_name(module: Module, function: ast.FunctionDef | ast.AsyncFunctionDef) -> str:
    """What the factory calls a registered function: ``failed``, or ``failed_404`` if that is bound again.

    It is the error code that it is registered for, else the first number that is free.
    """
    bindings = module.syntax.scopes.module_scope.bindings
    lines = [getattr(binding.node, "lineno", 0) for binding in bindings.get(function.name, ())]
    if not any(line > function.lineno for line in lines):
        return function.name
    number = _error_code(function) or sum(line <= function.lineno for line in lines)
    name = f"{function.name}_{number}"
    while name in bindings:
        name += "_"
    return name


def _error_code(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """The first one in its decorators; 0 if there is none."""
    for decorator in function.decorator_list:
        argument = decorator.args[0] if isinstance(decorator, ast.Call) and decorator.args else None
        if isinstance(argument, ast.Constant) and isinstance(argument.value, int):
            return argument.value
    return 0


def name_edits(module: Module) -> Iterator[Edit]:
    """Gives functions a second name below them. Their own they keep, as endpoints and commands are called by it."""
    source = module.source
    for function in {use.decorated: None for _, _, use, _ in module.registrations}:
        if not isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
            continue
        name = lasting_name(module, function)
        if name != function.name:
            end = source.line_span(function.end_lineno or function.lineno)[1]
            yield Edit(module.path, end, end, source.encode(f"\n\n{name} = {function.name}\n"))
