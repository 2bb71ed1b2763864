"""What becomes of a value that an expression gives: used on the spot, or through the one variable that holds it."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from flask_modernize.rules.matches import File


def uses(file: File, node: ast.expr) -> Sequence[ast.expr] | None:
    """The expressions that a value is used through: ``node`` itself, or every read of the variable it is assigned to.

    None where the variable has other values too, or may be read from elsewhere.
    """
    parent = file.syntax.scopes.parent(node)
    if not (isinstance(parent, ast.Assign) and parent.value is node):
        return (node,)
    if len(parent.targets) != 1 or not isinstance(parent.targets[0], ast.Name):
        return None
    name = parent.targets[0].id
    owner = file.scope(parent).lookup(name)
    if owner is None or owner.kind != "function" or len(owner.bindings.get(name, ())) != 1:
        return None
    return [
        each
        for each in ast.walk(owner.node)
        if isinstance(each, ast.Name)
        and each.id == name
        and isinstance(each.ctx, ast.Load)
        and file.scope(each).lookup(name) is owner
    ]
