"""How a query ends: what runs the statement, and in which form the result comes back.

Every rule is a function ``(statement, call, context, used) -> Ending | Refusal``; ``used`` says whether the program
uses the value of the call. Templates name ``{session}``, ``{db}`` and ``{statement}``.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_modernize_codemods.select_queries.links import needs_unique
from flask_modernize_codemods.select_queries.statement import Kind, Refusal, Statement

if TYPE_CHECKING:
    from flask_modernize_codemods.select_queries.expressions import Expressions


@dataclass(frozen=True, slots=True)
class Ending:
    """``template`` wraps the statement; ``head`` is what the head becomes (``select``, ``count``, ``delete``,
    ``update`` or ``entity``: the bare class); ``suffix`` is appended to the statement; ``skip_order`` drops ORDER BY
    and options.
    """

    template: str
    head: str = "select"
    suffix: str = ""
    skip_order: bool = False
    functions: tuple[str, ...] = ()
    """Names from sqlalchemy that the template uses, as ``{name}``."""


Rule = Callable[[Statement, ast.Call, "Expressions", bool], Ending | Refusal]

_RESULT = "{session}.execute({statement})"
_SCALARS = "{session}.scalars({statement})"


def _run(statement: Statement, context: Expressions) -> str:
    unique = ".unique()" if needs_unique(statement, context) else ""
    result = _SCALARS if statement.entity is not None else _RESULT
    if statement.parameters:
        result = result.replace("{statement}", "{statement}, {" + statement.parameters + "}")
    return result + unique


def _label_refusal(statement: Statement, context: Expressions, limited: bool) -> Refusal | None:
    """``order_by("name")`` with a joined collection and a LIMIT: a Query wraps the statement and loses the name."""
    joined = statement.eager or any(context.joined_collection(entity) for entity in statement.entities)
    if statement.ordered_by_text and joined and (limited or statement.limited or statement.distinct):
        return Refusal("Q-LEGACY-RAISES", "order_by() by a string with a collection that is loaded by a join")
    several = len(statement.entities) > 1 or statement.grouped
    if statement.ordered_by_text and statement.has_entities and several:
        return Refusal("Q-LEGACY-RAISES", "order_by() by a string over several entities or groups")
    return None


def all_(statement: Statement, call: ast.Call, context: Expressions, used: bool) -> Ending | Refusal:
    if call.args or call.keywords:
        return Refusal("Q-LEGACY-RAISES", "all() takes no arguments")
    refusal = _label_refusal(statement, context, limited=False)
    return refusal or Ending(_run(statement, context) + ".all()")


def first(statement: Statement, call: ast.Call, context: Expressions, used: bool) -> Ending | Refusal:
    """``first()`` sends LIMIT 1; ``scalar()`` then gives that one instance or None, joined collections included."""
    if call.args or call.keywords:
        return Refusal("Q-LEGACY-RAISES", "first() takes no arguments")
    refusal = _label_refusal(statement, context, limited=True)
    if refusal is not None:
        return refusal
    if statement.from_statement:
        return Ending(_run(statement, context) + ".first()")
    suffix = "" if statement.one_row else ".limit(1)"
    if statement.entity is not None:
        if statement.yield_per:
            return Ending(_SCALARS + ".first()", suffix=suffix)
        return Ending("{session}.scalar({statement})", suffix=suffix)
    return Ending(_RESULT + ".first()", suffix=suffix)


def one(statement: Statement, call: ast.Call, context: Expressions, used: bool) -> Ending | Refusal:
    return _one(statement, call, context, "one")


def one_or_none(statement: Statement, call: ast.Call, context: Expressions, used: bool) -> Ending | Refusal:
    return _one(statement, call, context, "one_or_none")


def _one(statement: Statement, call: ast.Call, context: Expressions, name: str) -> Ending | Refusal:
    if call.args or call.keywords:
        return Refusal("Q-LEGACY-RAISES", f"{name}() takes no arguments")
    refusal = _label_refusal(statement, context, limited=False)
    if refusal is not None:
        return refusal
    plain = not needs_unique(statement, context) and not statement.yield_per and not statement.parameters
    if statement.entity is not None and plain:
        return Ending(f"{_RESULT}.scalar_{name}()")
    return Ending(f"{_run(statement, context)}.{name}()")


def scalar(statement: Statement, call: ast.Call, context: Expressions, used: bool) -> Ending | Refusal:
    """``Query.scalar()`` raises when several rows match; ``Session.scalar()`` would take the first of them."""
    if call.args or call.keywords:
        return Refusal("Q-LEGACY-RAISES", "scalar() takes no arguments")
    refusal = _label_refusal(statement, context, limited=False)
    if refusal is not None:
        return refusal
    if statement.entity is not None:
        if needs_unique(statement, context):
            return Ending(_run(statement, context) + ".one_or_none()")
        return Ending(_RESULT + ".scalar_one_or_none()")
    if statement.has_entities:
        return Refusal("Q-UNKNOWN-METHOD", "scalar() over several entities")
    certain = statement.one_row or (
        len(statement.entities) == 1 and statement.entities[0].aggregate and not statement.grouped
    )
    if certain and not (statement.limited and not statement.one_row) and not statement.session.sharded:
        return Ending("{session}.scalar({statement})")
    return Ending(_RESULT + ".scalar_one_or_none()")


def value(statement: Statement, call: ast.Call, context: Expressions, used: bool) -> Ending | Refusal:
    return Refusal("Q-REMOVED-API", "value() and values() are deprecated; use with_entities()")


def repeated_label(statement: Statement) -> str:
    """A label that two elements of the SELECT list have: a sub-query of a Query raises then. Empty if there is none."""
    keys = [entity.key for entity in statement.entities if entity.key is not None]
    labelled = {entity.key for entity in statement.entities if ".label(" in entity.text}
    return next((str(key) for key in keys if key in labelled and keys.count(key) > 1), "")


def count(statement: Statement, call: ast.Call, context: Expressions, used: bool) -> Ending | Refusal:
    """COUNT over the sub-query is always the same number; over the entity itself when only criteria were added."""
    if call.args or call.keywords:
        return Refusal("Q-LEGACY-RAISES", "count() takes no arguments")
    if statement.from_statement:
        return Refusal("Q-UNKNOWN-METHOD", "count() of from_statement()")
    if statement.session.sharded:
        return Refusal("Q-UNKNOWN-METHOD", "count() of a ShardedSession, which may count in several databases")
    repeated = repeated_label(statement)
    if repeated:
        return Refusal("Q-LEGACY-RAISES", f"count() of several columns labelled {repeated}")
    own = statement.entity is not None and not statement.several_froms and not statement.repeats
    if statement.plain and own and not statement.elsewhere:
        return Ending("{session}.scalar({statement})", head="count", skip_order=True, functions=("select", "func"))
    return Ending(
        "{session}.scalar({select}({func}.count()).select_from({statement}))",
        suffix=".subquery()",
        functions=("select", "func"),
    )


def get(statement: Statement, call: ast.Call, context: Expressions, used: bool) -> Ending | Refusal:
    key = _identity(statement, call, context, "get")
    if isinstance(key, Refusal):
        return key
    arguments = ", ".join((key, *statement.get_arguments))
    return Ending("{session}.get({statement}, " + arguments + ")", head="entity")


def get_or_404(statement: Statement, call: ast.Call, context: Expressions, used: bool) -> Ending | Refusal:
    database = _database(statement, context, "get_or_404")
    if isinstance(database, Refusal):
        return database
    description = _keyword(call, "description", 1)
    key = _identity(statement, call, context, "get_or_404")
    if isinstance(key, Refusal):
        return key
    extra = (f"description={context.source(description)}",) if description is not None else ()
    return Ending(
        "{db}.get_or_404({statement}, " + ", ".join((key, *statement.get_arguments, *extra)) + ")",
        head="entity",
    )


def _identity(statement: Statement, call: ast.Call, context: Expressions, name: str) -> str | Refusal:
    if statement.entity is None:
        return Refusal("Q-UNKNOWN-ENTITY", f"{name}() of something that is not one model")
    if statement.get_blocked and not (statement.criteria or statement.limited or statement.ordered):
        return Refusal("Q-UNKNOWN-METHOD", f"{name}() after these options")
    if statement.criteria or statement.limited or statement.ordered or statement.get_blocked:
        return Refusal("Q-LEGACY-RAISES", f"{name}() after criteria raises InvalidRequestError on a Query")
    if any(isinstance(argument, ast.Starred) for argument in call.args):
        return Refusal("Q-UNKNOWN-ARGUMENTS", f"{name}() with unpacked arguments")
    names = [keyword.arg for keyword in call.keywords]
    allowed = {"ident"} if name == "get" else {"ident", "description"}
    if None in names or not set(names) <= allowed or len(call.args) > (1 if name == "get" else 2):
        return Refusal("Q-UNKNOWN-ARGUMENTS", f"{name}() with these arguments")
    key = _keyword(call, "ident", 0)
    if key is None:
        return Refusal("Q-LEGACY-RAISES", f"{name}() without a primary key")
    return context.source(key)


def _keyword(call: ast.Call, name: str, place: int) -> ast.expr | None:
    if len(call.args) > place:
        return call.args[place]
    return next((keyword.value for keyword in call.keywords if keyword.arg == name), None)


def _database(statement: Statement, context: Expressions, name: str) -> Refusal | None:
    if statement.session.database is None:
        return Refusal("Q-UNKNOWN-METHOD", f"{name}() on a session that is not Flask-SQLAlchemy's")
    return context.needs_flask_sqlalchemy_3(name)


def first_or_404(statement: Statement, call: ast.Call, context: Expressions, used: bool) -> Ending | Refusal:
    return _or_404(statement, call, context, "first_or_404")


def one_or_404(statement: Statement, call: ast.Call, context: Expressions, used: bool) -> Ending | Refusal:
    if needs_unique(statement, context):
        return Refusal("Q-SHAPE", "one_or_404() where rows may repeat: db.one_or_404() does not de-duplicate")
    return _or_404(statement, call, context, "one_or_404")


def _or_404(statement: Statement, call: ast.Call, context: Expressions, name: str) -> Ending | Refusal:
    database = _database(statement, context, name)
    if isinstance(database, Refusal):
        return database
    if statement.entity is None:
        return Refusal("Q-PAGINATE-ROWS", f"{name}() over columns: db.{name}() gives a scalar, not a row")
    if statement.from_statement:
        return Refusal("Q-UNKNOWN-METHOD", f"{name}() of from_statement()")
    refusal = _label_refusal(statement, context, limited=name == "first_or_404")
    if refusal is not None:
        return refusal
    names = [keyword.arg for keyword in call.keywords]
    if len(call.args) > 1 or not set(names) <= {"description"}:
        return Refusal("Q-UNKNOWN-ARGUMENTS", f"{name}() with these arguments")
    description = _keyword(call, "description", 0)
    extra = f", description={context.source(description)}" if description is not None else ""
    suffix = ".limit(1)" if name == "first_or_404" and not statement.one_row else ""
    return Ending("{db}." + name + "({statement}" + extra + ")", suffix=suffix)


_PAGINATE = ("page", "per_page", "error_out", "max_per_page", "count")


def paginate(statement: Statement, call: ast.Call, context: Expressions, used: bool) -> Ending | Refusal:
    """``db.paginate`` takes keywords only; Flask-SQLAlchemy 2.x took them by place."""
    database = _database(statement, context, "paginate")
    if isinstance(database, Refusal):
        return database
    if statement.entity is None:
        return Refusal("Q-PAGINATE-ROWS", "paginate() over columns or several entities")
    if statement.limited or statement.from_statement:
        return Refusal("Q-LEGACY-RAISES", "paginate() after limit() raises on a Query")
    refusal = _label_refusal(statement, context, limited=True)
    if refusal is not None:
        return refusal
    names = [keyword.arg for keyword in call.keywords]
    if any(isinstance(argument, ast.Starred) for argument in call.args) or not set(names) <= {*_PAGINATE, None}:
        return Refusal("Q-UNKNOWN-ARGUMENTS", "paginate() with these arguments")
    if len(call.args) > len(_PAGINATE) or set(names) & set(_PAGINATE[: len(call.args)]):
        return Refusal("Q-LEGACY-RAISES", "paginate() with too many arguments")
    if not call.args and call.keywords:
        return Ending("{db}.paginate({statement}, " + context.inside(call) + ")")
    by_place = [f"{name}={context.source(value)}" for name, value in zip(_PAGINATE, call.args, strict=False)]
    by_name = [
        f"{keyword.arg}={context.source(keyword.value)}" if keyword.arg else f"**{context.source(keyword.value)}"
        for keyword in call.keywords
    ]
    arguments = "".join(f", {text}" for text in (*by_place, *by_name))
    return Ending("{db}.paginate({statement}" + arguments + ")")


def _bulk(statement: Statement, name: str, context: Expressions) -> Refusal | None:
    if context.bulk_listener():
        return Refusal(
            "Q-EVENT-LISTENER", f"an after_bulk_{name} listener ({context.bulk_listener()}) would not be called"
        )
    if len(statement.entities) != 1 or statement.entities[0].kind is Kind.COLUMN:
        return Refusal("Q-LEGACY-RAISES", f"{name}() of something that is not one model")
    if statement.entities[0].alias:
        return Refusal("Q-UNKNOWN-METHOD", f"{name}() of an alias")
    if statement.elsewhere and not statement.certain_criteria:
        return Refusal("Q-SHAPE", f"{name}() of a query that is built elsewhere, perhaps without criteria")
    if not _only_criteria(statement):
        return Refusal("Q-LEGACY-RAISES", f"{name}() after anything but criteria raises on a Query, or ignores it")
    return None


def _only_criteria(statement: Statement) -> bool:
    blocked = (
        statement.joined
        or statement.limited
        or statement.ordered
        or statement.grouped
        or statement.distinct
        or statement.from_statement
        or statement.from_elements
        or statement.options
        or statement.get_blocked
    )
    return not blocked and not statement.get_arguments


def delete(statement: Statement, call: ast.Call, context: Expressions, used: bool) -> Ending | Refusal:
    refusal = _bulk(statement, "delete", context)
    if refusal:
        return refusal
    return _bulk_ending(statement, call, context, used, "delete", 0, "")


def update(statement: Statement, call: ast.Call, context: Expressions, used: bool) -> Ending | Refusal:
    refusal = _bulk(statement, "update", context)
    if refusal:
        return refusal
    values = _keyword(call, "values", 0)
    if values is None or isinstance(values, ast.Starred):
        return Refusal("Q-UNKNOWN-ARGUMENTS", "update() with these arguments")
    return _bulk_ending(statement, call, context, used, "update", 1, f".values({context.source(values)})")


def _bulk_ending(
    statement: Statement, call: ast.Call, context: Expressions, used: bool, name: str, place: int, suffix: str
) -> Ending | Refusal:
    if any(isinstance(argument, ast.Starred) for argument in call.args) or len(call.args) > place + 1:
        return Refusal("Q-UNKNOWN-ARGUMENTS", f"{name}() with these arguments")
    names = {keyword.arg for keyword in call.keywords}
    if not names <= {"synchronize_session", "values"}:
        return Refusal("Q-REMOVED-API", f"{name}() with {', '.join(sorted(str(each) for each in names))}")
    synchronize = _keyword(call, "synchronize_session", place)
    if synchronize is not None:
        suffix += f".execution_options(synchronize_session={context.source(synchronize)})"
    rowcount = ".rowcount" if used else ""
    # What may stand before it beside criteria is order_by(None), which goes.
    if statement.elsewhere:
        text = context.text_for(statement.entities[0], call) or statement.entities[0].text
        template = "{session}.execute({" + name + "}(" + text + ").where({statement})" + suffix + ")" + rowcount
        return Ending(template, suffix=".whereclause", functions=(name,))
    return Ending(_RESULT + rowcount, head=name, suffix=suffix, skip_order=True, functions=(name,))


def tuples(statement: Statement, call: ast.Call, context: Expressions, used: bool) -> Ending | Refusal:
    return Refusal("Q-UNKNOWN-METHOD", "tuples()")


TERMINALS: Mapping[str, Rule] = {
    "all": all_,
    "first": first,
    "one": one,
    "one_or_none": one_or_none,
    "scalar": scalar,
    "value": value,
    "values": value,
    "count": count,
    "get": get,
    "get_or_404": get_or_404,
    "first_or_404": first_or_404,
    "one_or_404": one_or_404,
    "paginate": paginate,
    "delete": delete,
    "update": update,
    "tuples": tuples,
}
"""Rules by the method's name on ``Query``."""


