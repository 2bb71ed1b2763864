"""Whether what moves into a function may run later than what stays in the module."""

from __future__ import annotations

import ast

from flask_modernize.facts.sketch import dotted_name
from flask_modernize.project.applications import is_main_guard
from flask_modernize_codemods.app_factory.modules import Module
from flask_modernize_codemods.app_factory.moving import Chunk
from flask_modernize_codemods.app_factory.names import names_read_now
from flask_modernize_codemods.app_factory.refusal import Refused, finding
from flask_modernize_codemods.app_factory.statement_roles import is_task_class

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def check_movable(module: Module, chunk: Chunk) -> None:
    if is_task_class(module, chunk):
        return
    for statement in chunk.statements:
        if isinstance(statement, (*_DEFINITIONS, ast.Import, ast.ImportFrom)) or is_main_guard(statement):
            raise Refused(
                finding(module.syntax, statement, "F-SHARED-LINE", "this line holds statements that must be parted")
            )


def check_lines(module: Module) -> None:
    creation = module.chunks[module.creation] if module.creation >= 0 else None
    if creation is not None and len(creation.statements) > 1:
        raise Refused(
            finding(module.syntax, creation.statement, "F-SHARED-LINE", "the application shares its line with others")
        )


def check_order(module: Module) -> None:
    """A name that a moved statement reads must not be given something else further down, in what stays."""
    bindings = module.syntax.scopes.module_scope.bindings
    for number in sorted(module.moved):
        chunk = module.chunks[number]
        for name in sorted({name for each in chunk.statements for name in names_read_now(each)}):
            for binding in bindings.get(name, ()):
                line = getattr(binding.node, "lineno", 0)
                if line > chunk.last and not module.is_moved(line) and binding.kind not in ("import",):
                    message = f"{name} is bound again further down, after start-up has read it"
                    raise Refused(finding(module.syntax, chunk.statement, "F-REBOUND", message))
        if any(_loads_module(statement) for statement in chunk.statements):
            _check_no_late_setting(module, chunk)
        _check_no_blueprint_grows(module, chunk)


def _check_no_blueprint_grows(module: Module, chunk: Chunk) -> None:
    """A blueprint that stays at module level takes no routes any more once the first application has it."""
    bindings = module.syntax.scopes.module_scope.bindings
    for node in (node for statement in chunk.statements for node in ast.walk(statement)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        name = node.func.value.id if isinstance(node.func.value, ast.Name) else ""
        for binding in bindings.get(name, ()):
            made = binding.value
            is_blueprint = isinstance(made, ast.Call) and (dotted_name(made.func) or "").endswith("Blueprint")
            if is_blueprint and not module.is_moved(getattr(binding.node, "lineno", 0)):
                message = f"{name} gets routes that depend on the application when the module is imported"
                raise Refused(finding(module.syntax, chunk.statement, "F-IMPORT-TIME", message))


def _loads_module(statement: ast.stmt) -> bool:
    """Whether it takes settings from the names of its own module: ``app.config.from_object(__name__)``."""
    return any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "from_object"
        and any(isinstance(each, ast.Name) and each.id == "__name__" for each in node.args)
        for node in ast.walk(statement)
    )


def _check_no_late_setting(module: Module, chunk: Chunk) -> None:
    """What the module binds after its settings were taken from it would become a setting, too."""
    for name, bindings in sorted(module.syntax.scopes.module_scope.bindings.items()):
        lines = [getattr(binding.node, "lineno", 0) for binding in bindings]
        if name.isupper() and any(line > chunk.last and not module.is_moved(line) for line in lines):
            message = f"{name} is bound after the settings are taken from this module, and would become one of them"
            raise Refused(finding(module.syntax, chunk.statement, "F-REBOUND", message))
