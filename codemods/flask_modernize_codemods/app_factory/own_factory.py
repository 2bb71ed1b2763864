"""A ``create_app`` that sets up the application of its module: it becomes the one that makes it."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Edit
from flask_modernize.project.applications import Application, Use, is_main_guard, uses
from flask_modernize.project.entry_points import entry_points
from flask_modernize_codemods.app_factory.contexts import FunctionNode, outermost_function
from flask_modernize_codemods.app_factory.elsewhere import references_by_name
from flask_modernize_codemods.app_factory.modules import Module
from flask_modernize_codemods.app_factory.names import names_bound, names_read
from flask_modernize_codemods.app_factory.refusal import Refused, finding
from flask_modernize_codemods.app_factory.scripts import FACTORY
from flask_modernize_codemods.app_factory.terrain import import_graph, reached_from

if TYPE_CHECKING:
    from flask_modernize.project import Project, Syntax


def own_factory(project: Project, application: Application) -> ast.FunctionDef | None:
    """The function, where it can take over the application; None where the module has none of that name.

    Raises Refused where there is one, and it does not return the application, or others use that without calling it.
    """
    syntax = application.syntax
    bound = syntax.scopes.module_scope.bindings.get(FACTORY, ())
    if not bound:
        return None
    node = bound[0].node
    if len(bound) > 1 or not isinstance(node, ast.FunctionDef) or node.decorator_list:
        raise _refused(application, f"the module has a {FACTORY} beside {application.variable.name}")
    if not _gives(application, node):
        raise _refused(application, f"the module has a {FACTORY} that does not return {application.variable.name}")
    if place := _used_without(project, application):
        name = application.variable.name
        raise _refused(application, f"{FACTORY} sets up {name}, which {place} uses without it")
    _check_calls(project, application)
    return node


def _refused(application: Application, message: str) -> Refused:
    return Refused(finding(application.syntax, application.statement, "F-HAS-FACTORY", message))


def _gives(application: Application, function: ast.FunctionDef) -> bool:
    """Whether it returns the module's application at its end, and nowhere else, and gives the name no other value."""
    scope = application.syntax.scopes.inner_scope(function)
    if any(name in scope.bindings or name in scope.global_names for name in application.names):
        return False
    returns = [each for each in ast.walk(function) if isinstance(each, ast.Return)]
    own = [each for each in returns if application.syntax.scopes.enclosing_function(each) is function]
    last = function.body[-1]
    values = [each.value for each in own]
    return last in own and all(isinstance(each, ast.Name) and each.id in application.names for each in values)


def _used_without(project: Project, application: Application) -> str:
    """The place of a script, test or command that takes the application without calling the function."""
    inside = reached_from(import_graph(project), [application.path])
    for use in uses(project, application):
        if use.path not in inside or use.is_test or (use.path == application.path and use.guarded):
            return f"{use.path}:{use.reference.node.lineno}"
    spellings = _spellings(project, application)
    for entry in entry_points(project):
        if entry.word.name in application.names and entry.word.module.split("/")[-1] in spellings:
            return f"{entry.path}:{entry.line}"
    return ""


def _spellings(project: Project, application: Application) -> set[str]:
    dotted = project.module_name(application.path)
    return {dotted, dotted.rpartition(".")[2], application.path.rpartition("/")[2]}


def _check_calls(project: Project, application: Application) -> None:
    """Somebody must call it, and nobody while the module is imported."""
    called = any(each.word.name == FACTORY for each in entry_points(project))
    for each in references_by_name(project, application.path, FACTORY):
        scopes = each.syntax.scopes
        guarded = any(is_main_guard(around) for around in scopes.ancestors(each.node))
        if each.path == application.path and each.at_import_time and not guarded and each.kind != "write":
            raise _refused(application, f"{FACTORY} is called or handed on while the module is imported")
        called = called or each.kind == "read"
    if not called:
        raise _refused(application, f"nothing calls {FACTORY}, so {application.variable.name} may be used without it")


def uses_outside(found: Sequence[Use], factory: ast.FunctionDef | None) -> tuple[Use, ...]:
    """The uses of the application but those in its factory, which keep their name."""
    return tuple(each for each in found if factory is None or not _is_in(each.syntax, each.reference.node, factory))


def _is_in(syntax: Syntax, node: ast.AST, factory: FunctionNode) -> bool:
    return outermost_function(syntax, node) is factory


def fill_factory(module: Module, factory: ast.FunctionDef, body: Sequence[str]) -> Edit:
    """Puts what start-up did to the application above what the function does to it."""
    source = module.source
    has_docstring = ast.get_docstring(factory, clean=False) is not None
    first = factory.body[1] if has_docstring and len(factory.body) > 1 else factory.body[0]
    start = source.line_span(first.lineno)[0]
    if source.text(start, source.offset(first.lineno, first.col_offset)).strip():
        message = f"the body of {FACTORY} stands on the line of its header"
        raise Refused(finding(module.syntax, factory, "F-SHARED-LINE", message))
    _check_names(module, factory)
    text = "\n".join(body) + ("\n\n" if len(body) > 1 else "\n")
    return Edit(module.path, start, start, source.encode(text))


def _check_names(module: Module, factory: ast.FunctionDef) -> None:
    """What start-up reads must mean the same inside of the function."""
    scope = module.syntax.scopes.inner_scope(factory)
    for number in sorted(module.moved):
        statements = module.chunks[number].statements
        bound = {name for each in statements for name in names_bound(each)}
        clashing = (names_read(statements) | bound) & scope.bindings.keys()
        if clashing:
            message = f"{min(clashing)} is something else inside of {FACTORY}"
            raise Refused(finding(module.syntax, statements[0], "F-REBOUND", message))
