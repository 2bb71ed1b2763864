"""Where a query starts: ``Model.query`` and ``session.query(...)``, and whether select() may stand in for it."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_modernize.facts import ClassFacts
from flask_modernize.project.databases import Database, query_listeners
from flask_modernize.project.memory import remembered
from flask_modernize.project.model_classes import is_harmless
from flask_modernize.project.models import Model, models
from flask_modernize.project.objects import ClassObject, External, Member
from flask_modernize.project.sessions import SessionOrigin, replaced_session, session_of
from flask_modernize_codemods.select_queries.expressions import Expressions, family
from flask_modernize_codemods.select_queries.statement import (
    Entity,
    Kind,
    Refusal,
    SessionText,
    Statement,
    identity,
)

if TYPE_CHECKING:
    from flask_modernize.project import Project


@dataclass(frozen=True, slots=True)
class Head:
    """A legacy site. ``node`` is ``Model.query`` or the call ``session.query(...)``; ``owner`` what stands before
    ``.query``; ``statement`` is None when it cannot be rewritten for the reason in ``refusal``."""

    node: ast.expr
    owner: ast.expr
    is_call: bool
    statement: Statement | None
    refusal: Refusal | None = None
    criterion: str = ""
    """A criterion that the head itself stands for, in parentheses; ``{name}`` are names of SQLAlchemy."""


def model_head(node: ast.Attribute, context: Expressions) -> Head | None:
    """The head that ``X.query`` is; None when X is nothing that has queries."""
    opened = context.open_class(_instance(node.value))
    if opened is not None:
        model = context.known(opened) if family(context.project, opened) else None
    else:
        model = context.model(node.value)
    if model is None or (opened is None and "query" in model.columns):
        return None
    refusal = class_refusal(model, context) if opened is None else _open_refusal(opened, context)
    if refusal is not None:
        return Head(node, node.value, False, None, refusal)
    text = ast.unparse(node.value)
    if opened is not None and not context.is_class_name(node.value):
        text = f"type({text})" if isinstance(node.value, ast.Name) else text
    entity = Entity(Kind.MODEL, text, model.cls, text.split(".")[-1])
    session = _model_session(model, context)
    if isinstance(session, Refusal):
        return Head(node, node.value, False, None, session)
    statement = Statement((entity,), session, True, entity, froms=frozenset({identity(entity)}))
    return Head(node, node.value, False, statement)


TELLING = frozenset(
    {
        "filter",
        "filter_by",
        "get",
        "get_or_404",
        "first",
        "first_or_404",
        "order_by",
        "all",
        "join",
        "outerjoin",
        "options",
    }
    | {"paginate", "count", "delete", "with_entities", "group_by", "distinct", "one", "one_or_none", "limit"}
)


_ONLY_HERE = frozenset(
    {"filter_by", "get_or_404", "first_or_404", "order_by", "paginate", "with_entities", "outerjoin"}
)
"""Methods that tell a SQLAlchemy query wherever they stand behind ``.query``."""


def unknown_head(node: ast.Attribute, context: Expressions) -> Head | None:
    """``x.query.filter_by(...)`` where x may be a model: a site, but not one that can be rewritten."""
    if not isinstance(node.value, (ast.Name, ast.Attribute, ast.Subscript)):
        return None
    parent = context.scopes.parent(node)
    call = context.scopes.parent(parent) if isinstance(parent, ast.Attribute) else None
    method = parent.attr if isinstance(parent, ast.Attribute) and isinstance(call, ast.Call) else ""
    text = ast.unparse(node.value)
    if not (_may_be_model(node.value, method, context) or _is_called_model(node, parent, text)):
        return None
    return Head(node, node.value, False, None, Refusal("Q-UNKNOWN-MODEL", f"{text} is not known to be a model"))


def _may_be_model(owner: ast.expr, method: str, context: Expressions) -> bool:
    """Whether a method of a Query on ``owner.query`` tells that it is a model."""
    if method not in TELLING:
        return False
    found = context.resolve(owner)
    if method in _ONLY_HERE:
        return found is None or isinstance(found, ClassObject | External | Member)
    if isinstance(found, ClassObject):
        return _may_be_mapped(found, context.project)
    of_models = isinstance(found, External) and {"model", "models"} & set(found.name.split(".")[:-1])
    return (found is None or bool(of_models)) and _has_models(context.project)


@remembered
def _has_models(project: Project) -> bool:
    known = models(project) or project.mentioning("SQLAlchemy")
    return bool(known) or next(project.files_with(b"sqlalchemy"), None) is not None


def _may_be_mapped(cls: ClassObject, project: Project) -> bool:
    """Whether a class that is no model for all that is known may be one: by a base that is made, or elsewhere."""
    definition = project.definition(cls)
    bases = definition.bases if isinstance(definition, ClassFacts) else ()
    if any(base[0] == "name" and base[1].endswith("Model") for base in bases):
        return True
    above = project.ancestors(cls)
    return _has_models(project) and any(
        each is None or (isinstance(each, External) and not is_harmless(each)) for each in above
    )


def _is_called_model(node: ast.Attribute, parent: ast.AST | None, text: str) -> bool:
    """``model.query`` passed on as it is: the name says what it is meant to be."""
    plain = isinstance(node.ctx, ast.Load) and not isinstance(parent, (ast.Attribute, ast.Subscript))
    is_callee = isinstance(parent, ast.Call) and parent.func is node
    return plain and not is_callee and sounds_like_model(text.rpartition(".")[2])


def sounds_like_model(name: str) -> bool:
    last = name.lower()
    return last in ("model", "klass") or last.endswith(("_model", "objectclass"))


def _model_session(model: Model, context: Expressions) -> SessionText | Refusal:
    if model.database is not None:
        return SessionText("", model.database)
    if model.query_property is not None and context.options.get("query-property", False):
        return SessionText("", None, variable=model.query_property)
    if model.query_property is not None:
        return Refusal(
            "Q-QUERY-PROPERTY",
            "the model's query comes from a session's query_property(); see the option query-property",
        )
    return Refusal("Q-UNKNOWN-SESSION", "the session behind this model's query is not known")


def _instance(node: ast.expr) -> ast.expr:
    """``self`` of ``type(self)`` and ``self.__class__``."""
    if (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "type"
        and len(node.args) == 1
    ):
        return node.args[0]
    if isinstance(node, ast.Attribute) and node.attr == "__class__":
        return node.value
    return node


def class_refusal(model: Model, context: Expressions) -> Refusal | None:
    if model.custom_query:
        return Refusal("Q-CUSTOM-QUERY-CLASS", f"{model.cls.name}: {model.custom_query}")
    replaced = replaced_session(context.project, model.database) if model.database is not None else ""
    if replaced:
        return Refusal("Q-CUSTOM-QUERY-CLASS", f"{model.cls.name}: {replaced}")
    return _listener_refusal(context)


def _listener_refusal(context: Expressions) -> Refusal | None:
    for listener in query_listeners(context.project):
        if listener.event.startswith("before_compile"):
            place = f"{listener.path}:{listener.line}"
            return Refusal("Q-EVENT-LISTENER", f"a {listener.event} listener ({place}) would not see a select()")
    return None


def _open_refusal(cls: ClassObject, context: Expressions) -> Refusal | None:
    """``cls.query`` stands for every subclass: all of them have to be plain models of one database."""
    found = family(context.project, cls)
    databases = {model.database for model in found if not model.abstract or model.cls == cls}
    if len(databases) > 1:
        return Refusal("Q-OPEN-CLASS", f"subclasses of {cls.name} belong to several databases")
    for model in found:
        refusal = class_refusal(model, context)
        if refusal is not None:
            return refusal
    return None


def session_head(node: ast.Call, context: Expressions) -> Head | None:
    """The head that ``X.query(...)`` is; None when X has nothing to do with SQLAlchemy."""
    assert isinstance(node.func, ast.Attribute)
    owner = node.func.value
    origin = session_of(context.project, context.path, owner, context.scope(node))
    if origin is None:
        if _looks_like_session(owner) and _may_be_entities(node, context):
            text = ast.unparse(owner)
            return Head(node, owner, True, None, Refusal("Q-UNKNOWN-SESSION", f"{text} is not known to be a session"))
        return None
    if origin.custom_query:
        return Head(node, owner, True, None, Refusal("Q-CUSTOM-QUERY-CLASS", origin.custom_query))
    refusal = _listener_refusal(context)
    if refusal is not None:
        return Head(node, owner, True, None, refusal)
    entities = context.entities(node)
    if isinstance(entities, Refusal):
        return Head(node, owner, True, None, entities)
    if not entities:
        return Head(node, owner, True, None, Refusal("Q-UNKNOWN-ENTITY", "query() without entities"))
    owners = {_owner(entity) for entity in entities if _owner(entity) is not None}
    statement = Statement(
        entities,
        _session(origin, owner, context),
        False,
        _filter_target(entities),
        froms=frozenset(owners),
        several_froms=len(owners) > 1,
        repeats=len(owners) > 1,
        get_blocked=len(entities) > 1,
    )
    return Head(node, owner, True, statement)


def _session(origin: SessionOrigin, owner: ast.expr, context: Expressions) -> SessionText:
    database = origin.database
    if origin.kind == "flask-sqlalchemy" and database is not None and not _is_kept(owner, database, context):
        return SessionText("", database)
    return SessionText(ast.unparse(owner), database, context.path, sharded=origin.sharded)


def _is_kept(owner: ast.expr, database: Database, context: Expressions) -> bool:
    """Whether a session that the program puts another in place of has a name of its own: there it stays the same."""
    return bool(database.replaced) and context.resolve(owner) != Member(database.variable, "session")


def _owner(entity: Entity) -> object | None:
    if entity.kind is not Kind.COLUMN:
        return identity(entity)
    if entity.cls is not None and not entity.alias:
        return entity.cls
    return entity.of or None


def _filter_target(entities: tuple[Entity, ...]) -> Entity | None:
    first = entities[0]
    if first.kind is not Kind.COLUMN:
        return first
    if first.of:
        return Entity(Kind.MODEL if first.cls else Kind.TABLE, first.of, first.cls, first.of, alias=first.alias)
    return None


def _looks_like_session(node: ast.expr) -> bool:
    if isinstance(node, ast.Call):
        node = node.func
    last = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
    return "session" in last.lower() or last in ("db", "s")


def _may_be_entities(node: ast.Call, context: Expressions) -> bool:
    """Whether a call ``x.query(...)`` can be a Session's: nothing in it is text, or something is a model."""
    if any(_is_mapped(argument, context) for argument in node.args):
        return True
    plain = [each for each in node.args if not isinstance(each, (ast.Constant, ast.JoinedStr, ast.BinOp))]
    return bool(node.args) and len(plain) == len(node.args) and not node.keywords


def _is_mapped(node: ast.expr, context: Expressions) -> bool:
    return any(
        isinstance(child, (ast.Name, ast.Attribute)) and context.model(child) is not None for child in ast.walk(node)
    )
