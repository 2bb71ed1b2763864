"""Queries over ``lazy="dynamic"`` relationships: ``user.posts.filter_by(...)``.

The query that such a relationship gives is ``select(Post).where(with_parent(user, User.posts))``, but only for a
parent that is in the database: that of a new object lists what was appended to it. So the parent has to come out of a
query.
"""

from __future__ import annotations

import ast

from flask_modernize.project import Project
from flask_modernize.project.memory import remembered_structure
from flask_modernize.project.models import Relationship, models
from flask_modernize.project.objects import ClassObject
from flask_modernize_codemods.select_queries.expressions import Expressions
from flask_modernize_codemods.select_queries.heads import TELLING, Head, class_refusal
from flask_modernize_codemods.select_queries.statement import (
    Entity,
    Kind,
    Refusal,
    SessionText,
    Statement,
    identity,
)

PERSISTENT_ENDINGS = frozenset({"get_or_404", "first_or_404", "one", "one_or_404"})
"""The ends of a query that give one object out of the database, and never None: with_parent(None) would find
nothing.
"""


@remembered_structure
def dynamic_names(project: Project) -> frozenset[str]:
    """The names of all ``lazy="dynamic"`` relationships of the project."""
    return frozenset(
        name
        for model in models(project).values()
        for name, relationship in model.relationships.items()
        if relationship.lazy == "dynamic" and name.isidentifier()
    )


def dynamic_head(node: ast.Attribute, parent: ClassObject | None, context: Expressions) -> Head | None:
    """The head that ``parent.name`` is, in front of a method of a Query; None when it is something else.

    ``parent`` is the class of the object, where it is known to come out of the database.
    """
    attribute = context.scopes.parent(node)
    call = context.scopes.parent(attribute) if isinstance(attribute, ast.Attribute) else None
    if not isinstance(attribute, ast.Attribute) or attribute.attr not in TELLING or not isinstance(call, ast.Call):
        return None
    if context.model(node.value) is not None or not isinstance(node.ctx, ast.Load):
        return None
    made = _statement(node, parent, context) if parent is not None else f"{ast.unparse(node.value)[:40]} may be new"
    if isinstance(made, str):
        text = f"{ast.unparse(node)[:40]} is a lazy='dynamic' relationship, and {made}"
        return Head(node, node.value, False, None, Refusal("Q-DYNAMIC-REL", text))
    statement, criterion = made
    return Head(node, node.value, False, statement, criterion=criterion)


def _statement(node: ast.Attribute, parent: ClassObject, context: Expressions) -> tuple[Statement, str] | str:
    """The statement and its first criterion, or why it cannot be written."""
    relationship = context.known(parent).relationships.get(node.attr)
    if relationship is None or relationship.lazy != "dynamic":
        return f"{parent.name} has no dynamic relationship of that name"
    target = _target(relationship, context)
    if isinstance(target, str):
        return target
    texts = [
        context.text_for(Entity(Kind.MODEL, cls.name, cls, cls.name), node) for cls in (target, relationship.owner)
    ]
    if texts[0] is None or texts[1] is None:
        return f"{target.name} or {relationship.owner.name} has no name in this module"
    entity = Entity(Kind.MODEL, texts[0], target, texts[0].split(".")[-1])
    database = context.known(target).database
    statement = Statement(
        (entity,),
        SessionText("", database),
        False,
        entity,
        froms=frozenset({identity(entity)}),
        criteria=True,
        plain=False,
        get_blocked=True,
    )
    return statement, "({with_parent}(" + context.source(node.value) + f", {texts[1]}.{node.attr}))"


def _target(relationship: Relationship, context: Expressions) -> ClassObject | str:
    """The class at the other end, or why its query has no counterpart."""
    if relationship.target is None:
        return "its target is not known"
    if relationship.secondary:
        return "it goes over a secondary table"
    if relationship.order_by is not None:
        return "it has an order of its own"
    model = context.known(relationship.target)
    refusal = class_refusal(model, context)
    if refusal is not None:
        return refusal.message
    if model.database is None:
        return "its session is not known"
    return relationship.target
