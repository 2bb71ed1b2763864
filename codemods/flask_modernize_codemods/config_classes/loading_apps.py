"""Makes the apps that load a class or module of settings choose one of the profiles that stand beside it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Edit, ImportDrop, ImportNeed
from flask_modernize.project.objects import ClassObject, ModuleObject
from flask_modernize.rewriting.source_text import span
from flask_modernize_codemods.config_classes.app_edits import import_of_config
from flask_modernize_codemods.config_classes.imports_used import is_used
from flask_modernize_codemods.config_classes.loaded_settings import LoadedSettings

if TYPE_CHECKING:
    from flask_modernize.project import Project
    from flask_modernize.project.syntax import Syntax


class NotPossible(Exception):
    """Why profiles cannot be put beside the settings: a code and a message."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(slots=True)
class LoadEdits:
    """Edits, and the imports that come and go with them."""

    edits: list[Edit] = field(default_factory=list)
    imports: list[ImportNeed] = field(default_factory=list)
    drops: list[ImportDrop] = field(default_factory=list)


def point_to_profiles(
    project: Project, target: ClassObject | ModuleObject, loaded: LoadedSettings, found: LoadEdits
) -> None:
    """``from_object(Config)`` -> ``from_object(get_config())``, with the import that goes with it, in ``found``.

    Raises NotPossible.
    """
    path = loaded.application.path
    syntax = loaded.application.syntax
    argument = loaded.load.call.args[0]
    replacement = "get_config()"
    if "get_config" in syntax.scopes.module_scope.bindings:
        raise NotPossible("C-NAME", f"{path} has its own get_config already")
    if loaded.load.method == "from_pyfile":
        _need(project, loaded, project.module_name(target.path), found)
        found.edits.append(_instead_of_file(project, target, loaded))
        return
    if isinstance(argument, ast.Constant):
        module = str(argument.value)
        if isinstance(target, ClassObject):
            module = module.rpartition(".")[0]
        _need(project, loaded, module, found)
    elif isinstance(argument, ast.Attribute) and isinstance(target, ClassObject):
        replacement = f"{syntax.source.text(*span(syntax.source, argument.value))}.get_config()"
    else:
        _swap_import(project, target, loaded, argument, found)
    start, end = span(syntax.source, argument)
    found.edits.append(Edit(path, start, end, syntax.source.encode(replacement)))


def _instead_of_file(project: Project, target: ModuleObject | ClassObject, loaded: LoadedSettings) -> Edit:
    """``from_pyfile("settings.py")`` -> ``from_object(get_config())``."""
    source, call = loaded.application.syntax.source, loaded.load.call
    start, end = span(source, call)
    text = source.text(start, end)
    before, _, after = text.partition("from_pyfile")
    if "#" in text or "from_pyfile" in after:
        raise NotPossible("C-SETTINGS", "the statement that loads the settings has comments in it")
    words = {each for each in project.files_with(b"from_pyfile") if each != loaded.application.path}
    name = target.path.rpartition("/")[2].encode()
    if others := sorted(each for each in words if name in project.content(each)):
        raise NotPossible("C-SHARED", f"{others[0]} may load the settings too")
    return Edit(loaded.application.path, start, end, source.encode(f"{before}from_object(get_config())"))


def _need(project: Project, loaded: LoadedSettings, module: str, found: LoadEdits) -> None:
    """Imports ``get_config`` from a module that a string named."""
    before = loaded.load.statement
    needs, edits = import_of_config(project, loaded.application, before, module, ["get_config"])
    found.imports += needs
    found.edits += edits


def _swap_import(
    project: Project,
    target: ClassObject | ModuleObject,
    loaded: LoadedSettings,
    argument: ast.expr,
    found: LoadEdits,
) -> None:
    """``from config import Config`` -> ``from config import get_config``; ``Config`` stays where it is used."""
    path, syntax = loaded.application.path, loaded.application.syntax
    name = argument.id if isinstance(argument, ast.Name) else ""
    statement = next((each for each in _imports_of(syntax, name)), None)
    if statement is None:
        raise NotPossible("C-SETTINGS", f"it cannot be told how {path} imports the settings")
    if isinstance(statement, ast.ImportFrom) and isinstance(target, ClassObject):
        module = "." * statement.level + (statement.module or "")
    elif isinstance(statement, ast.ImportFrom):
        owner = "." * statement.level + (f"{statement.module}." if statement.module else "")
        module = owner + next(each.name for each in statement.names if (each.asname or each.name) == name)
    else:
        module = next(each.name for each in statement.names if (each.asname or each.name) == name)
    found.imports.append(ImportNeed(path, module, "get_config"))
    gone = {id(node) for node in ast.walk(loaded.load.statement)}
    if not is_used(project, syntax, name, gone):
        found.drops.append(ImportDrop(path, statement.lineno, name))


def _imports_of(syntax: Syntax, name: str) -> Iterator[ast.Import | ast.ImportFrom]:
    for statement in syntax.module.body:
        names = statement.names if isinstance(statement, ast.Import | ast.ImportFrom) else []
        if isinstance(statement, ast.Import | ast.ImportFrom) and any((a.asname or a.name) == name for a in names):
            yield statement
