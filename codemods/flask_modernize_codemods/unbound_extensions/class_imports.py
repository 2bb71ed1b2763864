"""Imports of extension classes that nothing needs any more once the instances are made elsewhere."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import TYPE_CHECKING

from flask_modernize.project.public_names import is_public
from flask_modernize.rewriting.edits import ImportDrop
from flask_modernize_codemods.unbound_extensions.sites import Site

if TYPE_CHECKING:
    from flask_modernize.project.project import Project
    from flask_modernize.project.syntax import Syntax


def dropped_class_imports(project: Project, path: str, sites: Sequence[Site]) -> set[ImportDrop]:
    """The imports in ``path`` that served only the calls of the given sites."""
    if not sites:
        return set()
    syntax = sites[0].syntax
    gone = {id(node) for site in sites for node in _going(site)}
    names = {each.id for site in sites for each in ast.walk(site.statement) if isinstance(each, ast.Name)}
    found = set()
    for name in sorted(names):
        bindings = [
            each for each in syntax.scopes.module_scope.bindings.get(name, ()) if not _is_one_of(each.node, sites)
        ]
        only_import = len(bindings) == 1 and bindings[0].kind == "import"
        if not only_import or not isinstance(bindings[0].node, ast.Import | ast.ImportFrom):
            continue
        replaced = any(site.name == name for site in sites)  # import flask_admin as admin; admin = admin.Admin(app)
        if replaced or (name not in _used(syntax, gone) and not is_public(project, syntax, name)):
            found.add(ImportDrop(path, bindings[0].node.lineno, name))
    return found


def _going(site: Site) -> list[ast.AST]:
    """The nodes of a site's statement that are no longer in this file: all that the constructor is called with.

    What goes on to ``init_app`` is still there, but for an import it is the same as gone only if it is not a name.
    """
    stays = {id(node) for each in site_init_nodes(site) for node in ast.walk(each)}
    return [node for node in ast.walk(site.statement) if id(node) not in stays]


def site_init_nodes(site: Site) -> list[ast.expr]:
    """What the table may send to ``init_app``."""
    row = site.extension.row
    named = [*row.to_init_app, *row.either]
    if not named:
        return [site.app] if site.app is not None else []
    return [*site.call.args, *(keyword.value for keyword in site.call.keywords)]


def _is_one_of(node: ast.AST, sites: Sequence[Site]) -> bool:
    return any(node is site.statement for site in sites)


def _used(syntax: Syntax, gone: set[int]) -> set[str]:
    return {
        node.id
        for node in syntax.scopes.nodes()
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and id(node) not in gone
    }
