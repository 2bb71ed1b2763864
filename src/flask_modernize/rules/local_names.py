"""How a file calls something that new code uses: by an import it has, or by one that it is given."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import ImportNeed
from flask_modernize.project.objects import External
from flask_modernize.rewriting.imports import bound_names

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
        return LocalName(name, None)
    for bound, bindings in syntax.scopes.module_scope.bindings.items():
        imported = len(bindings) == 1 and bindings[0].kind == "import" and isinstance(bindings[0].node, ast.ImportFrom)
        if not imported or bound in going or bindings[0].name != name:
            continue
        node = bindings[0].node
        unnested = syntax.scopes.parent(node) is syntax.module
        if unnested and project.resolve(syntax.path, bound, scope) == External(full_name):
            return LocalName(bound, None)
    taken = bound_names(syntax.scopes.nodes()) - set(going)
    for candidate in (name, f"{module.rpartition('.')[2]}_{name}"):
        if candidate not in taken and not hasattr(builtins, candidate):
            return LocalName(candidate, ImportNeed(syntax.path, module, name, None if candidate == name else candidate))
    return None
