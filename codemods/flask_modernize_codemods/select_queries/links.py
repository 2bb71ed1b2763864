"""What each method of the chain does to the statement, and how it is written for a select().

Every rule is a function ``(statement, call, context) -> Step | Refusal``; the table at the end maps method names to
rules. Sources: ``sqlalchemy.orm.query`` and ``sqlalchemy.sql.selectable`` of 2.0 and 2.1.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flask_modernize_codemods.select_queries.joins import join_by_name, join_target, relationship_text
from flask_modernize_codemods.select_queries.loader_options import loader, loader_text, string_loader
from flask_modernize_codemods.select_queries.parents import parent_criterion
from flask_modernize_codemods.select_queries.statement import Entity, Kind, Refusal, Statement, identity

if TYPE_CHECKING:
    from flask_modernize_codemods.select_queries.expressions import Expressions


@dataclass(frozen=True, slots=True)
class Change:
    """How one link is written anew; the default keeps it byte for byte.

    ``arguments`` replaces what stands between the parentheses; it may hold marks of ``Expressions.source``.
    """

    rename: str | None = None
    drop: bool = False
    arguments: str | None = None
    target: str | None = None
    """``filter_by`` becomes ``where`` on the attributes of this class."""
    head: bool = False
    """The arguments of this link become the SELECT list of the head; the link itself goes."""


KEEP = Change()


@dataclass(frozen=True, slots=True)
class Step:
    statement: Statement
    change: Change = KEEP


Rule = Callable[[Statement, ast.Call, "Expressions"], Step | Refusal]


def _after_limit(statement: Statement, call: ast.Call) -> Refusal | None:
    if statement.limited:
        name = call.func.attr if isinstance(call.func, ast.Attribute) else "this"
        return Refusal("Q-LEGACY-RAISES", f"{name}() after limit() or offset() raises InvalidRequestError on a Query")
    if statement.from_statement:
        return Refusal("Q-LEGACY-RAISES", "criteria after from_statement() raise on a Query")
    return None


def with_parent(statement: Statement, call: ast.Call, context: Expressions) -> Step | Refusal:
    """``with_parent(user)`` is ``where(with_parent(user, User.posts))``."""
    found = _after_limit(statement, call) or parent_criterion(statement, call, context)
    if isinstance(found, Refusal):
        return found
    return Step(found[0], Change(rename="where", arguments=found[1]))


def filter_(statement: Statement, call: ast.Call, context: Expressions) -> Step | Refusal:
    """``filter(c)`` is ``where(c)``; ``filter(None)`` and keywords keep their name."""
    refusal = _after_limit(statement, call)
    if refusal:
        return refusal
    if call.keywords:
        return Refusal("Q-LEGACY-RAISES", "filter() takes no keyword arguments")
    own = all(context.names_only(argument, statement) for argument in call.args)
    literal_none = any(isinstance(argument, ast.Constant) and argument.value is None for argument in call.args)
    rename = "where" if call.args and not literal_none else None
    changed = replace(
        statement,
        criteria=statement.criteria or bool(call.args),
        certain_criteria=statement.certain_criteria or any(not isinstance(each, ast.Starred) for each in call.args),
        repeats=statement.repeats or not own,
        plain=statement.plain and own,
    )
    return Step(changed, Change(rename=rename))


def filter_by(statement: Statement, call: ast.Call, context: Expressions) -> Step | Refusal:
    """Applies to the last joined entity; SQLAlchemy 2.1's select() looks at all of them, so the target is written
    out.
    """
    refusal = _after_limit(statement, call)
    if refusal:
        return refusal
    if call.args:
        return Refusal("Q-LEGACY-RAISES", "filter_by() takes keyword arguments only")
    named = any(keyword.arg is not None for keyword in call.keywords)
    changed = replace(
        statement,
        criteria=statement.criteria or bool(call.keywords),
        certain_criteria=statement.certain_criteria or named,
        by_keyword=True,
    )
    unknown = context.unknown_attribute(statement.target, call)
    if unknown:
        return Refusal("Q-LEGACY-RAISES", f"filter_by({unknown}=...) is no attribute of what it applies to")
    if not (statement.joined or statement.several_froms or _ambiguous(statement)) or not call.keywords:
        return Step(changed)
    if any(keyword.arg is None for keyword in call.keywords):
        return Refusal("Q-FILTERBY-TARGET", "filter_by(**arguments) after a join cannot be written per attribute")
    if statement.target is None:
        return Refusal("Q-FILTERBY-TARGET", "the entity that filter_by() applies to after this join is not known")
    target = context.text_for(statement.target, call)
    if target is not None and statement.target.kind is Kind.TABLE:
        target += ".c"
    if target is None:
        return Refusal(
            "Q-FILTERBY-TARGET",
            f"filter_by() applies to {statement.target.text}, which has no name in this module",
        )
    return Step(changed, Change(rename="where", target=target))


def _ambiguous(statement: Statement) -> bool:
    """Whether ``Select.filter_by`` would look at a table, or at several things, where a Query looks at one class."""
    if len(statement.entities) == 1 and statement.entities[0].kind is not Kind.COLUMN:
        return False
    return not all(entity.plain_column and entity.of == statement.entities[0].of for entity in statement.entities)


def order_by(statement: Statement, call: ast.Call, context: Expressions) -> Step | Refusal:
    """Same on a select(); ``order_by(False)`` meant "no order" and becomes ``order_by(None)``."""
    refusal = _after_limit(statement, call)
    if refusal:
        return refusal
    if context.text_label(call.args, statement):
        return Refusal("Q-TEXT-LABEL", "text() may name a label that only a Query makes")
    reset = len(call.args) == 1 and isinstance(call.args[0], ast.Constant) and call.args[0].value in (None, False)
    if reset:
        is_false = isinstance(call.args[0], ast.Constant) and call.args[0].value is False
        changed = replace(statement, ordered=False, foreign_order=False, ordered_by_text=False)
        return Step(changed, Change(arguments="None") if is_false else KEEP)
    own = all(context.names_only(argument, statement) for argument in call.args)
    selected = all(context.is_selected(argument, statement) for argument in call.args)
    changed = replace(
        statement,
        ordered=True,
        repeats=statement.repeats or not own,
        plain=statement.plain and own,
        foreign_order=statement.foreign_order or not selected,
        ordered_by_text=statement.ordered_by_text or any(_is_text(argument, statement) for argument in call.args),
    )
    if changed.distinct and changed.foreign_order:
        return Refusal("Q-DISTINCT-ORDER", "ORDER BY on something that is not selected, with distinct()")
    return Step(changed)


def _is_text(node: ast.expr, statement: Statement) -> bool:
    """Whether an ORDER BY element names a column by a string that is not one of the statement's own labels."""
    labels = {entity.key for entity in statement.entities if ".label(" in entity.text}
    return any(
        isinstance(child, ast.Constant) and isinstance(child.value, str) and child.value not in labels
        for child in ast.walk(node)
    )


