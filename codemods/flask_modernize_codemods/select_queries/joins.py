"""What a join adds to a statement, and whether it can repeat the rows of its left side."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from flask_modernize.project.models import Relationship, is_unique_column, may_repeat
from flask_modernize_codemods.select_queries.statement import Entity, Kind, Statement

if TYPE_CHECKING:
    from flask_modernize_codemods.select_queries.expressions import Expressions


def relationship_text(context: Expressions, statement: Statement, name: object) -> str | None:
    """``Model.name`` for the 1.x form ``join("name")``, if the relationship is known."""
    left = statement.target
    if left is None or left.cls is None or left.kind is not Kind.MODEL:
        return None
    found = context.known(left.cls).relationships.get(str(name))
    return f"{left.text}.{name}" if found is not None else None


def join_by_name(context: Expressions, statement: Statement, name: str) -> tuple[Entity | None, bool]:
    """As :func:`join_target`, for the relationship of that name of what was joined last."""
    left = statement.target
    assert left is not None
    assert left.cls is not None
    found = context.known(left.cls).relationships[name]
    return _target(found), may_repeat(context.project, found)


def _target(found: Relationship) -> Entity | None:
    if found.target is None:
        return None
    return Entity(Kind.MODEL, found.target.name, found.target, found.target.name)


def join_target(context: Expressions, statement: Statement, arguments: list[ast.expr]) -> tuple[Entity | None, bool]:
    """What a join adds, and whether it can repeat the rows of its left side."""
    along = context.relationship(arguments[0])
    if along is not None:
        if along.owner not in statement.froms and not _owned_by_from(context, along, statement):
            # Written from the other side: the rows that it joins are not those of its target.
            return None, True
        of_type = _of_type(arguments[0])
        target = context.entity(of_type) if of_type is not None else _target(along)
        return target, may_repeat(context.project, along)
    target = context.entity(arguments[0])
    if target is None or target.kind is Kind.COLUMN:
        return None, True
    if target.cls is None:
        return target, True
    if len(arguments) == 2:
        return target, _onclause_repeats(context, arguments[1], target, statement)
    return target, _implicit_repeats(context, statement, target)


def _owner_of(column: Entity) -> Entity:
    return Entity(Kind.MODEL, column.of, column.cls, column.of, alias=column.alias)


def _owned_by_from(context: Expressions, along: Relationship, statement: Statement) -> bool:
    """Whether a FROM element is a subclass or an alias of the relationship's class."""
    models_here = [entity.cls for entity in statement.entities if entity.cls is not None]
    if statement.target is not None and statement.target.cls is not None:
        models_here.append(statement.target.cls)
    return any(along.owner == cls or along.owner in context.known(cls).bases for cls in models_here)


def _onclause_repeats(context: Expressions, onclause: ast.expr, target: Entity, statement: Statement) -> bool:
    along = context.relationship(onclause)
    if along is not None:
        return along.target != target.cls or may_repeat(context.project, along)
    if not (isinstance(onclause, ast.Compare) and len(onclause.ops) == 1 and isinstance(onclause.ops[0], ast.Eq)):
        return True
    assert target.cls is not None
    model = context.known(target.cls)
    for side, other in ((onclause.left, onclause.comparators[0]), (onclause.comparators[0], onclause.left)):
        made = context.entity(side)
        outer = context.entity(other)
        if made is None or outer is None or outer.of == target.text or not isinstance(side, ast.Attribute):
            continue
        if not outer.plain_column or not context.in_froms(_owner_of(outer), statement):
            continue
        if made.of == target.text and is_unique_column(model, side.attr):
            return False
    return True


def _implicit_repeats(context: Expressions, statement: Statement, target: Entity) -> bool:
    left = [entity for entity in statement.entities if entity.kind is Kind.MODEL and entity.cls is not None]
    if len(left) != 1 or statement.joined or target.cls is None or left[0].cls is None:
        return True
    found = [each for each in context.known(left[0].cls).relationships.values() if each.target == target.cls]
    return not found or any(may_repeat(context.project, each) for each in found)


def _of_type(node: ast.expr) -> ast.expr | None:
    while isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr == "of_type" and len(node.args) == 1:
            return node.args[0]
        node = node.func.value
    return None
