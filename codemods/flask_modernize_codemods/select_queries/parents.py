"""``query.with_parent(user)``: the rows that belong to an object.

A Query looks for the first relationship of the object's class that leads to the entity; ``with_parent()`` of today has
to be given it. It can be told where only one relationship of the whole program leads there.
"""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from flask_modernize.project.memory import remembered
from flask_modernize.project.models import Relationship, models
from flask_modernize_codemods.select_queries.statement import Entity, Kind, Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask_modernize.project import ClassObject, Project
    from flask_modernize_codemods.select_queries.expressions import Expressions
    from flask_modernize_codemods.select_queries.statement import Statement

_ARGUMENTS = "Q-UNKNOWN-ARGUMENTS"


def parent_criterion(statement: Statement, call: ast.Call, context: Expressions) -> tuple[Statement, str] | Refusal:
    """The statement with its new criterion, and the text of that, with marks."""
    entity = statement.entity
    if entity is None or entity.cls is None or entity.alias or len(call.args) not in (1, 2) or call.keywords:
        return Refusal(_ARGUMENTS, "with_parent() with these arguments")
    if len(call.args) == 2:
        given = call.args[1]
        owner = context.model(given.value) if isinstance(given, ast.Attribute) else None
        if not isinstance(given, ast.Attribute) or owner is None:
            return Refusal(_ARGUMENTS, "with_parent() takes the relationship itself today, not its name")
        relationship = owner.relationships.get(given.attr)
        text, secondary = context.source(given), relationship is None or relationship.secondary
    else:
        leading = _leading_to(context.project).get(entity.cls, ())
        if len(leading) != 1:
            message = f"by which relationship {entity.cls.name} belongs to {ast.unparse(call.args[0])[:40]} is not said"
            return Refusal(_ARGUMENTS, message)
        cls = leading[0].owner
        name = context.text_for(Entity(Kind.MODEL, cls.name, cls, cls.name), call)
        if name is None:
            return Refusal("Q-NAME-COLLISION", f"{cls.name}, the parent of these, has no name here")
        text, secondary = f"{name}.{leading[0].name}", leading[0].secondary
    changed = replace(
        statement,
        criteria=True,
        certain_criteria=True,
        plain=statement.plain and not secondary,
        repeats=statement.repeats or secondary,
        get_blocked=statement.get_blocked or secondary,
    )
    return changed, "{with_parent}(" + context.source(call.args[0]) + f", {text})"


@remembered
def _leading_to(project: Project) -> Mapping[ClassObject, tuple[Relationship, ...]]:
    """The relationships that lead to each mapped class; nothing where some of the program's are not known."""
    found: dict[ClassObject, dict[tuple[ClassObject, str], Relationship]] = {}
    for model in models(project).values():
        if not model.complete or model.unclear:
            return {}
        for relationship in model.relationships.values():
            if relationship.target is None:
                return {}
            place = (relationship.owner, relationship.name)
            found.setdefault(relationship.target, {})[place] = relationship
    return {target: tuple(each.values()) for target, each in found.items()}