def group_by(statement: Statement, call: ast.Call, context: Expressions) -> Step | Refusal:
    refusal = _after_limit(statement, call)
    if refusal:
        return refusal
    if context.text_label(call.args, statement):
        return Refusal("Q-TEXT-LABEL", "text() may name a label that only a Query makes")
    return Step(replace(statement, grouped=True, plain=False, repeats=True, get_blocked=True))


def having(statement: Statement, call: ast.Call, context: Expressions) -> Step | Refusal:
    refusal = _after_limit(statement, call)
    return refusal or Step(replace(statement, grouped=True, plain=False, repeats=True, get_blocked=True))


def distinct(statement: Statement, call: ast.Call, context: Expressions) -> Step | Refusal:
    """A Query with distinct() adds ORDER BY columns to the SELECT list, a select() does not."""
    if statement.from_statement:
        return Refusal("Q-LEGACY-RAISES", "distinct() after from_statement() raises on a Query")
    if statement.foreign_order:
        return Refusal("Q-DISTINCT-ORDER", "ORDER BY on something that is not selected, with distinct()")
    return Step(replace(statement, distinct=True, plain=False, get_blocked=True))


def limit(statement: Statement, call: ast.Call, context: Expressions) -> Step | Refusal:
    if statement.from_statement:
        return Refusal("Q-LEGACY-RAISES", "limit() after from_statement() raises on a Query")
    if len(call.args) != 1 or call.keywords:
        return Refusal("Q-UNKNOWN-ARGUMENTS", "limit() with these arguments")
    argument = call.args[0]
    one = isinstance(argument, ast.Constant) and argument.value == 1 and argument.value is not True
    return Step(replace(statement, limited=True, plain=False, one_row=one, get_blocked=True))


