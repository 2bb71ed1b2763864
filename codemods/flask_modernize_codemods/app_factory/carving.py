"""Finds what of a module must move into the factory: all that works on the application while it is imported."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import TYPE_CHECKING

from flask_modernize.facts.sketch import dotted_name
from flask_modernize.project import Object
from flask_modernize.project.applications import Use
from flask_modernize_codemods.app_factory.modules import Module, names_bound_by
from flask_modernize_codemods.app_factory.moving import Chunk, chunks_of, layout_of
from flask_modernize_codemods.app_factory.names import calls_now, header_of, names_read, names_read_now
from flask_modernize_codemods.app_factory.order_checks import check_lines, check_movable, check_order
from flask_modernize_codemods.app_factory.refusal import Refused, finding
from flask_modernize_codemods.app_factory.registrations import outermost, take_decorators
from flask_modernize_codemods.app_factory.statement_roles import (
    is_bound_extension,
    is_string,
    is_task_class,
    sets_up_extension,
)

if TYPE_CHECKING:
    from flask_modernize.project import Project, Syntax
    from flask_modernize_codemods.app_factory.celery_apps import CeleryApp

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_DATABASE_WORK = frozenset({"create_all", "drop_all"})


def home_module(
    project: Project,
    syntax: Syntax,
    uses: tuple[Use, ...],
    names: Sequence[str],
    line: int,
    needy: frozenset[Object] = frozenset(),
    celery: CeleryApp | None = None,
) -> Module:
    """The module that makes the application, with the statements that must move into the factory.

    ``needy`` are functions and classes of other modules that use the application when they are called.
    """
    module = _module(project, syntax, uses, names[0])
    module.needy_elsewhere = needy
    module.celery = celery
    module.creation = module.number_at(line)
    module.moved.add(module.creation)
    _carve(module, frozenset(names))
    return module


def member_module(project: Project, syntax: Syntax, uses: tuple[Use, ...], celery: CeleryApp | None = None) -> Module:
    """Another module that works on the application when it is imported."""
    taken = names_read([syntax.module]) & frozenset(syntax.scopes.module_scope.bindings)
    used = {each.reference.node.id for each in uses if isinstance(each.reference.node, ast.Name)}
    local = "app" if "app" in used or "app" not in taken else "application"
    module = _module(project, syntax, uses, local)
    module.celery = celery
    _carve(module, frozenset())
    return module


def _module(project: Project, syntax: Syntax, uses: tuple[Use, ...], local: str) -> Module:
    chunks = chunks_of(syntax.source, syntax.module)
    return Module(project, syntax, uses, local, -1, chunks, layout_of(syntax.source, syntax.module))


def _carve(module: Module, names: frozenset[str]) -> None:
    """Finds what must move: all that reads the application now, or what such a statement binds, and so on."""
    take_decorators(module)
    module.runs |= {
        module.number_at(use.reference.node.lineno)
        for use in module.uses
        if use.role == "run" and use.at_import_time and not use.guarded and isinstance(use.statement, ast.Expr)
    }
    direct = _lines_of_uses(module)
    needy = _functions_with_uses(module)
    local = set(names)
    changed = True
    while changed:
        changed = False
        for number, chunk in enumerate(module.chunks):
            if number in module.moved or number <= module.creation or number in module.guards:
                continue
            if number in module.runs:
                continue
            if _must_move(module, chunk, number in direct, local, needy):
                check_movable(module, chunk)
                module.moved.add(number)
                local |= names_bound_by(chunk)
                changed = True
    _take_strings(module)
    check_lines(module)
    check_order(module)


def _take_strings(module: Module) -> None:
    """A string that stands as a comment above a statement that moves goes with it."""
    for number in range(len(module.chunks) - 2, max(module.creation, 0), -1):
        if number + 1 in module.moved and is_string(module.chunks[number]):
            module.moved.add(number)


def _lines_of_uses(module: Module) -> frozenset[int]:
    """The chunks in which the application is read when the module is imported, decorators of functions left out."""
    taken = {id(use) for _, _, use, _ in module.registrations}
    return frozenset(
        module.number_at(use.reference.node.lineno)
        for use in module.uses
        if use.at_import_time and use.role != "import" and id(use) not in taken and not use.guarded
    )


def _functions_with_uses(module: Module) -> frozenset[str]:
    """The functions of the module that use the application, or call one that does."""
    bodies: dict[str, ast.AST] = {}
    for chunk in module.chunks:
        for statement in chunk.statements:
            if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
                bodies[statement.name] = statement
            elif isinstance(statement, ast.ClassDef) and (made := _initialiser(statement)) is not None:
                bodies[statement.name] = made
    needy = {
        name
        for use in module.uses
        if not use.at_import_time
        for name, body in bodies.items()
        if _holds(body, use.reference.node)
    }
    calls = {
        name: {_called(each) for each in ast.walk(body) if isinstance(each, ast.Call)} for name, body in bodies.items()
    }
    needy |= {name for name, called in calls.items() if called & {f".{work}" for work in _DATABASE_WORK}}
    while more := {name for name, called in calls.items() if name not in needy and called & needy}:
        needy |= more
    return frozenset(needy)


def _initialiser(cls: ast.ClassDef) -> ast.AST | None:
    """What runs when an instance is made."""
    return next((each for each in cls.body if isinstance(each, ast.FunctionDef) and each.name == "__init__"), None)


def _holds(body: ast.AST, node: ast.AST) -> bool:
    first, last = getattr(body, "lineno", 0), getattr(body, "end_lineno", 0)
    return bool(first <= getattr(node, "lineno", 0) <= last)


def _called(call: ast.Call) -> str:
    if isinstance(call.func, ast.Name):
        return call.func.id
    return f".{call.func.attr}" if isinstance(call.func, ast.Attribute) else ""


def _must_move(module: Module, chunk: Chunk, uses_it: bool, local: set[str], needy: frozenset[str]) -> bool:
    statement = chunk.statement
    if is_task_class(module, chunk):
        return True
    if isinstance(statement, (*_DEFINITIONS, ast.Import, ast.ImportFrom)):
        if uses_it or any(names_read_now(each) & local for each in _evaluated_parts(module, statement)):
            raise _needed_at_import(module, statement, local)
        return False
    if uses_it or any(names_read_now(each) & local for each in chunk.statements):
        return True
    for call in calls_now(statement):
        if _called(call) in needy or _called(call).lstrip(".") in _DATABASE_WORK or _needs_it(module, call):
            return True
    return module.creation >= 0 and sets_up_extension(module, statement)


def _needs_it(module: Module, call: ast.Call) -> bool:
    """Whether it is a call of a function (or class) of another module that uses the application."""
    dotted = dotted_name(call.func)
    return dotted is not None and module.project.resolve(module.path, dotted) in module.needy_elsewhere


def _evaluated_parts(module: Module, statement: ast.stmt) -> list[ast.AST]:
    """What of a definition runs when it is defined; decorators that become registrations do not any more."""
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
        taken = {outermost(use) for _, _, use, _ in module.registrations if use.decorated is statement}
        taken |= module.celery.decorators if module.celery is not None else frozenset()
        return [each for each in header_of(statement) if each not in taken]
    return [statement] if isinstance(statement, ast.ClassDef) else []


def _needed_at_import(module: Module, statement: ast.stmt, local: set[str]) -> Refused:
    name = getattr(statement, "name", "")
    bound = sorted(
        read
        for part in _evaluated_parts(module, statement)
        for read in names_read_now(part) & local
        if read != module.local
    )
    if bound and (maker := _extension_that_binds(module, bound[0])) is not None:
        message = f"{bound[0]} is bound to the application where it is made, and {name} needs it when it is defined"
        return Refused(finding(module.syntax, maker, "F-BOUND-EXTENSION", message))
    if bound:
        message = f"{name} needs {bound[0]}, which is made with the help of the application, when it is defined"
        return Refused(finding(module.syntax, statement, "F-NAME-ESCAPES", message))
    message = f"{name} reads the application when it is defined"
    return Refused(finding(module.syntax, statement, "F-IMPORT-TIME", message))


def _extension_that_binds(module: Module, name: str) -> ast.stmt | None:
    for number in sorted(module.moved):
        chunk = module.chunks[number]
        if name in names_bound_by(chunk) and is_bound_extension(module, chunk.statement):
            return chunk.statement
    return None
