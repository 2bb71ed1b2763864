"""Applies rules to configuration keys, wherever the project writes or reads them."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Edit, Finding, Group
from flask_modernize.project.config_keys import config_keys, flask_keys
from flask_modernize.project.config_places import KeyPlace, KeyUse
from flask_modernize.project.config_spaces import FLASK
from flask_modernize.project.dependencies import is_pinned_below
from flask_modernize.project.string_places import place_in_string
from flask_modernize.rules.config_attributes import to_attribute
from flask_modernize.rules.config_items import to_items
from flask_modernize.rules.config_key_kinds import (
    ConfigKeyToAttribute,
    ConfigKeyToItem,
    ConfigRule,
    ProvidedConfigKey,
    RemovedConfigKey,
    RenamedConfigKey,
    RenamedConfigValue,
    ReportedConfigKey,
)
from flask_modernize.rules.config_provided import provided
from flask_modernize.rules.config_removal import removed, take_out
from flask_modernize.rules.config_sites import Answer, Problem, doubts, first_of, in_order, remark_at

if TYPE_CHECKING:
    from flask_modernize.project import Project
    from flask_modernize.project.config_spaces import Space

Uses = Mapping[str, KeyUse]


def plan_config_rules(
    project: Project, rules: Sequence[ConfigRule], guide: str = ""
) -> tuple[list[Group], list[Finding]]:
    """The groups (one for each key, or for keys that go together) and findings of rules for configuration keys.

    ``guide`` is the guide's section that the findings name.
    """
    groups: list[Group] = []
    findings: set[Finding] = set()
    for answer in _answers(project, rules):
        if answer.edits and not answer.problems:
            groups.append(_group(answer))
            findings.update(_finding(each, guide, site=False) for each in answer.remarks)
        findings.update(_finding(each, guide) for each in answer.problems)
    return groups, sorted(findings)


def _finding(problem: Problem, guide: str, *, site: bool = True) -> Finding:
    return Finding(
        problem.path, problem.line, problem.column, problem.code, problem.message, problem.advice, guide, site=site
    )


def _answers(project: Project, rules: Sequence[ConfigRule]) -> Iterator[Answer]:
    by_space: dict[Space, set[str]] = {}
    for rule in rules:
        by_space.setdefault(rule.space, set()).update(_keys(rule))
    uses = {space: config_keys(project, (space, frozenset(keys))) for space, keys in by_space.items()}
    together: dict[str, Answer] = {}
    items: dict[tuple[Space, str], list[ConfigKeyToItem]] = {}
    for rule in rules:
        if isinstance(rule, ConfigKeyToItem):
            items.setdefault((rule.space, rule.into), []).append(rule)
            continue
        answer = _answer(project, uses[rule.space], rule)
        if answer is None:
            continue
        if isinstance(rule, RenamedConfigKey) and rule.together:
            _join(together.setdefault(rule.together, Answer(f"{rule.together} under their names of today")), answer)
        else:
            yield answer
    yield from together.values()
    for (space, into), members in items.items():
        yield from to_items(project, uses[space], into, members)


def _keys(rule: ConfigRule) -> tuple[str, ...]:
    if isinstance(rule, RenamedConfigKey):
        return rule.old, rule.new
    if isinstance(rule, ProvidedConfigKey):
        return rule.key, *rule.also
    return (rule.key, rule.into) if isinstance(rule, ConfigKeyToItem) else (rule.key,)


def _join(whole: Answer, part: Answer) -> None:
    whole.edits += part.edits
    whole.imports += part.imports
    whole.places += part.places
    whole.problems += part.problems


def _group(answer: Answer) -> Group:
    spans = {*answer.spans, *_spans(answer.places)}
    first = first_of(answer.places) if answer.places else None
    where = (first.path, first.line) if first is not None else answer.spans[0][:2]
    return Group(
        answer.title,
        *where,
        in_order(answer.edits),
        imports=tuple(sorted(set(answer.imports))),
        statements=tuple(sorted(spans)),
        sites=max(len(answer.places), 1),
    )


def _spans(places: Iterable[KeyPlace]) -> set[tuple[str, int, int]]:
    """The lines of the statements of places in Python files."""
    return {
        (each.path, each.statement.lineno, each.statement.end_lineno or each.statement.lineno)
        for each in places
        if each.statement is not None and each.syntax is not None
    }


def _answer(project: Project, uses: Uses, rule: ConfigRule) -> Answer | None:
    use = uses[rule.key]
    if isinstance(rule, ProvidedConfigKey):
        return provided(project, uses, rule)
    if not use.places and not use.unclear:
        return None
    if isinstance(rule, RenamedConfigKey):
        answer = _where_it_was_read(project, use, _renamed(use, uses[rule.new], rule), rule)
        return _apart_from_flask(project, answer, rule)
    if isinstance(rule, RemovedConfigKey):
        return removed(use, rule)
    if isinstance(rule, ConfigKeyToAttribute):
        return to_attribute(project, use, rule)
    if isinstance(rule, RenamedConfigValue):
        return _renamed_values(use, rule)
    assert isinstance(rule, ReportedConfigKey)
    return _reported(use, rule)


# --- another name ---


def _renamed(use: KeyUse, of_today: KeyUse, rule: RenamedConfigKey) -> Answer:
    answer = Answer(f"{rule.old} is {rule.new}")
    answer.problems += doubts(use, f"If it is Flask's, call it {rule.new}, as everywhere else.")
    of_today_here = {_container(each): each for each in of_today.writes}
    for place in use.places:
        other = of_today_here.get(_container(place)) if place.role == "write" else None
        answer.places.append(place)
        if other is None:
            answer.edits.append(Edit(place.path, place.start, place.end, rule.new.encode()))
        elif _is_same(place, other):
            answer.edits += take_out(answer, [place])
        else:
            answer.refuse(place, f"{rule.old} and {rule.new} are both given a value here", f"Leave only {rule.new}.")
    if rule.remark:
        answer.remarks += [remark_at(each, rule.remark, f"Its name is {rule.new} now.") for each in use.writes]
    return answer


def _where_it_was_read(project: Project, use: KeyUse, answer: Answer, rule: RenamedConfigKey) -> Answer:
    """What was written where the library may have passed the key over already does not come to life."""
    name, version = rule.until
    for place in use.writes if name else ():
        value = ast.unparse(place.value) if place.value is not None else ""
        if value not in rule.harmless and is_pinned_below(project.origin, name, version, place.path) is None:
            answer.refuse(
                place,
                f"{name} {version} and later pass {rule.old} over; as {rule.new} its value would take effect",
                f"Take it out if the application was run with one of these, else call it {rule.new}.",
            )
    return answer


def _apart_from_flask(project: Project, answer: Answer, rule: RenamedConfigKey) -> Answer:
    """A key that Flask's configuration gets from the same place keeps its name, which has to be in capitals there."""
    if rule.space is not FLASK:
        shared = {(each.path, each.start) for each in flask_keys(project, [rule.old])[rule.old].places}
        for place in answer.places:
            if (place.path, place.start) in shared:
                answer.refuse(place, f"{rule.old} is also a key of app.config here", f"Give Celery {rule.new} apart.")
    return answer


