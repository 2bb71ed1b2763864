"""The scripts and tests that use an application."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask_modernize.project import ModuleObject
from flask_modernize.project.applications import Use
from flask_modernize_codemods.app_factory.absorption import Absorbed, absorb
from flask_modernize_codemods.app_factory.bottom_imports import MovedImports
from flask_modernize_codemods.app_factory.celery_rewriting import take_from_own_application
from flask_modernize_codemods.app_factory.database_scripts import database_scripts
from flask_modernize_codemods.app_factory.drafts import Draft, asks_module, script_of
from flask_modernize_codemods.app_factory.layout import FileText
from flask_modernize_codemods.app_factory.loaded_settings import settings_files, without_application
from flask_modernize_codemods.app_factory.moving import chunks_of
from flask_modernize_codemods.app_factory.names import names_read
from flask_modernize_codemods.app_factory.refusal import Refused, finding
from flask_modernize_codemods.app_factory.scripts import FACTORY, is_server_entry

if TYPE_CHECKING:
    from flask_modernize.project import Syntax


def absorb_scripts(draft: Draft, moved: MovedImports) -> None:
    """Takes over what the one script registers that registers something."""
    found: dict[str, Absorbed] = {}
    for path in draft.terrain.consumers:
        syntax = draft.project.syntax(path)
        if syntax is not None and path not in draft.terrain.tests and path not in draft.shared:
            if script_of(draft, syntax, Absorbed()) is None:
                continue
            absorbed = absorb(draft.project, draft.home, syntax, draft.terrain.uses[path])
            if absorbed is not None:
                found[path] = absorbed
    if len(found) == 1:
        draft.absorbed = found
        for each in found.values():
            moved.pieces += each.pieces
            draft.rewriting.needs += each.needs


def adding_scripts(draft: Draft) -> list[str]:
    """The scripts that add views, blueprints or hooks to the application when they are imported."""
    return [
        path
        for path in draft.terrain.consumers
        if path not in draft.terrain.tests and path not in draft.absorbed
        if any(_adds(use) for use in draft.terrain.uses[path])
    ]


def _adds(use: Use) -> bool:
    if not use.at_import_time or use.guarded:
        return False
    return use.role == "decorator" or (use.role == "call" and use.method in ("register_blueprint", "add_url_rule"))


def write_consumers(draft: Draft) -> list[str]:
    """Rewrites scripts and tests; returns the scripts that have an application of their own now."""
    scripts: list[str] = []
    settings = settings_files(draft.project, draft.application)
    for path in draft.terrain.consumers:
        syntax = draft.project.syntax(path)
        if syntax is None or asks_module(draft, path):
            continue
        gone = draft.absorbed.get(path, Absorbed())
        script = script_of(draft, syntax, gone)
        if script is None:
            _check_asking(draft, path)
            continue
        if path in settings and any(FACTORY.encode() in edit.replacement for edit in script.edits):
            script = without_application(draft.application, syntax, draft.terrain.uses[path])
            if script is None:
                node = draft.terrain.uses[path][0].reference.node
                message = "the settings that the application loads are made with its help"
                raise Refused(finding(syntax, node, "F-IMPORT-TIME", message))
        text = FileText(syntax.source, path, chunks_of(syntax.source, syntax.module), gone.removed)
        draft.rewriting.edits += text.edits()
        draft.drops += [(path, line, name) for line, name in gone.drops]
        draft.drops += [(path, line, name) for line, name in _unused_registrars(draft, syntax)]
        if draft.celery is not None:
            take_from_own_application(draft.celery, syntax, script)
        draft.rewriting.edits += script.edits
        draft.rewriting.needs += script.needs
        draft.drops += [(path, line, name) for line, name in script.drops]
        if path not in draft.terrain.tests and path not in settings and is_server_entry(syntax, gone.removed):
            scripts.append(path)
    for script in database_scripts(draft.project, draft.terrain):
        draft.rewriting.edits += script.edits
        draft.rewriting.needs += script.needs
    return scripts


def _check_asking(draft: Draft, path: str) -> None:
    """A name that comes by a star does not exist until somebody asks for it, and without a shim none does."""
    nodes = [use.reference.node for use in draft.terrain.uses[path]]
    if not draft.shim or all(isinstance(node, ast.Name) for node in nodes):
        message = f"{path} needs the application under its name in the module"
        raise Refused(finding(draft.application.syntax, draft.application.statement, "F-SCRIPT", message))


def _unused_registrars(draft: Draft, syntax: Syntax) -> Iterator[tuple[int, str]]:
    """Imports of modules that were only imported so that they register what they have."""
    read = names_read([syntax.module])
    for statement in syntax.module.body:
        if not isinstance(statement, ast.ImportFrom):
            continue
        for alias in statement.names:
            name = alias.asname or alias.name
            found = draft.project.imported(syntax.path, statement.module, alias.name, statement.level)
            member = draft.members.get(found.path) if isinstance(found, ModuleObject) else None
            if member is not None and member.has_pieces and name not in read:
                yield statement.lineno, name
