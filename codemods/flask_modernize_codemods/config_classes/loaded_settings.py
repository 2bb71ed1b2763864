"""Apps that load a class or module of settings: what they load, and whether profiles can be put beside it."""

from __future__ import annotations

import ast
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_modernize.facts.sketch import dotted_name
from flask_modernize.project.applications import Application, is_test_path
from flask_modernize.project.objects import ClassObject, External, ModuleObject
from flask_modernize_codemods.config_classes.imports_used import is_used
from flask_modernize_codemods.config_classes.writes import Load, load_of

if TYPE_CHECKING:
    from flask_modernize.project import Project
    from flask_modernize.project.syntax import Syntax

PROFILE_CLASSES = ("DevelopmentConfig", "TestingConfig", "ProductionConfig")
NEW_NAMES = frozenset(("profiles", "get_config", "env_flag"))


@dataclass(frozen=True, slots=True, eq=False)
class LoadedSettings:
    """``app.config.from_object(target)`` at module level of the app's module, or ``from_pyfile`` of a module."""

    application: Application
    load: Load
    target: ClassObject | ModuleObject


def own_load(load: Load) -> bool:
    """Whether it is ``from_object(__name__)``."""
    argument = _argument(load)
    return load.method == "from_object" and isinstance(argument, ast.Name) and argument.id == "__name__"


def loads_of(application: Application) -> list[Load]:
    """The ``from_object`` statements at module level after the app is made, but for ``from_object(__name__)``."""
    found = []
    for statement in application.syntax.module.body:
        load = load_of(statement, application.names)
        if load is not None and load.method == "from_object" and not own_load(load):
            found.append(load)
    return found


def loaded_settings(project: Project, application: Application) -> LoadedSettings | None:
    """The one class or module of the project that an app loads; None when it is none, or chosen at run time."""
    loads = loads_of(application) or _python_files(application)
    if len(loads) != 1 or application.conditional or application.rebound:
        return None
    if loads[0].method == "from_pyfile":
        target: object = _file_beside(project, application, _argument(loads[0]))
    else:
        target = _target(project, application.path, _argument(loads[0]))
    if not isinstance(target, ClassObject | ModuleObject) or not target.path.endswith(".py"):
        return None
    if is_test_path(target.path):
        return None
    return LoadedSettings(application, loads[0], target)


def _python_files(application: Application) -> list[Load]:
    """The ``from_pyfile("settings.py")`` statements at module level, where nothing else is loaded."""
    found = [load_of(statement, application.names) for statement in application.syntax.module.body]
    loads = [each for each in found if each is not None]
    return loads if [each.method for each in loads] == ["from_pyfile"] else []


def _file_beside(project: Project, application: Application, argument: ast.expr | None) -> ModuleObject | None:
    """The module that ``from_pyfile`` reads, where that is relative to the app's own module and can be imported."""
    name = argument.value if isinstance(argument, ast.Constant) else None
    creation = application.creation
    if not isinstance(name, str) or not re.fullmatch(r"[A-Za-z_]\w*\.py", name):
        return None
    by_name = len(creation.args) == 1 and isinstance(creation.args[0], ast.Name) and creation.args[0].id == "__name__"
    if not by_name or any(each.arg not in _WITHOUT_ROOT for each in creation.keywords):
        return None
    path = posixpath.join(posixpath.dirname(application.path), name)
    target = ModuleObject(path)
    if not project.tree.exists(path) or application.cls != External("flask.Flask"):
        return None
    return target if project.imported(application.path, project.module_name(path), None, 0) == target else None


_WITHOUT_ROOT = frozenset({"static_folder", "static_url_path", "template_folder", "static_host", "host_matching"})
"""Arguments of Flask that do not say where its root is."""


def _argument(load: Load) -> ast.expr | None:
    return load.call.args[0] if len(load.call.args) == 1 and not load.call.keywords else None


def _target(project: Project, path: str, argument: ast.expr | None) -> object:
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        module = project.imported(path, argument.value, None, 0)
        if isinstance(module, ModuleObject):
            return module
        owner, _, name = argument.value.rpartition(".")
        return project.imported(path, owner, name, 0) if owner else None
    if isinstance(argument, ast.BinOp) and isinstance(argument.left, ast.Name) and argument.left.id == "__name__":
        suffix = argument.right.value if isinstance(argument.right, ast.Constant) else None
        return project.resolve(path, suffix[1:]) if isinstance(suffix, str) and suffix.startswith(".") else None
    dotted = dotted_name(argument) if argument is not None else None
    return project.resolve(path, dotted) if dotted is not None else None


def taken_names(syntax: Syntax) -> list[str]:
    """The names that profiles need and that the module has already."""
    return sorted({*PROFILE_CLASSES, *NEW_NAMES} & set(syntax.scopes.module_scope.bindings))


def class_statement(syntax: Syntax, target: ClassObject) -> ast.ClassDef | None:
    """The class at module level, if it is defined once and there."""
    found = [each for each in syntax.module.body if isinstance(each, ast.ClassDef) and each.name == target.qualname]
    return found[0] if len(found) == 1 and len(syntax.scopes.module_scope.bindings[target.qualname]) == 1 else None


def class_of(loaded: LoadedSettings) -> ast.ClassDef | None:
    """The class that an app loads from its own module."""
    if not isinstance(loaded.target, ClassObject) or loaded.target.path != loaded.application.path:
        return None
    return class_statement(loaded.application.syntax, loaded.target)


def plain_class_body(project: Project, loaded: LoadedSettings) -> list[ast.Assign] | None:
    """The assignments of a class that an app loads from its own module, if it has nothing else, but for a docstring,
    and nobody else uses it."""
    found = class_of(loaded)
    if found is None or found.decorator_list or found.keywords or found.lineno > loaded.load.statement.lineno:
        return None
    if any(not (isinstance(each, ast.Name) and each.id == "object") for each in found.bases):
        return None
    rest = [each for each in found.body if not (isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant))]
    settings = list(literal_settings(rest))
    names = {target.id for each in settings for target in each.targets if isinstance(target, ast.Name)}
    gone = {id(node) for part in (found, loaded.load.statement) for node in ast.walk(part)}
    syntax = loaded.application.syntax
    if len(settings) < len(rest) or len(names) < len(rest) or is_used(project, syntax, found.name, gone):
        return None
    return settings


def literal_settings(body: list[ast.stmt]) -> Iterator[ast.Assign]:
    """The plain assignments of upper-case names among statements."""
    for statement in body:
        if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
            target = statement.targets[0]
            if isinstance(target, ast.Name) and target.id.isupper():
                yield statement
