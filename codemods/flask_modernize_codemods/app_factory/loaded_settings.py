"""Settings files that the application runs while it is made, and that use it themselves."""

from __future__ import annotations

import ast
import posixpath
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Edit
from flask_modernize.project import ModuleObject
from flask_modernize_codemods.app_factory.scripts import Script

if TYPE_CHECKING:
    from flask_modernize.project import Project, Syntax
    from flask_modernize.project.applications import Application, Use

_HERE = "os.path.abspath(os.path.dirname(__file__))"


def settings_files(project: Project, application: Application) -> frozenset[str]:
    """The files that run because the application loads its settings from them by name."""
    found = set()
    home = application.path
    for node in application.syntax.scopes.nodes():
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or not node.args:
            continue
        value = node.args[0].value if isinstance(node.args[0], ast.Constant) else None
        if not isinstance(value, str):
            continue
        if node.func.attr == "from_pyfile":
            found.add(posixpath.normpath(posixpath.join(posixpath.dirname(home), value)))
        elif node.func.attr == "from_object":
            for name in (value, value.rpartition(".")[0]):
                target = project.imported(home, name, None, 0) if name else None
                if isinstance(target, ModuleObject):
                    found.add(target.path)
    return frozenset(found - {home})


def without_application(application: Application, syntax: Syntax, uses: tuple[Use, ...]) -> Script | None:
    """Works out ``app.root_path`` from the place of the settings, beside the application; None for other uses."""
    has_os = any(
        isinstance(each, ast.Import) and any(alias.name == "os" and not alias.asname for alias in each.names)
        for each in syntax.module.body
    )
    beside = posixpath.dirname(syntax.path) == posixpath.dirname(application.path)
    if not has_os or not beside or any(each.arg == "root_path" for each in application.creation.keywords):
        return None
    script = Script(syntax.path)
    for use in uses:
        node, parent = use.reference.node, syntax.scopes.parent(use.reference.node)
        if isinstance(node, ast.alias) and isinstance(parent, ast.ImportFrom):
            script.drops.append((parent.lineno, node.asname or node.name))
        elif isinstance(node, ast.Name) and isinstance(parent, ast.Attribute) and parent.attr == "root_path":
            start = syntax.source.offset(node.lineno, node.col_offset)
            end = syntax.source.offset(parent.end_lineno or 0, parent.end_col_offset or 0)
            script.edits.append(Edit(syntax.path, start, end, _HERE.encode()))
        else:
            return None
    return script
