"""Functions that run where no application is yet, and so make one of their own: servers, and work done by hand."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Edit
from flask_modernize_codemods.app_factory.contexts import NeedyFunction, Rewriting, own_contexts, use_current_app
from flask_modernize_codemods.app_factory.scripts import FACTORY

if TYPE_CHECKING:
    from flask_modernize.project.applications import Use
    from flask_modernize_codemods.app_factory.giving import Case
    from flask_modernize_codemods.app_factory.terrain import Terrain


def makes_own_application(case: Case, terrain: Terrain, rewriting: Rewriting) -> bool:
    """Rewrites the function, if it is one: it has the factory at hand, and nobody has changed the application before.

    That is a function that nobody calls and that opens a context, or one that runs the server.
    """
    function = case.function
    if function.method or function.task or function.syntax.path != terrain.home or not case.only_called:
        return False
    if function.node.decorator_list:
        return False
    if not case.sites and (own := own_contexts(function)):
        _make(function, own, rewriting)
        use_current_app(replace(function, uses=tuple(each for each in function.uses if each not in own)), rewriting)
        return True
    run = [use for use in function.uses if use.method == "run"]
    if len(run) == 1 and len(function.uses) == 1 and not _is_changed_before(terrain):
        _make(function, run, rewriting)
        return True
    return False


def _make(function: NeedyFunction, uses: Sequence[Use], rewriting: Rewriting) -> None:
    source = function.syntax.source
    for use in uses:
        node = use.reference.node
        start = source.offset(node.lineno, node.col_offset)
        end = source.offset(node.end_lineno or 0, node.end_col_offset or 0)
        rewriting.edits.append(Edit(use.path, start, end, source.encode(f"{FACTORY}()")))


def _is_changed_before(terrain: Terrain) -> bool:
    """Whether a script, or a function, may give the application something before the server starts."""
    for path, found in terrain.uses.items():
        for use in found:
            outside = path in terrain.consumers or path in terrain.late or use.guarded
            if outside and use.role != "import" and path not in terrain.tests:
                return True
            if not use.at_import_time and not use.guarded and _changes(use):
                return True
    return False


def _changes(use: Use) -> bool:
    """Whether a function sets something of the application, calls a method that does, or hands it on."""
    if use.reference.kind != "read" or use.role in ("argument", "other", "call"):
        return True
    node: ast.AST = use.chain if use.chain is not None else use.reference.node
    parent = use.syntax.scopes.parent(node)
    if isinstance(parent, ast.Subscript):
        node = parent
    stored = isinstance(getattr(node, "ctx", None), ast.Store | ast.Del)
    return stored or use.method.startswith(("config.from", "config.update", "config.setdefault"))