def offset(statement: Statement, call: ast.Call, context: Expressions) -> Step | Refusal:
    if statement.from_statement:
        return Refusal("Q-LEGACY-RAISES", "offset() after from_statement() raises on a Query")
    return Step(replace(statement, limited=True, plain=False, get_blocked=True))


def slice_(statement: Statement, call: ast.Call, context: Expressions) -> Step | Refusal:
    if len(call.args) != 2 or call.keywords:
        return Refusal("Q-UNKNOWN-ARGUMENTS", "slice() with these arguments")
    return Step(replace(statement, limited=True, one_row=False, plain=False, get_blocked=True))


def join(statement: Statement, call: ast.Call, context: Expressions) -> Step | Refusal:
    """Same on a select() in the forms that SQLAlchemy 2.0 kept."""
    refusal = _after_limit(statement, call)
    if refusal:
        return refusal
    for keyword in call.keywords:
        if keyword.arg in ("aliased", "from_joinpoint"):
            return Refusal("Q-REMOVED-API", f"join({keyword.arg}=...) is gone in SQLAlchemy 2.0")
        if keyword.arg not in ("isouter", "full", "onclause", "target"):
            return Refusal("Q-UNKNOWN-ARGUMENTS", "join() with these arguments")
    arguments = list(call.args)
    if not arguments or any(isinstance(argument, ast.Starred) for argument in arguments):
        return Refusal("Q-UNKNOWN-ARGUMENTS", "join() with these arguments")
    change = KEEP
    if len(arguments) == 1 and isinstance(arguments[0], ast.Tuple) and len(arguments[0].elts) == 2:
        # 1.x form join((Target, onclause)): the parentheses go.
        change = Change(arguments=context.inside(arguments[0]))
        arguments = list(arguments[0].elts)
    if len(arguments) > 2:
        return Refusal("Q-REMOVED-API", "join() along several relationships at once is gone in SQLAlchemy 2.0")
    if isinstance(arguments[0], ast.Constant):
        text = relationship_text(context, statement, arguments[0].value)
        if text is None or len(arguments) > 1:
            return Refusal("Q-REMOVED-API", "join() by a string whose relationship is not known in the project")
        change = Change(arguments=text)
        target, many = join_by_name(context, statement, str(arguments[0].value))
    else:
        if len(arguments) == 2 and _is_relationship(context, arguments[0]) and _is_relationship(context, arguments[1]):
            return Refusal("Q-REMOVED-API", "join() along several relationships at once is gone in SQLAlchemy 2.0")
        target, many = join_target(context, statement, arguments)
    # A full join gives a row without a left side for every right side that has none.
    many = many or any(keyword.arg == "full" for keyword in call.keywords)
    return Step(
        replace(
            statement,
            joined=True,
            several_froms=True,
            plain=False,
            criteria=True,
            get_blocked=True,
            target=target,
            froms=_with_from(statement, target),
            repeats=statement.repeats or many,
        ),
        change,
    )


def _with_from(statement: Statement, target: Entity | None) -> frozenset[object]:
    return statement.froms if target is None else statement.froms | {identity(target)}


def _is_relationship(context: Expressions, node: ast.expr) -> bool:
    found = context.relationship(node)
    return found is not None


