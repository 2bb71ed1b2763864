"""How a file calls something that new code uses: by an import it has, or by one that it is given."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import ImportNeed
from flask_modernize.project.objects import External
from flask_modernize.rewriting.bound_names import bound_names

if TYPE_CHECKING:
    from flask_modernize.project.project import Project
    from flask_modernize.project.scopes import Scope
    from flask_modernize.project.syntax import Syntax


@dataclass(frozen=True, slots=True)
class LocalName:
    """``text`` means the thing in this place, provided that ``need`` is imported (None: it is already)."""

    text: str
    need: ImportNeed | None


def local_name(
    project: Project, syntax: Syntax, full_name: str, scope: Scope, going: Collection[str] = ()
) -> LocalName | None:
    """How ``scope`` calls the library's ``full_name``; None when every fitting name is taken.

    ``going``: names that the file binds now and will not any more.
    """
    module, _, name = full_name.rpartition(".")
    if not module:
        return _whole_module(project, syntax, name, scope, going)
    for bound, bindings in syntax.scopes.module_scope.bindings.items():
        imported = len(bindings) == 1 and bindings[0].kind == "import" and isinstance(bindings[0].node, ast.ImportFrom)
        if not imported or bound in going or bindings[0].name != name:
            continue
        node = bindings[0].node
        unnested = syntax.scopes.parent(node) is syntax.module
        if unnested and project.resolve(syntax.path, bound, scope) == External(full_name):
            return LocalName(bound, None)
    through = _through_module(project, syntax, module, scope)
    if through is not None:
        return LocalName(f"{through}.{name}", None)
    taken = bound_names(syntax.scopes.nodes()) - set(going)
    for candidate in (name, f"{module.rpartition('.')[2]}_{name}"):
        if candidate not in taken and not hasattr(builtins, candidate):
            return LocalName(candidate, ImportNeed(syntax.path, module, name, None if candidate == name else candidate))
    return None


def _whole_module(
    project: Project, syntax: Syntax, module: str, scope: Scope, going: Collection[str]
) -> LocalName | None:
    """A module that is needed as a whole: ``json``."""
    through = _through_module(project, syntax, module, scope)
    if through is not None:
        return LocalName(through, None)
    if module in bound_names(syntax.scopes.nodes()) - set(going):
        return None
    return LocalName(module, ImportNeed(syntax.path, module, ""))


def _through_module(project: Project, syntax: Syntax, module: str, scope: Scope) -> str | None:
    """How a file that imports a module as a whole calls it."""
    for bound, bindings in syntax.scopes.module_scope.bindings.items():
        node = bindings[0].node if len(bindings) == 1 and bindings[0].kind == "import" else None
        if not isinstance(node, ast.Import) or syntax.scopes.parent(node) is not syntax.module:
            continue
        for alias in node.names:
            if alias.name == module and (alias.asname or module.partition(".")[0]) == bound:
                text = alias.asname or module
                if project.resolve(syntax.path, text, scope) == External(module):
                    return text
    return None
