"""Configuration keys that are items of one dictionary today: ``SQLALCHEMY_POOL_SIZE`` is an engine option."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_modernize.facts.sketch import dotted_name
from flask_modernize.planning.contract import Edit
from flask_modernize.project.config_places import KeyPlace, KeyUse
from flask_modernize.project.objects import ClassObject, External, FunctionObject
from flask_modernize.rules.config_key_kinds import ConfigKeyToItem
from flask_modernize.rules.config_removal import comment_behind, indent_of, take_out
from flask_modernize.rules.config_sites import (
    Answer,
    body_of,
    config_of,
    doubts,
    in_quotes_of,
    is_statement,
    quote_of,
    span_of,
    text_of,
)

if TYPE_CHECKING:
    from flask_modernize.project import Project

_WIDTH = 88
"""Columns up to which a dictionary is written on one line."""


@dataclass(frozen=True, slots=True)
class _Item:
    """One item of the dictionary: its name, and the place that gives it today. ``optional``: it may be None, which
    says nothing.
    """

    name: str
    place: KeyPlace
    optional: bool = False

    @property
    def value(self) -> ast.expr:
        assert self.place.value is not None
        return self.place.value


def to_items(
    project: Project, uses: Mapping[str, KeyUse], into: str, rules: Sequence[ConfigKeyToItem]
) -> Iterator[Answer]:
    """What becomes of keys that are items of the dictionary ``into``, all of them together."""
    answer = Answer(f"{into} holds {', '.join(each.key for each in rules if uses[each.key].places)}")
    names = {rule.key: rule.item for rule in rules}
    found: dict[tuple[str, int], list[_Item]] = {}
    for rule in rules:
        use = uses[rule.key]
        advice = f'Put it into {into} as "{rule.item}".'
        answer.problems += doubts(use, advice)
        for place in use.reads:
            _read(answer, place, into, rule.item, advice)
        for place in use.writes:
            if (place.syntax is None and place.form != "line") or place.value is None:
                answer.refuse(place, f"{rule.key} has no effect today", advice)
            else:
                optional = _may_be_none(project, place, place.value)
                found.setdefault(_container(place), []).append(_Item(names[place.key], place, optional))
    for container, items in sorted(found.items()):
        items.sort(key=lambda each: each.place.start)
        given = [each for each in uses[into].writes if _container(each) == container]
        _merge(answer, project, items, given, into, len(found) > 1, names, uses)
    if answer.edits or answer.problems:
        answer.places += [each.place for items in found.values() for each in items]
        yield answer


def _read(answer: Answer, place: KeyPlace, into: str, item: str, advice: str) -> None:
    parent = place.syntax.scopes.parent(place.node) if place.syntax is not None and place.node is not None else None
    if place.role != "read" or not isinstance(parent, ast.Subscript):
        answer.refuse(place, f"{place.key} is read here", advice)
        return
    text = text_of(place, parent.value) + in_quotes_of(place.source, f'["{into}"]["{item}"]')
    answer.edits.append(Edit(place.path, *span_of(place, parent), place.source.encode(text)))
    answer.places.append(place)


def _may_be_none(project: Project, place: KeyPlace, value: ast.expr) -> bool:
    """Whether a value may be None: a constant None, what a function of the project gives, a variable of the
    environment without a default.
    """
    if isinstance(value, ast.Constant):
        return _is_none(value)
    if not isinstance(value, ast.Call):
        return False
    dotted = dotted_name(value.func)
    known = project.resolve(place.path, dotted) if dotted is not None and place.syntax is not None else None
    name = known.name if isinstance(known, External) else dotted
    if name in ("os.getenv", "os.environ.get"):
        return len(value.args) == 1 and not value.keywords
    return isinstance(known, FunctionObject)


def _is_none(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is None


def _container(place: KeyPlace) -> tuple[str, int]:
    """What one dictionary can hold: a class body, a module, a call, the statements of one body."""
    if place.syntax is None or place.node is None:
        return place.path, 0
    if place.form in ("keyword", "pair"):
        holder = place.syntax.scopes.parent(place.node)
        return place.path, getattr(holder, "lineno", 0)
    return place.path, -body_of(place.syntax, place.statement)[0].lineno if place.statement is not None else 0


def _merge(
    answer: Answer,
    project: Project,
    items: Sequence[_Item],
    given: Sequence[KeyPlace],
    into: str,
    elsewhere: bool,
    names: Mapping[str, str],
    uses: Mapping[str, KeyUse],
) -> None:
    """Writes the items of one container as one dictionary."""
    first = items[0].place
    maybe = next((each.place for each in items if each.optional), None)
    if not all(is_statement(each.place) or each.place.form in ("keyword", "pair") for each in items):
        answer.refuse(first, f"{first.key} has no effect today", f"Put it into {into}.")
        return
    if given and maybe is None:
        _extend(answer, items, given, into)
        return
    base, problem = _inherited(project, first, into, uses)
    if all(_is_none(each.value) for each in items) and not (given or base or problem or elsewhere):
        answer.edits += take_out(answer, [each.place for each in items])  # they say nothing
        return
    if maybe is not None and (given or base or elsewhere):
        first, problem = maybe, f"{maybe.key} may be None here, which was ignored and is not any more"
    if problem:
        answer.refuse(first, problem, f"Put the options together in {into} by hand.")
        return
    if first.form == "item" and elsewhere:
        config = config_of(first)
        get = in_quotes_of(first.source, f'.get("{into}", {{}})')
        base = text_of(first, config) + get if config is not None else ""
    if first.form in ("keyword", "pair"):
        _replace_items(answer, items, into)
    else:
        _replace_statements(answer, items, into, base)


def _inherited(project: Project, place: KeyPlace, into: str, uses: Mapping[str, KeyUse]) -> tuple[str, str]:
    """The options of a base class, as an expression; or why they cannot be told."""
    if place.form != "attribute" or place.syntax is None or place.statement is None:
        return "", ""
    owner = place.syntax.scopes.parent(place.statement)
    if not isinstance(owner, ast.ClassDef):
        return "", "the setting stands under a condition in its class"
    scope = place.syntax.scopes.inner_scope(owner)
    writers = {_class_of(each) for use in uses.values() for each in use.writes}
    lines = [each for each in project.ancestors(ClassObject(place.path, scope.qualname)) if each in writers]
    if not lines:
        return "", ""
    if len(owner.bases) != 1:
        return "", "a base class has such options, too"
    return f"{text_of(place, owner.bases[0])}.{into}", ""


def _class_of(place: KeyPlace) -> ClassObject | None:
    owner = place.syntax.scopes.parent(place.statement) if place.syntax is not None and place.statement else None
    if not isinstance(owner, ast.ClassDef) or place.syntax is None or place.form != "attribute":
        return None
    return ClassObject(place.path, place.syntax.scopes.inner_scope(owner).qualname)


# --- writing ---


def _pairs(items: Sequence[_Item]) -> list[str]:
    quote = quote_of(items[0].place.source)
    return [f"{quote}{each.name}{quote}: {text_of(each.place, each.value)}" for each in items]


def _dictionary(items: Sequence[_Item], base: str, indent: str, width: int) -> str:
    """The dictionary, on one line where it fits and no item has a comment behind it."""
    pairs = [*([f"**{base}"] if base else []), *_pairs(items)]
    notes = [comment_behind(each.place) if is_statement(each.place) else "" for each in items]
    line = "{" + ", ".join(pairs) + "}"
    if any(each.optional for each in items):
        inner = indent + "    "
        rows = _rows(pairs, notes, inner)
        return (
            f"{{\n{inner}name: value\n{inner}for name, value in {{\n{rows}{inner}}}.items()\n"
            f"{inner}if value is not None\n{indent}}}"
        )
    if not any(notes) and width + len(line) <= _WIDTH and "\n" not in line:
        return line
    return "{\n" + _rows(pairs, [*([""] if base else []), *notes], indent) + indent + "}"


def _rows(pairs: Sequence[str], notes: Sequence[str], indent: str) -> str:
    return "".join(
        f"{indent}    {pair},{'  ' + note if note else ''}\n" for pair, note in zip(pairs, notes, strict=True)
    )


def _replace_statements(answer: Answer, items: Sequence[_Item], into: str, base: str) -> None:
    """One statement in the place of the first, or of the last where a value needs what stands between them."""
    number = 0 if all(_needs_nothing(each.value) for each in items[1:]) else len(items) - 1
    kept = items[number].place
    statement = kept.statement
    assert isinstance(statement, ast.Assign)
    target = text_of(kept, statement.targets[0])
    if kept.form == "item":
        config = config_of(kept)
        quote = target[target.index(kept.key) - 1]
        target = f"{text_of(kept, config)}[{quote}{into}{quote}]" if config is not None else into
    else:
        target = into
    indent = indent_of(kept)
    text = f"{target} = {_dictionary(items, base, indent, len(indent) + len(target) + 3)}"
    start, end = span_of(kept, statement)
    line_end = kept.source.line_span(statement.end_lineno or statement.lineno)[1]
    if comment_behind(kept):
        behind = kept.source.text(end, line_end)
        end += len(kept.source.encode(behind.rstrip("\n")))
    gone = [each.place for each in items if each.place is not kept]
    answer.edits.append(Edit(kept.path, start, end, kept.source.encode(text)))
    answer.edits += _without_comments(answer, gone)


_ANYWHERE = frozenset({"os", "int", "float", "str", "bool", "environ", "getenv"})


def _needs_nothing(value: ast.expr) -> bool:
    """Whether a value is the same a few statements earlier."""
    return all(each.id in _ANYWHERE for each in ast.walk(value) if isinstance(each, ast.Name))


def _without_comments(answer: Answer, places: Sequence[KeyPlace]) -> list[Edit]:
    """Takes out statements with the comments behind them, which stand in the dictionary now."""
    edits = []
    for edit in take_out(answer, places, kept=True):
        place = next(
            (each for each in places if each.statement and span_of(each, each.statement)[0] == edit.start), None
        )
        if place is not None and comment_behind(place) and place.statement is not None and not edit.replacement:
            line = place.source.line_span(place.statement.lineno)[0]
            last = place.source.line_span(place.statement.end_lineno or place.statement.lineno)[1]
            edit = Edit(place.path, line, last, b"")
        edits.append(edit)
    return edits


def _replace_items(answer: Answer, items: Sequence[_Item], into: str) -> None:
    """One argument or pair in the place of the first; the others go."""
    first = items[0].place
    assert first.node is not None
    value = "{" + ", ".join(_pairs(items)) + "}"
    if any(each.optional for each in items):
        value = f"{{name: value for name, value in {value}.items() if value is not None}}"
    start = span_of(first, first.node)[0]
    end = span_of(first, items[0].value)[1]
    key = f"{into}={value}" if first.form == "keyword" else f"{text_of(first, first.node)}: {value}"
    text = key.replace(first.key, into, 1) if first.form == "pair" else key
    answer.edits.append(Edit(first.path, start, end, first.source.encode(text)))
    answer.edits += take_out(answer, [each.place for each in items[1:]], kept=True)


def _extend(answer: Answer, items: Sequence[_Item], given: Sequence[KeyPlace], into: str) -> None:
    """Adds the items to a dictionary that is there already; what it has of the same name counts."""
    place = given[-1]
    display = place.value
    if len(given) > 1 or not isinstance(display, ast.Dict) or any(each is None for each in display.keys):
        answer.refuse(items[0].place, f"{into} is there already, and not written out", f"Add the options to {into}.")
        return
    present = {each.value for each in display.keys if isinstance(each, ast.Constant)}
    new = [each for each in items if each.name not in present]
    if new:
        pairs = ", ".join(_pairs(new))
        if display.values:
            end = span_of(place, display.values[-1])[1]
            answer.edits.append(Edit(place.path, end, end, place.source.encode(f", {pairs}")))
        else:
            answer.edits.append(Edit(place.path, *span_of(place, display), place.source.encode(f"{{{pairs}}}")))
    answer.edits += take_out(answer, [each.place for each in items], kept=True)