def _is_same(place: KeyPlace, other: KeyPlace) -> bool:
    """Whether two places write the same constant."""
    constants = isinstance(place.value, ast.Constant) and isinstance(other.value, ast.Constant)
    return constants and ast.dump(place.value) == ast.dump(other.value)  # type: ignore[arg-type]


def _container(place: KeyPlace) -> tuple[str, int]:
    """What a key must not be given twice in: a class body, a call, a module, a function."""
    if place.syntax is None or place.node is None:
        return place.path, 0
    for each in place.syntax.scopes.ancestors(place.node):
        if isinstance(each, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef | ast.Call | ast.Dict):
            return place.path, each.lineno
    return place.path, 0


# --- other values ---


def _renamed_values(use: KeyUse, rule: RenamedConfigValue) -> Answer | None:
    values = dict(rule.values)
    answer = Answer(f"values of {rule.key} of today")
    for place in use.places:
        constants = list(_constants(place))
        for node in constants:
            _renamed_value(answer, place, node, values, rule)
        if place.role == "write" and not constants and not _is_empty(place.value):
            answer.refuse(
                place,
                f"what {rule.key} is given here is not written out",
                rule.advice or f"Its values are called {', '.join(values.values())} today.",
            )
    return answer if answer.edits or answer.problems else None


def _renamed_value(
    answer: Answer, place: KeyPlace, node: ast.Constant, values: Mapping[str, str], rule: RenamedConfigValue
) -> None:
    value = str(node.value)
    if value in rule.gone:
        answer.refuse(place, f"{rule.key} has no value {value!r} today", rule.advice or "Choose another one.")
    elif value in values:
        start = _string_offset(place, node)
        text = value.encode()
        if start is None or place.source.data[start : start + len(text)] != text:
            answer.refuse(place, f"the value of {rule.key} is not written as it reads", f"Write {values[value]!r}.")
            return
        answer.edits.append(Edit(place.path, start, start + len(text), values[value].encode()))
        answer.places.append(place)


def _string_offset(place: KeyPlace, node: ast.Constant) -> int | None:
    if place.syntax is not None:
        return place_in_string(place.syntax, node)
    return place.source.offset(node.lineno, node.col_offset) + 1


def _is_empty(value: ast.expr | None) -> bool:
    return value is None or (isinstance(value, ast.Constant) and not isinstance(value.value, str))


def _constants(place: KeyPlace) -> Iterator[ast.Constant]:
    """The strings that a write gives the key, or that a read is compared with."""
    if place.role == "write":
        yield from _results(place.value)
    elif place.syntax is not None and place.node is not None:
        for each in (place.node, *place.syntax.scopes.ancestors(place.node)):
            if isinstance(each, ast.stmt):
                return
            if isinstance(each, ast.Compare) and isinstance(each.ops[0], ast.Eq | ast.NotEq | ast.In | ast.NotIn):
                for part in (each.left, *each.comparators):
                    if part is not place.node:
                        yield from _strings(part)
                return


def _results(node: ast.expr | None) -> Iterator[ast.Constant]:
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str):
            yield node
    elif isinstance(node, ast.IfExp):
        yield from (*_results(node.body), *_results(node.orelse))
    elif isinstance(node, ast.BoolOp):
        for each in node.values:
            yield from _results(each)


def _strings(node: ast.expr) -> Iterable[ast.Constant]:
    parts = node.elts if isinstance(node, ast.List | ast.Tuple | ast.Set) else [node]
    return [each for each in parts if isinstance(each, ast.Constant) and isinstance(each.value, str)]


# --- to a person ---


def _reported(use: KeyUse, rule: ReportedConfigKey) -> Answer:
    answer = Answer(rule.key)
    for place in use.writes:
        value = ast.unparse(place.value) if place.value is not None else ""
        if (not rule.values or value in rule.values) and value not in rule.harmless:
            answer.refuse(place, rule.message, rule.advice)
    return answer
