"""Takes writes of configuration keys out of a project: statements, arguments and pairs."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Sequence

from flask_modernize.planning.contract import Edit
from flask_modernize.project.config_places import KeyPlace, KeyUse
from flask_modernize.rewriting.lines_removed import removals
from flask_modernize.rewriting.source_text import line_text
from flask_modernize.rules.config_key_kinds import RemovedConfigKey
from flask_modernize.rules.config_sites import Answer, doubts, is_statement, remark_at, span_of

_HARMLESS = re.compile(r"(?:os\.(?:getenv|environ\.get)|int|str|bool|float|env|timedelta|datetime\.timedelta|dict)\b")


def removed(use: KeyUse, rule: RemovedConfigKey) -> Answer | None:
    """What becomes of a key that nothing looks at: its writes go, if nothing of the project reads it."""
    answer = Answer(f"{rule.key} has no effect")
    advice = rule.advice or f"{rule.key} is no key of the library today: do without it."
    for place in use.reads:
        if place.role == "delete":
            answer.refuse(place, f"{rule.key} is removed here, and nothing looks at it", advice)
        else:
            answer.refuse(place, f"{rule.key} is read here, and has no effect today", advice)
    for place in use.writes:
        if rule.only and (place.value is None or ast.unparse(place.value) not in rule.only):
            answer.refuse(place, rule.otherwise, advice)
    if not use.writes:
        return answer if answer.problems else None
    answer.problems += doubts(use, advice)
    answer.edits += take_out(answer, [each for each in use.places if each.role == "write" or each.form == "import"])
    answer.places += use.writes
    if rule.remark:
        answer.remarks += [remark_at(each, rule.remark, advice) for each in use.writes]
    return answer


def take_out(answer: Answer, places: Sequence[KeyPlace], *, kept: bool = False) -> list[Edit]:
    """Edits that take writes out; where one cannot be, ``answer`` gets the reason. ``kept``: their values stay."""
    edits: list[Edit] = []
    statements: dict[str, list[KeyPlace]] = {}
    items: dict[tuple[str, ast.AST], list[KeyPlace]] = {}
    for place in places:
        if not kept and place.value is not None and not is_harmless(place.value):
            answer.refuse(place, f"the value of {place.key} does something when it is computed", "Remove it by hand.")
        elif is_statement(place) or _is_setdefault(place):
            statements.setdefault(place.path, []).append(place)
        elif place.form in ("keyword", "pair") and place.syntax is not None and place.node is not None:
            holder = place.syntax.scopes.parent(place.node)
            assert holder is not None
            items.setdefault((place.path, holder), []).append(place)
        else:
            answer.refuse(place, f"{place.key} has no effect today", "Remove it by hand.")
    for found in items.values():
        _take_out_items(answer, found, statements, edits)
    for found in statements.values():
        edits += _take_out_statements(answer, found)
    return edits


def is_harmless(value: ast.expr) -> bool:
    """Whether an expression can be left out: it computes something and does nothing."""
    return all(_HARMLESS.match(ast.unparse(each.func)) for each in ast.walk(value) if isinstance(each, ast.Call))


def _is_setdefault(place: KeyPlace) -> bool:
    return place.form == "argument" and isinstance(place.statement, ast.Expr)


# --- statements ---


def _take_out_statements(answer: Answer, places: Sequence[KeyPlace]) -> list[Edit]:
    source = places[0].source
    statements = {id(each.statement): each for each in places if each.statement is not None}
    gone: list[tuple[int, int]] = []
    edits: list[Edit] = []
    for place in statements.values():
        statement = place.statement
        assert statement is not None
        first, last = statement.lineno, statement.end_lineno or statement.lineno
        start, end = span_of(place, statement)
        before = source.text(source.line_span(first)[0], start)
        behind = source.text(end, source.line_span(last)[1])
        if before.strip() or (behind.strip() and not behind.lstrip().startswith("#")):
            answer.refuse(place, f"{place.key} shares its line with something else", "Remove it by hand.")
        elif _empties_body(place, statements):
            edits.append(Edit(place.path, start, end, b"pass"))
        elif behind.strip():
            comment = end + len(behind) - len(behind.lstrip())
            edits.append(Edit(place.path, start, comment, b""))
        else:
            gone.append((first, last))
    return [*edits, *removals(places[0].path, source, gone, frozenset())]


def _empties_body(place: KeyPlace, statements: dict[int, KeyPlace]) -> bool:
    """Whether this is the first of the statements that are all that a body has."""
    if place.syntax is None or place.statement is None:
        return False
    parent = place.syntax.scopes.parent(place.statement)
    if isinstance(parent, ast.Module):
        return False
    for _, body in ast.iter_fields(parent) if parent is not None else ():
        if isinstance(body, list) and place.statement in body:
            return body[0] is place.statement and all(id(each) in statements for each in body)
    return False


# --- arguments and pairs ---


def _take_out_items(
    answer: Answer, places: Sequence[KeyPlace], statements: dict[str, list[KeyPlace]], edits: list[Edit]
) -> None:
    place = places[0]
    assert place.syntax is not None
    assert place.node is not None
    holder = place.syntax.scopes.parent(place.node)
    items = list(_items(place, holder))
    gone = {_item_start(each) for each in places}
    whole = isinstance(place.statement, ast.Expr) and place.statement.value is holder
    if whole and gone >= {start for start, _ in items}:
        statements.setdefault(place.path, []).append(place)
        return
    kept_end: int | None = None
    for number, (start, end) in enumerate(items):
        if start not in gone:
            kept_end = end
            continue
        following = items[number + 1 :]
        if following:
            cut = (start, following[0][0])
        elif kept_end is not None:
            cut = (kept_end, end)
        else:
            cut = (start, end)
        if b"#" in place.source.data[cut[0] : cut[1]]:
            answer.refuse(place, f"a comment stands beside {place.key}", "Remove it by hand.")
        edits.append(Edit(place.path, *cut, b""))
    edits[:] = _merged(edits)


def _merged(edits: Iterable[Edit]) -> list[Edit]:
    """Deletions that overlap or touch, as one."""
    result: list[Edit] = []
    for edit in sorted(edits):
        last = result[-1] if result else None
        joins = last is not None and last.path == edit.path and not last.replacement and not edit.replacement
        if last is not None and joins and edit.start <= last.end:
            result[-1] = Edit(edit.path, last.start, max(last.end, edit.end), b"")
        else:
            result.append(edit)
    return result


def _item_start(place: KeyPlace) -> int:
    assert place.node is not None
    return span_of(place, place.node)[0]


def _items(place: KeyPlace, holder: ast.AST | None) -> Iterable[tuple[int, int]]:
    """The byte spans of every argument of a call, or of every pair of a display, in order."""
    found: list[tuple[int, int]] = []
    if isinstance(holder, ast.Dict):
        for key, value in zip(holder.keys, holder.values, strict=True):
            start = span_of(place, key)[0] if key is not None else span_of(place, value)[0] - 2
            found.append((start, span_of(place, value)[1]))
    elif isinstance(holder, ast.Call):
        found = [span_of(place, each) for each in (*holder.args, *holder.keywords)]
    return sorted(found)


def comment_behind(place: KeyPlace) -> str:
    """The comment behind the statement of a place, on its last line; empty if there is none."""
    assert place.statement is not None
    last = place.statement.end_lineno or place.statement.lineno
    rest = place.source.text(span_of(place, place.statement)[1], place.source.line_span(last)[1]).strip()
    return rest if rest.startswith("#") else ""


def indent_of(place: KeyPlace) -> str:
    """The white space in front of the statement of a place."""
    assert place.statement is not None
    line = line_text(place.source, place.statement.lineno)
    return line[: len(line) - len(line.lstrip())]
