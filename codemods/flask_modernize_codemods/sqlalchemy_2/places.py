"""What the codemods of this migration ask of a place in a file."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import TypeVar

from flask_modernize.planning.contract import Finding, ImportNeed
from flask_modernize.project.library_members import canonical
from flask_modernize.rules.matches import File
from flask_modernize.rules.members import needed_names
from flask_modernize.rules.replacing import Span

SESSION = "sqlalchemy.orm.Session"
CONNECTION = "sqlalchemy.engine.Connection"
ENGINE = "sqlalchemy.engine.Engine"
QUERY = "sqlalchemy.orm.Query"
SELECT = "sqlalchemy.sql.Select"
TABLE = "sqlalchemy.Table"
TEXT = "builtins.str"

Node = TypeVar("Node", bound=ast.AST)


def nodes(file: File, kind: type[Node]) -> Sequence[Node]:
    """The nodes of a kind, in no particular order."""
    return file.syntax.scopes.of_kind(kind)


def calls_of(file: File, *names: str) -> Iterator[ast.Call]:
    """Calls of library functions, by the names under which they are known."""
    last = {name.rpartition(".")[2] for name in names}
    wanted = set(names)
    for node in nodes(file, ast.Call):
        may_be = isinstance(node.func, ast.Name) or (isinstance(node.func, ast.Attribute) and node.func.attr in last)
        if may_be and any(canonical(name) in wanted for name in file.names(node.func)):
            yield node


def method_calls(file: File, *methods: str) -> Iterator[tuple[ast.Call, ast.Attribute]]:
    """Calls of anything's methods of these names."""
    for node in nodes(file, ast.Call):
        if isinstance(node.func, ast.Attribute) and node.func.attr in methods:
            yield node, node.func


def spoken_name(function: ast.expr) -> str | None:
    """The last part of what is called, as it is written."""
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else None


def name_of(file: File, node: ast.AST, full_name: str) -> tuple[str, tuple[ImportNeed, ...]] | Finding:
    """How the file calls something that new code needs, and what has to be imported for it."""
    given = needed_names(file, node, (full_name,))
    if isinstance(given, Finding):
        return given
    return given[0][full_name.rpartition(".")[2]], given[1]


def has_stars(call: ast.Call) -> bool:
    """Whether arguments are unpacked in a call, so that it does not say which it has."""
    starred = any(isinstance(each, ast.Starred) for each in call.args)
    return starred or any(each.arg is None for each in call.keywords)


def keyword_of(call: ast.Call, name: str) -> ast.keyword | None:
    """The keyword argument of a name."""
    return next((each for each in call.keywords if each.arg == name), None)


def text_of(node: ast.expr) -> str | None:
    """The text of a string, with ``{}`` for what is put in; None for anything else."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return "".join(text_of(each) or "{}" for each in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = text_of(node.left), text_of(node.right)
        return (left or "{}") + (right or "{}") if left is not None or right is not None else None
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
        return text_of(node.left)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return text_of(node.func.value) if node.func.attr in ("format", "strip", "replace", "join") else None
    return None


def single_value(file: File, node: ast.expr) -> ast.expr:
    """What a name is given in the one place where it is given something; else the expression itself."""
    if not isinstance(node, ast.Name):
        return node
    scope = file.scope(node).lookup(node.id)
    bindings = scope.bindings.get(node.id, []) if scope is not None else []
    value = bindings[0].value if len(bindings) == 1 else None
    return value if value is not None else node


def shifted(file: File, node: ast.AST, by: str) -> tuple[str | Span, ...]:
    """A node of several lines with ``by`` put in front of all of them but the first, except inside of strings."""
    start, end = file.span(node)
    return shifted_lines(file, start, end, by, lines_in_strings(file, node))


def shifted_lines(file: File, start: int, end: int, by: str, leave: frozenset[int]) -> tuple[str | Span, ...]:
    """The same for a span; ``leave``: lines (1-based) that stay where they are."""
    source = file.syntax.source
    parts: list[str | Span] = []
    position = start
    first, last = source.position(start)[0], source.position(end)[0]
    for line in range(first + 1, last + 1):
        begin, stop = source.line_span(line)
        if line not in leave and source.data[begin:stop].strip():
            parts += [(position, begin), by]
            position = begin
    return (*parts, (position, end))


def lines_in_strings(file: File, node: ast.AST) -> frozenset[int]:
    """Lines that begin inside of a string that goes over several lines."""
    found: set[int] = set()
    for each in ast.walk(node):
        if isinstance(each, ast.Constant | ast.JoinedStr) and each.end_lineno and each.end_lineno > each.lineno:
            text = file.text(each)
            if '"""' in text or "'''" in text:
                found.update(range(each.lineno + 1, each.end_lineno + 1))
    return frozenset(found)


def margin_of(file: File, statement: ast.stmt) -> str | None:
    """The white space before a statement; None where something else stands before it on its line."""
    begin = file.syntax.source.line_span(statement.lineno)[0]
    margin = file.syntax.source.text(begin, file.span(statement)[0])
    return margin if not margin.strip() else None


def unit_of(margin: str) -> str:
    """One step of indentation."""
    return "\t" if margin.startswith("\t") else "    "


def block_of(file: File, statement: ast.stmt) -> list[ast.stmt]:
    """The statements among which one stands."""
    parent = file.syntax.scopes.parent(statement)
    for name in ("body", "orelse", "finalbody", "handlers"):
        block = getattr(parent, name, None)
        if isinstance(block, list) and statement in block:
            return block
    return [statement]