def select_from(statement: Statement, call: ast.Call, context: Expressions) -> Step | Refusal:
    refusal = _after_limit(statement, call)
    if refusal:
        return refusal
    if statement.joined:
        return Refusal("Q-UNKNOWN-METHOD", "select_from() after a join")
    if len(call.args) != 1 or call.keywords:
        return Refusal("Q-UNKNOWN-ARGUMENTS", "select_from() with these arguments")
    target = context.entity(call.args[0])
    if target is not None and target.kind is Kind.COLUMN:
        target = None
    several = statement.several_froms or len(_classes(statement)) > 1
    same = target is not None and target.cls is not None and {target.cls} == _classes(statement)
    return Step(
        replace(
            statement,
            target=target,
            froms=_with_from(statement, target),
            from_elements=True,
            several_froms=several or not same,
            plain=False,
            get_blocked=True,
            criteria=True,
            repeats=statement.repeats or not same,
        )
    )


def _classes(statement: Statement) -> set[object]:
    return {entity.cls for entity in statement.entities if entity.cls is not None}


_PLAIN_LOADERS = ("selectinload", "subqueryload", "lazyload", "load_only", "defer", "undefer", "noload", "raiseload")


def options(statement: Statement, call: ast.Call, context: Expressions) -> Step | Refusal:
    """Loader options carry over; a joined one keeps ``unique()``."""
    if call.keywords or any(isinstance(argument, ast.Starred) for argument in call.args):
        sources: tuple[str, ...] = ("*",)
        eager = True
    else:
        sources = tuple(context.source(argument) for argument in call.args)
        eager = not all(loader(context, argument) in _PLAIN_LOADERS for argument in call.args)
        if any(string_loader(context, argument) for argument in call.args):
            return _string_options(statement, call, context)
        if any(loader(context, argument) in ("joinedload_all", "subqueryload_all") for argument in call.args):
            return Refusal("Q-REMOVED-API", "joinedload_all() and its kin are gone in SQLAlchemy 2.0")
    get_arguments = statement.get_arguments
    blocked = statement.get_blocked or any(text.startswith("options=") for text in get_arguments) or "*" in sources
    if not blocked and call.args:
        get_arguments = (*get_arguments, f"options=[{', '.join(sources)}]")
    return Step(
        replace(
            statement,
            options=True,
            eager=statement.eager or eager,
            get_arguments=get_arguments,
            get_blocked=blocked,
        )
    )


def _string_options(statement: Statement, call: ast.Call, context: Expressions) -> Step | Refusal:
    """``joinedload("posts")`` becomes ``joinedload(User.posts)`` when the relationship is known."""
    texts = []
    for argument in call.args:
        text = loader_text(context, statement, argument)
        if text is None:
            return Refusal("Q-REMOVED-API", "a loader option by string, of a relationship that is not known")
        texts.append(text)
    changed = replace(statement, options=True, eager=True, get_blocked=True)
    return Step(changed, Change(arguments=", ".join(texts)))


def with_for_update(statement: Statement, call: ast.Call, context: Expressions) -> Step | Refusal:
    if call.args:
        return Refusal("Q-UNKNOWN-ARGUMENTS", "with_for_update() with positional arguments")
    if any(keyword.arg is None for keyword in call.keywords):
        return Step(replace(statement, plain=False, get_blocked=True))
    inner = ", ".join(f'"{keyword.arg}": {context.source(keyword.value)}' for keyword in call.keywords)
    text = f"with_for_update={{{inner}}}" if inner else "with_for_update=True"
    return Step(replace(statement, plain=False, get_arguments=(*statement.get_arguments, text)))


def execution_options(statement: Statement, call: ast.Call, context: Expressions) -> Step | Refusal:
    if call.args or any(keyword.arg is None for keyword in call.keywords):
        return Step(replace(statement, plain=False, get_blocked=True))
    names = {keyword.arg for keyword in call.keywords}
    inner = ", ".join(f'"{keyword.arg}": {context.source(keyword.value)}' for keyword in call.keywords)
    return Step(
        replace(
            statement,
            plain=False,
            yield_per=statement.yield_per or "yield_per" in names,
            get_arguments=(*statement.get_arguments, f"execution_options={{{inner}}}"),
            get_blocked=statement.get_blocked or any("execution_options" in text for text in statement.get_arguments),
        )
    )


def populate_existing(statement: Statement, call: ast.Call, context: Expressions) -> Step | Refusal:
    change = Change(rename="execution_options", arguments="populate_existing=True")
    arguments = (*statement.get_arguments, "populate_existing=True")
    return Step(replace(statement, plain=False, get_arguments=arguments), change)


