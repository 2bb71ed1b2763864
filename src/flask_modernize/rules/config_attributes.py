"""Configuration keys that are attributes of the application today: ``JSON_SORT_KEYS`` is ``app.json.sort_keys``."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Edit
from flask_modernize.project.config_loads import Load, config_loads, feeds
from flask_modernize.project.config_places import KeyPlace, KeyUse
from flask_modernize.project.config_spaces import UPDATES
from flask_modernize.project.library_types import library_classes
from flask_modernize.project.test_paths import is_test_path
from flask_modernize.rewriting.source_text import line_text, span
from flask_modernize.rules.config_key_kinds import ConfigKeyToAttribute
from flask_modernize.rules.config_removal import take_out
from flask_modernize.rules.config_sites import (
    Answer,
    application_of,
    body_of,
    doubts,
    in_quotes_of,
    is_statement,
    quote_of,
    span_of,
    text_of,
)

if TYPE_CHECKING:
    from flask_modernize.project import Project
    from flask_modernize.project.syntax import Syntax


def to_attribute(project: Project, use: KeyUse, rule: ConfigKeyToAttribute) -> Answer | None:
    """What becomes of the key: assignments to the attribute where it was written to the app's configuration, and after
    the settings are loaded where they have it."""
    answer = Answer(f"{rule.key} is app.{rule.attribute}")
    advice = f"Set app.{rule.attribute} {'to the opposite ' if rule.negated else ''}instead."
    direct = [each for each in use.writes if _is_direct(each)]
    loaded = [each for each in use.writes if each not in direct]
    if not direct and _is_set_from_key(use, rule):
        return None
    answer.problems += doubts(use, advice)
    losses = losses_of(project, rule.lost_by)
    for place in direct:
        _assign(answer, place, rule, losses)
    if loaded:
        _assign_after_loads(answer, project, loaded, rule, losses)
    else:
        for place in use.reads:
            _read(answer, place, rule)
    return answer if answer.edits or answer.problems else None


def _is_direct(place: KeyPlace) -> bool:
    """Whether the place writes to the configuration of an application that has a name there."""
    if application_of(place) is None:
        return False
    return (is_statement(place) and place.form == "item") or (place.form == "keyword" and _is_update(place))


def _is_update(place: KeyPlace) -> bool:
    return isinstance(place.statement, ast.Expr) and place.value is not None


def _value(place: KeyPlace, value: ast.expr, negated: bool) -> str:
    text = text_of(place, value)
    if not negated:
        return text
    if isinstance(value, ast.Constant) and isinstance(value.value, bool):
        return str(not value.value)
    loose = isinstance(value, ast.BoolOp | ast.IfExp | ast.Lambda | ast.NamedExpr)
    return f"not ({text})" if loose else f"not {text}"


def _assign(answer: Answer, place: KeyPlace, rule: ConfigKeyToAttribute, losses: Losses) -> None:
    statement = place.statement
    assert statement is not None
    assert place.value is not None
    assert place.syntax is not None
    text = f"{application_of(place)}.{rule.attribute}"
    answer.places.append(place)
    later = losses.behind(place.syntax, statement)
    if losses.may_come_later(place.syntax, statement):
        answer.refuse(
            place,
            f"app.{rule.attribute} would be lost where app.{rule.attribute.partition('.')[0]} is made anew",
            f"Set app.{rule.attribute} after that.",
        )
    if isinstance(statement, ast.Assign) and later is None:
        target = span_of(place, statement.targets[0])
        answer.edits.append(Edit(place.path, *target, place.source.encode(text)))
        if rule.negated:
            value = span_of(place, place.value)
            answer.edits.append(Edit(place.path, *value, place.source.encode(_value(place, place.value, True))))
        return
    answer.edits += take_out(answer, [place], kept=True)
    line = f"{text} = {_value(place, place.value, rule.negated)}"
    answer.edits.append(_line_behind(place.syntax, later or statement, line))


def _line_behind(syntax: Syntax, statement: ast.stmt, line: str) -> Edit:
    """A line of its own behind a statement, as deep as that."""
    source = syntax.source
    first = line_text(source, statement.lineno)
    indent = first[: len(first) - len(first.lstrip())]
    end = source.line_span(statement.end_lineno or statement.lineno)[1]
    before = "" if source.data[:end].endswith((b"\n", b"\r")) else "\n"
    after = "\n" if not before else ""
    return Edit(syntax.path, end, end, source.encode(f"{before}{indent}{line}{after}"))


# --- what makes the object anew that the attribute is set on ---


@dataclass(frozen=True, slots=True, eq=False)
class Losses:
    """The statements after which what was set before is lost, by file."""

    statements: Mapping[str, Sequence[tuple[Syntax, ast.stmt]]]

    def behind(self, syntax: Syntax, statement: ast.stmt) -> ast.stmt | None:
        """The last of them that stands behind a statement in the same body."""
        body = body_of(syntax, statement)
        found = [each for _, each in self.statements.get(syntax.path, ()) if each in body]
        return max((each for each in found if each.lineno > statement.lineno), key=_line, default=None)

    def may_come_later(self, syntax: Syntax, statement: ast.stmt) -> bool:
        """Whether one of them is in a function, which may be called after the statement has run."""
        if is_test_path(syntax.path):
            return False
        body = body_of(syntax, statement)
        return any(
            holder.scopes.enclosing_function(each) is not None and each not in body
            for found in self.statements.values()
            for holder, each in found
        )


def _line(statement: ast.stmt) -> int:
    return statement.lineno


def losses_of(project: Project, attributes: Sequence[str]) -> Losses:
    """The assignments to these attributes of applications."""
    found: dict[str, list[tuple[Syntax, ast.stmt]]] = {}
    for path in sorted({path for name in attributes for path in project.files_with(f".{name}".encode())}):
        syntax = project.syntax(path)
        for node in syntax.scopes.nodes() if syntax is not None else ():
            if not isinstance(node, ast.Attribute) or node.attr not in attributes or syntax is None:
                continue
            scope = syntax.scopes.scope_of(node)
            if isinstance(node.ctx, ast.Store) and "flask.Flask" in library_classes(project, path, node.value, scope):
                found.setdefault(path, []).append((syntax, syntax.scopes.statement_of(node)))
    return Losses(found)


# --- reads ---


def _read(answer: Answer, place: KeyPlace, rule: ConfigKeyToAttribute) -> None:
    application = application_of(place)
    node = _whole_read(place)
    if application is None or node is None:
        answer.refuse(place, f"{rule.key} is read here", f"Read app.{rule.attribute} instead.")
        return
    text = f"{application}.{rule.attribute}"
    if rule.negated:
        text = f"(not {text})" if _needs_brackets(place, node) else f"not {text}"
    answer.edits.append(Edit(place.path, *span_of(place, node), place.source.encode(text)))
    answer.places.append(place)


def _whole_read(place: KeyPlace) -> ast.expr | None:
    """``app.config["KEY"]`` or ``app.config.get("KEY")`` around the key."""
    if place.role != "read" or place.syntax is None or place.node is None:
        return None
    parent = place.syntax.scopes.parent(place.node)
    if isinstance(parent, ast.Subscript):
        return parent
    is_get = isinstance(parent, ast.Call) and isinstance(parent.func, ast.Attribute) and parent.func.attr == "get"
    return parent if is_get and isinstance(parent, ast.Call) else None


def _needs_brackets(place: KeyPlace, node: ast.expr) -> bool:
    assert place.syntax is not None
    return isinstance(place.syntax.scopes.parent(node), ast.Compare | ast.BinOp | ast.UnaryOp | ast.Attribute)


# --- settings that are loaded ---


def _is_set_from_key(use: KeyUse, rule: ConfigKeyToAttribute) -> bool:
    """Whether some statement sets the attribute from the key already."""
    for place in use.reads:
        statement = place.statement
        for each in ast.walk(statement) if statement is not None else ():
            if isinstance(each, ast.Assign) and ast.unparse(each.targets[0]).endswith("." + rule.attribute):
                return True
    return False


def _assign_after_loads(
    answer: Answer, project: Project, loaded: list[KeyPlace], rule: ConfigKeyToAttribute, losses: Losses
) -> None:
    """The attribute is set from the key, behind the last load of each function that loads settings with the key."""
    statements = list(_last_loads(project, loaded, rule))
    if not statements:
        for place in loaded:
            answer.refuse(place, f"{rule.key} has no effect today", f"Set app.{rule.attribute} where the app is made.")
        return
    for load, last in statements:
        statement = losses.behind(load.syntax, last) or last
        config = load.syntax.source.text(*span(load.syntax.source, load.config))
        application = config.removesuffix(".config")
        quote = quote_of(load.syntax.source)
        key = f"{quote}{rule.key}{quote}"
        default = in_quotes_of(load.syntax.source, rule.default)
        read = f"{config}.get({key}, {default})" if default else f"{config}[{key}]"
        negation = "not " if rule.negated else ""
        line = f"{application}.{rule.attribute} = {negation}{read}"
        if not rule.default:
            indent = "    "
            answer.edits.append(_lines_behind(load.syntax, statement, [f"if {key} in {config}:", indent + line]))
        else:
            answer.edits.append(_lines_behind(load.syntax, statement, [line]))
    answer.places += loaded


def _lines_behind(syntax: Syntax, statement: ast.stmt, lines: list[str]) -> Edit:
    first = line_text(syntax.source, statement.lineno)
    indent = first[: len(first) - len(first.lstrip())]
    return _line_behind(syntax, statement, f"\n{indent}".join(lines))


def _last_loads(
    project: Project, loaded: list[KeyPlace], rule: ConfigKeyToAttribute
) -> Iterator[tuple[Load, ast.stmt]]:
    """For each function or module that loads settings with the key: the last load, and its outermost statement."""
    last: dict[tuple[str, int], Load] = {}
    wanted: set[tuple[str, int]] = set()
    for load in config_loads(project, rule.space):
        if not isinstance(load.config, ast.Attribute) or (load.method in UPDATES and not load.call.args):
            continue
        owner = load.syntax.scopes.enclosing_function(load.call)
        where = (load.syntax.path, owner.lineno if owner is not None else 0)
        if where not in last or load.call.lineno > last[where].call.lineno:
            last[where] = load
        if feeds(project, rule.space, load, loaded):
            wanted.add(where)
    for where in sorted(wanted):
        load = last[where]
        yield load, _outermost(load)


def _outermost(load: Load) -> ast.stmt:
    """The statement of the function's (or module's) own body that a load stands in."""
    owner = load.syntax.scopes.enclosing_function(load.call)
    found = load.syntax.scopes.statement_of(load.call)
    for each in load.syntax.scopes.ancestors(load.call):
        if each is owner or isinstance(each, ast.ClassDef):
            break
        if isinstance(each, ast.stmt):
            found = each
    return found
