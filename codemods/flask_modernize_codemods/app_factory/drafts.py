"""What is being planned for one application, and what all of its parts ask."""

from __future__ import annotations

import ast
import posixpath
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import FileChange, Finding
from flask_modernize.project import ModuleObject
from flask_modernize.project.applications import Application
from flask_modernize_codemods.app_factory.absorption import Absorbed
from flask_modernize_codemods.app_factory.bottom_imports import has_comments
from flask_modernize_codemods.app_factory.celery_apps import CeleryApp
from flask_modernize_codemods.app_factory.contexts import FunctionNode, Rewriting
from flask_modernize_codemods.app_factory.factory import Style
from flask_modernize_codemods.app_factory.layout import FileText
from flask_modernize_codemods.app_factory.modules import Module
from flask_modernize_codemods.app_factory.own_scripts import main_function, rewrite_main_function
from flask_modernize_codemods.app_factory.scripts import Script, rewrite_script
from flask_modernize_codemods.app_factory.terrain import Terrain

if TYPE_CHECKING:
    from flask_modernize.project import Project, Syntax


@dataclass(slots=True)
class Draft:
    """What is being planned for one application: its modules, and what changes.

    ``shim``: the name of the application stays alive by a module-level ``__getattr__``. ``factory`` is a function of
    the project that hands the application out. ``shared`` are files that use more than one application. ``drops`` are
    imports that go, as path, line and name.
    """

    project: Project
    application: Application
    terrain: Terrain
    shared: frozenset[str]
    factory: ast.FunctionDef | None
    shim: bool
    celery: CeleryApp | None
    home: Module
    members: dict[str, Module]
    rewriting: Rewriting = field(default_factory=Rewriting)
    drops: list[tuple[str, int, str]] = field(default_factory=list)
    files: list[FileChange] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    next_steps: list[str] = field(default_factory=list)
    absorbed: dict[str, Absorbed] = field(default_factory=dict)


def asks_module(draft: Draft, path: str) -> bool:
    """Whether a script or test goes on asking the module: tests in several files share what they do to one."""
    tests = [each for each in draft.terrain.tests if main_function_of(draft, each) is None]
    shares = len(tests) > 1 and path in tests
    return draft.shim and (shares or path in draft.shared)


def main_function_of(draft: Draft, path: str) -> FunctionNode | None:
    """The only function of a script that uses the application, if nothing but the script itself calls it."""
    syntax = draft.project.syntax(path)
    return main_function(draft.project, syntax, draft.terrain.uses[path]) if syntax is not None else None


def script_of(draft: Draft, syntax: Syntax, gone: Absorbed) -> Script | None:
    """How a script gets on with an application of its own; None when it cannot."""
    consumers = frozenset(draft.terrain.consumers)
    function = main_function_of(draft, syntax.path) if syntax.path in draft.terrain.tests else None
    if function is not None:
        return rewrite_main_function(syntax, draft.terrain.uses[syntax.path], function)
    return rewrite_script(draft.project, syntax, draft.terrain.uses[syntax.path], consumers, gone.removed)


def hands_on(draft: Draft, path: str) -> bool:
    """Whether others take the application from a module that has only imported it itself."""
    if path.endswith("__init__.py") and len(draft.terrain.uses[path]) == 1:
        return True
    for other in draft.terrain.consumers:
        for use in draft.terrain.uses[other]:
            statement = use.syntax.scopes.parent(use.reference.node)
            if not isinstance(statement, ast.ImportFrom):
                continue
            if draft.project.imported(other, statement.module, None, statement.level) == ModuleObject(path):
                return True
    return False


def quote_for(draft: Draft, module: Module) -> str:
    """The quotation mark that the file prefers; where it has none, that of the application or of the files beside."""
    folder = posixpath.dirname(module.path)
    beside = (path for path in draft.project.tree.python_paths() if posixpath.dirname(path) == folder)
    sources = chain((module.source.data, draft.home.source.data), map(draft.project.tree.read, beside))
    data = next((each for each in sources if b'"' in each or b"'" in each), b"")
    return '"' if data.count(b'"') >= data.count(b"'") else "'"


def emptied_imports(draft: Draft, module: Module, *, plain: bool = False) -> frozenset[int]:
    """The import statements that lose all their names; they go with the chunks around them.

    ``plain``: only those without comments.
    """
    emptied: set[int] = set()
    for number, chunk in enumerate(module.chunks):
        statement = chunk.statement
        if plain and has_comments(module, number):
            continue
        if isinstance(statement, (ast.Import, ast.ImportFrom)) and len(chunk.statements) == 1:
            dropped = {name for path, line, name in draft.drops if (path, line) == (module.path, statement.lineno)}
            if dropped >= {alias.asname or alias.name for alias in statement.names} and number > module.creation:
                emptied.add(number)
                draft.drops = [each for each in draft.drops if (each[0], each[1]) != (module.path, statement.lineno)]
    return frozenset(emptied)


def take_out(text: FileText, module: Module, number: int) -> None:
    """Takes a chunk out of its module; the names that it binds for others stay, without a value."""
    if number in module.globals:
        text.replace(number, "\n".join(f"{name} = None" for name in module.globals[number]))
    else:
        text.remove(number)


def style_of(module: Module) -> Style:
    """How new functions of a module are written."""
    return Style(module.layout.unit, module.local, frozenset(module.syntax.scopes.module_scope.bindings))