def autoflush(statement: Statement, call: ast.Call, context: Expressions) -> Step | Refusal:
    if len(call.args) != 1 or call.keywords:
        return Refusal("Q-UNKNOWN-ARGUMENTS", "autoflush() with these arguments")
    change = Change(rename="execution_options", arguments=f"autoflush={context.source(call.args[0])}")
    return Step(replace(statement, plain=False, get_blocked=True), change)


def yield_per(statement: Statement, call: ast.Call, context: Expressions) -> Step | Refusal:
    if len(call.args) != 1 or call.keywords:
        return Refusal("Q-UNKNOWN-ARGUMENTS", "yield_per() with these arguments")
    if statement.eager or (statement.entity is not None and context.joined_collection(statement.entity)):
        return Refusal("Q-LEGACY-RAISES", "yield_per() with a collection that is loaded by a join")
    change = Change(rename="execution_options", arguments=f"yield_per={context.source(call.args[0])}")
    return Step(replace(statement, plain=False, yield_per=True, get_blocked=True), change)


def enable_eagerloads(statement: Statement, call: ast.Call, context: Expressions) -> Step | Refusal:
    if len(call.args) != 1 or not isinstance(call.args[0], ast.Constant) or call.args[0].value is not False:
        return Refusal("Q-UNKNOWN-ARGUMENTS", "enable_eagerloads() with these arguments")
    name = context.naming.orm("lazyload", call)
    if name is None:
        return Refusal("Q-NAME-COLLISION", "lazyload cannot be imported here")
    return Step(replace(statement, plain=False, get_blocked=True), Change(rename="options", arguments=f'{name}("*")'))


def params(statement: Statement, call: ast.Call, context: Expressions) -> Step | Refusal:
    if statement.from_statement:
        if call.args or any(keyword.arg is None for keyword in call.keywords) or statement.parameters:
            return Refusal("Q-UNKNOWN-METHOD", "params() after from_statement()")
        # A from_statement() takes its parameters with the execution.
        text = ", ".join(f'"{keyword.arg}": {context.source(keyword.value)}' for keyword in call.keywords)
        return Step(replace(statement, parameters=text), Change(drop=True))
    return Step(replace(statement, plain=False, get_blocked=True))


def from_statement(statement: Statement, call: ast.Call, context: Expressions) -> Step | Refusal:
    if statement.criteria or statement.limited or statement.ordered or statement.entity is None:
        return Refusal("Q-LEGACY-RAISES", "from_statement() after criteria")
    return Step(replace(statement, from_statement=True, plain=False, repeats=True, get_blocked=True))


def with_entities(statement: Statement, call: ast.Call, context: Expressions) -> Step | Refusal:
    """The columns move into ``select()`` when only this entity's own criteria came before; else with_only_columns.

    ``Query.with_entities`` and ``Select.with_only_columns`` keep the joins and criteria so far by the same code.
    """
    if statement.from_statement or statement.limited or not call.args:
        return Refusal("Q-UNKNOWN-METHOD", "with_entities() after limit() or from_statement()")
    entities = context.entities(call)
    if isinstance(entities, Refusal):
        return entities
    own = statement.entity
    belong = own is not None and all(each.exact and (each.of or each.text) == own.text for each in entities)
    changed = replace(
        statement,
        entities=entities,
        from_model=False,
        plain=False,
        get_blocked=True,
        foreign_order=statement.ordered,
        several_froms=statement.several_froms or not belong,
        repeats=statement.repeats or not belong or any(entity.kind is Kind.MODEL for entity in entities),
    )
    if changed.distinct and changed.foreign_order:
        return Refusal("Q-DISTINCT-ORDER", "ORDER BY on something that is not selected, with distinct()")
    moves = belong and statement.plain and not statement.options
    if moves and not (statement.by_keyword and _ambiguous(changed)):
        return Step(replace(changed, target=own), Change(head=True))
    if statement.options and any(entity.kind is Kind.MODEL for entity in entities):
        return Refusal("Q-UNKNOWN-METHOD", "with_entities() of a model after options()")
    target = statement.target if statement.joined or statement.from_elements else entities[0]
    if statement.joined and target is not None and target.text != (entities[0].of or entities[0].text):
        target = (
            None  # filter_by() went to what was joined last up to SQLAlchemy 1.3, and goes to the first column since
        )
    return Step(replace(changed, target=target, replaced=True), Change(rename="with_only_columns"))


