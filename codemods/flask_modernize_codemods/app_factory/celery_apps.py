"""Celery objects that start-up makes of the application, and every place that uses one."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_modernize.facts.sketch import dotted_name
from flask_modernize.project import ClassObject, External, FunctionObject, Object
from flask_modernize.project.applications import Use, is_test_path
from flask_modernize.project.function_results import returned_values, scope_of_function
from flask_modernize_codemods.app_factory.elsewhere import references_by_name
from flask_modernize_codemods.app_factory.refusal import Refused, finding

if TYPE_CHECKING:
    from flask_modernize.project import Project, Syntax
    from flask_modernize.project.references import Reference
    from flask_modernize.project.scopes import Scope
    from flask_modernize_codemods.app_factory.terrain import Terrain

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True, eq=False)
class Decorator:
    """``@celery.task`` or ``@celery.task(...)``, or ``@celery.<signal>.connect``, on ``function``.

    ``expression`` is the whole decorator, ``chain`` that without the call.
    """

    reference: Reference
    chain: ast.Attribute
    expression: ast.expr
    function: Function


@dataclass(frozen=True, slots=True, eq=False)
class CeleryApp:
    """A Celery object that a module keeps under ``name``, made by the statement ``making``.

    ``has_context``: its tasks run in a context of the application already. ``tasks`` and ``signals`` are decorators;
    ``reads`` are the uses inside of functions, ``imports`` every ``from module import celery``.
    """

    path: str
    name: str
    making: ast.Assign
    has_context: bool
    tasks: tuple[Decorator, ...]
    signals: tuple[Decorator, ...]
    reads: tuple[Reference, ...]
    imports: tuple[Reference, ...]

    @property
    def task_functions(self) -> frozenset[ast.AST]:
        return frozenset(each.function for each in self.tasks)

    @property
    def decorators(self) -> frozenset[ast.expr]:
        """The decorators that start-up does not read any more."""
        return frozenset(each.expression for each in (*self.tasks, *self.signals))


def celery_app(project: Project, terrain: Terrain) -> CeleryApp | None:
    """The one Celery object that depends on the application; None when there is none, or more than one."""
    found = [each for path in (terrain.home, *terrain.members) for each in _in_module(project, terrain, path)]
    return found[0] if len(found) == 1 else None


def _in_module(project: Project, terrain: Terrain, path: str) -> Iterator[CeleryApp]:
    syntax = project.syntax(path)
    for statement in syntax.module.body if syntax is not None else ():
        if not isinstance(statement, ast.Assign) or not isinstance(statement.value, ast.Call):
            continue
        if len(statement.targets) != 1 or not isinstance(target := statement.targets[0], ast.Name):
            continue
        dotted = dotted_name(statement.value.func)
        maker = project.resolve(path, dotted) if dotted is not None else None
        if syntax is None or not _makes_celery(project, maker):
            continue
        references = references_by_name(project, path, target.id)
        if _depends_on_application(terrain, path, statement, references):
            yield _celery_app(project, terrain, syntax, statement, target.id, maker, references)


def _makes_celery(project: Project, maker: Object | None) -> bool:
    """Whether a call of it gives a Celery object: the class, one below it, or a function that returns one."""
    if isinstance(maker, External):
        return maker.name in ("celery.Celery", "celery.app.base.Celery")
    if isinstance(maker, ClassObject):
        return any(isinstance(each, External) and _makes_celery(project, each) for each in project.ancestors(maker))
    if not isinstance(maker, FunctionObject):
        return False
    scope = scope_of_function(project, maker)
    values = returned_values(project, maker, scope) if scope is not None else None
    if scope is None or not values:
        return False
    made = [_value_in(scope, each) for each in values]
    dotted = [dotted_name(each.func) if isinstance(each, ast.Call) else None for each in made]
    found = [project.resolve(maker.path, each, scope) if each else None for each in dotted]
    return all(isinstance(each, External) and _makes_celery(project, each) for each in found)


def _value_in(scope: Scope, value: ast.expr) -> ast.expr | None:
    """The value itself, or the one that the function gives to the variable that it is."""
    if not isinstance(value, ast.Name):
        return value
    found = scope.bindings.get(value.id, [])
    return found[0].value if len(found) == 1 else None


def _depends_on_application(terrain: Terrain, path: str, making: ast.stmt, references: Iterable[Reference]) -> bool:
    """Whether start-up brings the two together, or a task uses the application."""
    uses = terrain.uses[path]
    together = {id(use.statement) for use in uses if use.role != "import"}
    if id(making) in together:
        return True
    for each in references:
        scopes = each.syntax.scopes
        decorated = _decorated(each)
        if decorated is not None:
            if any(_is_inside(use, decorated.function) for use in terrain.uses.get(each.path, ())):
                return True
        elif any(id(around) in together for around in scopes.ancestors(each.node)) and each.at_import_time:
            return True
    return False


def _is_inside(use: Use, function: Function) -> bool:
    return any(each is function for each in use.syntax.scopes.ancestors(use.reference.node))


def _decorated(reference: Reference) -> Decorator | None:
    """The decorator that a reference is part of."""
    scopes = reference.syntax.scopes
    node: ast.AST = reference.node
    chain = scopes.parent(node)
    while isinstance(chain, ast.Attribute):
        node, chain = chain, scopes.parent(chain)
    if not isinstance(node, ast.Attribute):
        return None
    expression: ast.expr = node
    parent = chain
    if isinstance(parent, ast.Call) and parent.func is node:
        expression, parent = parent, scopes.parent(parent)
    if isinstance(parent, Function) and expression in parent.decorator_list:
        return Decorator(reference, node, expression, parent)
    return None


def _celery_app(
    project: Project,
    terrain: Terrain,
    syntax: Syntax,
    making: ast.Assign,
    name: str,
    maker: Object | None,
    references: Iterable[Reference],
) -> CeleryApp:
    tasks: list[Decorator] = []
    signals: list[Decorator] = []
    reads: list[Reference] = []
    imports: list[Reference] = []
    for each in references:
        if each.kind == "import":
            imports.append(each)
            continue
        if each.kind != "read" and each.syntax.scopes.statement_of(each.node) is making:
            continue
        decorator = _decorated(each)
        if decorator is not None and decorator.chain.attr == "task" and decorator.chain.value is each.node:
            tasks.append(decorator)
        elif decorator is not None and decorator.chain.attr == "connect" and each.path == syntax.path:
            signals.append(decorator)
        elif not each.at_import_time:
            reads.append(each)
        elif each.path != syntax.path and not _is_on_its_own(terrain, each.path):
            message = f"{name} is used at {each.path}:{each.node.lineno} when that module is imported"
            raise Refused(finding(syntax, making, "F-NAME-ESCAPES", message))
    has_context = _sets_task_class(syntax, name, maker, project)
    return CeleryApp(syntax.path, name, making, has_context, tuple(tasks), tuple(signals), tuple(reads), tuple(imports))


def _is_on_its_own(terrain: Terrain, path: str) -> bool:
    """Whether the file is a script or test, which may ask the module for what it needs."""
    return is_test_path(path) or path in terrain.consumers or path not in {step.path for step in terrain.steps}


def _sets_task_class(syntax: Syntax, name: str, maker: Object | None, project: Project) -> bool:
    """Whether the tasks are given a class: ``celery.Task = ContextTask``, or ``Celery(..., task_cls=ContextTask)``."""
    places: list[ast.AST] = [syntax.module]
    if isinstance(maker, FunctionObject) and (scope := scope_of_function(project, maker)) is not None:
        places.append(scope.node)
    for place in places:
        for node in ast.walk(place):
            if isinstance(node, ast.Attribute) and node.attr == "Task" and isinstance(node.ctx, ast.Store):
                return True
            if isinstance(node, ast.keyword) and node.arg == "task_cls":
                return True
    return isinstance(maker, ClassObject)
