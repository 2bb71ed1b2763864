"""What the rules for configuration keys answer with: edits that belong together, or why nothing is changed."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from flask_modernize.planning.contract import Edit, ImportNeed
from flask_modernize.project.config_places import KeyPlace, KeyUse
from flask_modernize.project.syntax import Syntax
from flask_modernize.rules.findings import SETTING
from flask_modernize.sources import SourceFile


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a key is left alone, and where a person should look."""

    path: str
    line: int
    column: int
    code: str
    message: str
    advice: str


@dataclass(slots=True)
class Answer:
    """What becomes of one key (or of several that belong together)."""

    title: str
    edits: list[Edit] = field(default_factory=list)
    imports: list[ImportNeed] = field(default_factory=list)
    places: list[KeyPlace] = field(default_factory=list)
    """The places that the edits are for."""
    spans: list[tuple[str, int, int]] = field(default_factory=list)
    """Path, first and last line of statements that something is put behind, where there is no place of the key."""
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)
    """What a person should know about what is changed."""

    def refuse(self, place: KeyPlace, message: str, advice: str, code: str = SETTING) -> None:
        """Notes that a place cannot be changed."""
        self.problems.append(Problem(place.path, place.line, place.column, code, message, advice))


def doubts(use: KeyUse, advice: str) -> Iterable[Problem]:
    """Places of the key that may be about something else."""
    for each in use.unclear:
        yield Problem(each.path, each.line, each.column, SETTING, f"{use.key}: {each.why}", advice)


def remark_at(place: KeyPlace, message: str, advice: str) -> Problem:
    """Something to know about a place that is changed."""
    return Problem(place.path, place.line, place.column, SETTING, message, advice)


def quote_of(source: SourceFile) -> str:
    """The quotes that a file prefers."""
    return "'" if source.data.count(b"'") > source.data.count(b'"') else '"'


def in_quotes_of(source: SourceFile, text: str) -> str:
    """New code (with double quotes) in the quotes that the file prefers."""
    return text.replace('"', "'") if quote_of(source) == "'" and "'" not in text else text


def replaced(place: KeyPlace, node: ast.AST, text: str) -> Edit:
    """A node of the place's file with another text."""
    start, end = span_of(place, node)
    return Edit(place.path, start, end, place.source.encode(text))


def span_of(place: KeyPlace, node: ast.AST) -> tuple[int, int]:
    """Byte offsets of a node of the place's file."""
    source = place.source
    start = source.offset(node.lineno, node.col_offset)  # type: ignore[attr-defined]
    return start, source.offset(node.end_lineno, node.end_col_offset)  # type: ignore[attr-defined]


def text_of(place: KeyPlace, node: ast.AST) -> str:
    """The source of a node of the place's file."""
    return place.source.text(*span_of(place, node))


def application_of(place: KeyPlace) -> str | None:
    """How the place calls the application: ``app`` of ``app.config["KEY"]``; None where it only has the config."""
    config = config_of(place)
    return text_of(place, config.value) if isinstance(config, ast.Attribute) else None


def config_of(place: KeyPlace) -> ast.expr | None:
    """The expression that is the configuration, where the place has one."""
    if place.syntax is None or place.node is None:
        return None
    parent = place.syntax.scopes.parent(place.node)
    if isinstance(parent, ast.Subscript):
        return parent.value
    if isinstance(parent, ast.Compare):
        return parent.comparators[0]
    if isinstance(parent, ast.Call) and isinstance(parent.func, ast.Attribute):
        return parent.func.value if parent.func.attr not in ("setitem", "delitem") else parent.args[0]
    return None


def is_statement(place: KeyPlace) -> bool:
    """Whether the place is a whole statement that writes one key: ``app.config["KEY"] = value``, ``KEY = value``."""
    if not isinstance(place.statement, ast.Assign) or len(place.statement.targets) != 1:
        return False
    target = place.statement.targets[0]
    if place.form in ("attribute", "constant", "line"):
        return target is place.node or isinstance(target, ast.Name)
    return place.form == "item" and isinstance(target, ast.Subscript) and target.slice is place.node


def body_of(syntax: Syntax, statement: ast.stmt) -> Sequence[ast.stmt]:
    """The statements of the body that a statement stands in, itself among them."""
    parent = syntax.scopes.parent(statement)
    for _, value in ast.iter_fields(parent) if parent is not None else ():
        if isinstance(value, list) and statement in value:
            return value
    return (statement,)


def in_order(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """The edits, each once."""
    return tuple(sorted(set(edits)))


def first_of(places: Sequence[KeyPlace]) -> KeyPlace:
    """The place that a reader should look at first: the first that writes."""
    return min(places, key=lambda each: (each.role != "write", each.path, each.start))
