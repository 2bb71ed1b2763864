"""Writes the config module of one app, and the app's module without the settings that moved."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Edit, FileChange, Group, ImportNeed
from flask_modernize_codemods.config_classes.app_module import AppModule
from flask_modernize_codemods.config_classes.app_settings import AppSettings
from flask_modernize_codemods.config_classes.backing import Backing, Choices
from flask_modernize_codemods.config_classes.config_module import EnvironmentVariable, module_text
from flask_modernize_codemods.config_classes.entries import Entries
from flask_modernize_codemods.config_classes.environment_changes import Environment
from flask_modernize_codemods.config_classes.environment_names import application_name
from flask_modernize_codemods.config_classes.place import Place

if TYPE_CHECKING:
    from flask_modernize.project import Project
    from flask_modernize.project.applications import Application


@dataclass(frozen=True, slots=True)
class AppEdits:
    """A group, and the variables that its settings are read from."""

    group: Group
    variables: list[EnvironmentVariable]


def write_app(project: Project, settings: AppSettings, place: Place, choices: Choices) -> AppEdits:
    """The edits that move the settings of one app to ``place``."""
    source = settings.syntax.source
    style = choices.style_of(source.data)
    backing = Backing(choices, application_name(settings.syntax.path))
    writer = Entries(settings, backing, style)
    entries = writer.entries()
    docstring = ast.get_docstring(settings.own_class, clean=False) if settings.own_class is not None else None
    text = module_text(
        entries, writer.imports(), writer.helper_lines(), backing.profiles(style), style, docstring, settings.constants
    )
    module = AppModule(project, settings)
    names = module.take_out()
    assert settings.place is not None
    needs, edits = import_of_config(project, settings.application, settings.place, place.module, names)
    group = Group(
        title=f"{len(settings.moved)} settings become a config class",
        path=settings.syntax.path,
        line=settings.place.lineno,
        edits=tuple(sorted([*module.edits, *edits])),
        imports=needs,
        files=(FileChange(place.path, text.replace("\n", source.newline).encode()),),
        statements=module.spans(),
        sites=len(settings.moved),
        dropped_imports=tuple(module.dropped_imports()),
    )
    return AppEdits(group, backing.variables)


def import_of_config(
    project: Project, application: Application, before: ast.stmt, module: str, names: list[str]
) -> tuple[tuple[ImportNeed, ...], list[Edit]]:
    """The import of names of a config module: at the top, or behind the last statement that changes the environment.

    ``before`` is the statement that loads the settings.
    """
    path, syntax = application.path, application.syntax
    environment = Environment(project, path)
    changing = [each for each in syntax.module.body if each.lineno < before.lineno and environment.changed_by(each)]
    if not changing:
        return tuple(ImportNeed(path, module, name) for name in names), []
    last = changing[-1]
    if isinstance(last, ast.Import | ast.ImportFrom):
        return tuple(ImportNeed(path, module, name, beside_line=last.lineno) for name in names), []
    start = syntax.source.line_span(last.end_lineno or last.lineno)[1]
    text = f"\nfrom {module} import {', '.join(names)}  # noqa: E402\n"
    return (), [Edit(path, start, start, syntax.source.encode(text))]
