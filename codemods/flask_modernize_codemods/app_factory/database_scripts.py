"""Scripts that work with the database and never name the application: importing it was what made it for them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask_modernize.facts.sketch import dotted_name
from flask_modernize.planning.contract import ImportNeed
from flask_modernize.project import ModuleObject, Object
from flask_modernize.project.databases import databases
from flask_modernize.project.objects import Member
from flask_modernize.rewriting.bound_names import binds
from flask_modernize_codemods.app_factory.scripts import FACTORY, Script, inside_context, line_after_imports
from flask_modernize_codemods.app_factory.terrain import Terrain, import_graph, reached_from

if TYPE_CHECKING:
    from flask_modernize.project import Project, Syntax

_NEEDS_APPLICATION = frozenset({"session", "create_all", "drop_all", "reflect", "engine", "get_engine", "metadata"})
"""What needs a context, or (``metadata``) the modules with the models, which the factory imports."""


def database_scripts(project: Project, terrain: Terrain) -> Iterator[Script]:
    """What such scripts need to work as before: an application of their own, whose context they push."""
    instances: set[Object] = {each.variable for each in databases(project)}
    models: set[Object] = {
        cls for each in databases(project) for cls in project.subclasses(Member(each.variable, "Model"))
    }
    for path in terrain.bystanders:
        syntax = project.syntax(path)
        if syntax is None or binds(syntax.module, FACTORY):
            continue
        if any(_needs_application(project, syntax, node, instances, models) for node in syntax.scopes.nodes()):
            script = _with_context(project, syntax, terrain.home)
            if script is not None:
                yield script


def _needs_application(
    project: Project, syntax: Syntax, node: ast.AST, instances: set[Object], models: set[Object]
) -> bool:
    """Whether a node is ``db.create_all``, ``User.query`` or a method of a model, outside of a context."""
    if not isinstance(node, ast.Attribute) or (dotted := dotted_name(node.value)) is None:
        return False
    owner = project.resolve(syntax.path, dotted, syntax.scopes.scope_of(node))
    if owner in instances:
        needs = node.attr in _NEEDS_APPLICATION
    else:
        parent = syntax.scopes.parent(node)
        is_called = isinstance(parent, ast.Call) and parent.func is node
        needs = owner in models and (node.attr == "query" or is_called)
    return needs and not inside_context(syntax, node)


def _with_context(project: Project, syntax: Syntax, home: str) -> Script | None:
    """Imports the factory beside what the script imports of the application, and pushes a context below the imports."""
    graph = import_graph(project)
    for statement in syntax.module.body:
        if not isinstance(statement, (ast.Import, ast.ImportFrom)):
            continue
        found = [each for each in _imported(project, syntax, statement) if home in reached_from(graph, [each])]
        if not found:
            continue
        script = Script(syntax.path)
        if isinstance(statement, ast.ImportFrom) and _module(project, syntax, statement) == ModuleObject(home):
            module = "." * statement.level + (statement.module or "")
        else:
            module = project.module_name(home)
            if project.imported(syntax.path, module, None, 0) != ModuleObject(home):
                return None
        script.needs.append(ImportNeed(syntax.path, module, FACTORY, beside_line=statement.lineno))
        script.edits.append(line_after_imports(syntax, statement, f"{FACTORY}().app_context().push()"))
        return script
    return None


def _module(project: Project, syntax: Syntax, statement: ast.ImportFrom) -> Object | None:
    return project.imported(syntax.path, statement.module, None, statement.level)


def _imported(project: Project, syntax: Syntax, statement: ast.Import | ast.ImportFrom) -> Iterator[str]:
    """The files that an import statement runs."""
    for alias in statement.names:
        if isinstance(statement, ast.Import):
            found = [project.imported(syntax.path, alias.name, None, 0)]
        else:
            whole = _module(project, syntax, statement)
            found = [whole, project.imported(syntax.path, statement.module, alias.name, statement.level)]
        yield from (each.path for each in found if isinstance(each, ModuleObject))
