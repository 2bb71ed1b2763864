"""The mapped class that a query gives one object of: ``User.query.filter_by(name=name).first()``."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from flask_modernize.project.models import model_of
from flask_modernize.project.objects import ClassObject
from flask_modernize.project.sessions import session_of

if TYPE_CHECKING:
    from flask_modernize.project.project import Project
    from flask_modernize.project.scopes import Scope

_GIVING_ONE = frozenset({"first", "first_or_404", "get", "get_or_404", "one", "one_or_404", "one_or_none"})
_STEPS = frozenset(
    {
        *("distinct", "enable_eagerloads", "execution_options", "filter", "filter_by", "group_by", "having", "join"),
        *("limit", "offset", "options", "order_by", "outerjoin", "populate_existing", "slice", "with_for_update"),
    }
)
"""Methods of a query that leave alone what it is about."""


def loaded_entity(project: Project, path: str, node: ast.Call, scope: Scope) -> ClassObject | None:
    """The model of which a call gives one object (or None, or an error); None where it is no such call."""
    function = node.func
    if not isinstance(function, ast.Attribute) or function.attr not in _GIVING_ONE:
        return None
    query = function.value
    while isinstance(query, ast.Call) and isinstance(query.func, ast.Attribute) and query.func.attr in _STEPS:
        query = query.func.value
    if isinstance(query, ast.Attribute) and query.attr == "query":
        return _model(project, path, query.value, scope)
    if isinstance(query, ast.Call) and isinstance(query.func, ast.Attribute) and query.func.attr == "query":
        if len(query.args) == 1 and session_of(project, path, query.func.value, scope) is not None:
            return _model(project, path, query.args[0], scope)
    elif function.attr == "get" and node.args and session_of(project, path, function.value, scope) is not None:
        return _model(project, path, node.args[0], scope)
    return None


def _model(project: Project, path: str, node: ast.expr, scope: Scope) -> ClassObject | None:
    dotted = ast.unparse(node) if isinstance(node, ast.Name | ast.Attribute) else None
    obj = project.resolve(path, dotted, scope) if dotted is not None else None
    return obj if isinstance(obj, ClassObject) and model_of(project, obj) is not None else None