def add_columns(statement: Statement, call: ast.Call, context: Expressions) -> Step | Refusal:
    if statement.from_statement:
        return Refusal("Q-UNKNOWN-METHOD", "add_columns() after from_statement()")
    entities = context.entities(call)
    if isinstance(entities, Refusal):
        return entities
    combined = (*statement.entities, *entities)
    several = statement.several_froms or len({entity.cls for entity in combined if entity.cls is not None}) > 1
    changed = replace(
        statement,
        entities=combined,
        plain=False,
        get_blocked=True,
        from_model=False,
        several_froms=several,
        repeats=True,
        foreign_order=statement.foreign_order,
    )
    name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    return Step(changed, Change(rename="add_columns") if name != "add_columns" else KEEP)


def reset_joinpoint(statement: Statement, call: ast.Call, context: Expressions) -> Step | Refusal:
    return Step(replace(statement, target=statement.entities[0]), Change(drop=True))


def with_labels(statement: Statement, call: ast.Call, context: Expressions) -> Step | Refusal:
    return Refusal("Q-UNKNOWN-METHOD", "with_labels() changes the label style, which rarely is what is wanted today")


def keep(statement: Statement, call: ast.Call, context: Expressions) -> Step | Refusal:
    """Same name and meaning on a select()."""
    return Step(replace(statement, plain=False, get_blocked=True))


def correlate(statement: Statement, call: ast.Call, context: Expressions) -> Step | Refusal:
    if not call.args or any(isinstance(argument, ast.Constant) for argument in call.args):
        return Refusal("Q-UNKNOWN-ARGUMENTS", "correlate() with these arguments")
    return Step(replace(statement, plain=False, get_blocked=True))


def union(statement: Statement, call: ast.Call, context: Expressions) -> Step | Refusal:
    return Refusal("Q-UNION", "a union of queries")


def removed(statement: Statement, call: ast.Call, context: Expressions) -> Step | Refusal:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else "this"
    return Refusal("Q-REMOVED-API", f"{name}() is gone in SQLAlchemy 2.0")


LINKS: Mapping[str, Rule] = {
    "filter": filter_,
    "where": filter_,
    "filter_by": filter_by,
    "with_parent": with_parent,
    "order_by": order_by,
    "group_by": group_by,
    "having": having,
    "distinct": distinct,
    "limit": limit,
    "offset": offset,
    "slice": slice_,
    "join": join,
    "outerjoin": join,
    "select_from": select_from,
    "options": options,
    "with_for_update": with_for_update,
    "execution_options": execution_options,
    "populate_existing": populate_existing,
    "autoflush": autoflush,
    "yield_per": yield_per,
    "enable_eagerloads": enable_eagerloads,
    "params": params,
    "from_statement": from_statement,
    "with_entities": with_entities,
    "add_columns": add_columns,
    "add_column": add_columns,
    "add_entity": add_columns,
    "reset_joinpoint": reset_joinpoint,
    "with_labels": with_labels,
    "apply_labels": with_labels,
    "correlate": correlate,
    "prefix_with": keep,
    "suffix_with": keep,
    "with_hint": keep,
    "with_statement_hint": keep,
    "union": union,
    "union_all": union,
    "intersect": union,
    "intersect_all": union,
    "except_": union,
    "except_all": union,
    "from_self": removed,
    "select_entity_from": removed,
    "with_polymorphic": removed,
    "with_lockmode": removed,
}
"""Rules by the method's name on ``Query``."""


def needs_unique(statement: Statement, context: Expressions) -> bool:
    """Whether the result of the select() has to be de-duplicated as the Query did (semantics of ``Query._iter``)."""
    if statement.yield_per or not statement.has_entities:
        return False
    if len(statement.entities) > 1 or statement.repeats or statement.eager:
        return True
    entity = statement.entities[0]
    return context.joined_collection(entity) != ""