def iterate(statement: Statement, context: Expressions) -> Ending | Refusal:
    """The query is iterated: the result is, in its place."""
    return _label_refusal(statement, context, limited=False) or Ending(_run(statement, context))


def listed(statement: Statement, context: Expressions) -> Ending | Refusal:
    """The query is handed to something that needs more than one pass or a length: a list is."""
    return _label_refusal(statement, context, limited=False) or Ending(_run(statement, context) + ".all()")


def indexed(statement: Statement, index: ast.expr, context: Expressions) -> Ending | Refusal:
    """``q[2]``, ``q[1:5]``, ``q[:5]`` with literal, non-negative bounds."""
    if statement.from_statement:
        return Refusal("Q-UNKNOWN-METHOD", "indexing of from_statement()")
    refusal = _label_refusal(statement, context, limited=True)
    if refusal is not None:
        return refusal
    if isinstance(index, ast.Slice):
        return _sliced(statement, index, context)
    place = _literal(index)
    if place is None or place < 0:
        return Refusal("Q-UNKNOWN-ARGUMENTS", "an index that is not a literal, or is negative")
    return Ending(_run(statement, context) + ".all()[0]", suffix=f".slice({place}, {place + 1})")


def _sliced(statement: Statement, index: ast.Slice, context: Expressions) -> Ending | Refusal:
    lower, upper = _literal(index.lower), _literal(index.upper)
    if index.step is not None or (index.lower is not None and lower is None) or (lower or 0) < 0:
        return Refusal("Q-UNKNOWN-ARGUMENTS", "a slice with a step or bounds that are not literal")
    if index.upper is not None and upper is None:
        return Refusal("Q-UNKNOWN-ARGUMENTS", "a slice with bounds that are not literal")
    if upper is not None and upper <= (lower or 0):
        return Refusal("Q-UNKNOWN-ARGUMENTS", "an empty slice sends no statement at all")
    if upper is None and statement.limited:
        return Refusal("Q-UNKNOWN-ARGUMENTS", "an open slice after limit()")
    if upper is None:
        suffix = f".offset({lower})" if lower else ""
    else:
        from_start = f".slice(0, {upper})" if statement.limited else f".limit({upper})"
        suffix = f".slice({lower}, {upper})" if lower else from_start
    return Ending(_run(statement, context) + ".all()", suffix=suffix)


def _literal(node: ast.expr | None) -> int | None:
    if isinstance(node, ast.Constant) and type(node.value) is int:
        return node.value
    return None
