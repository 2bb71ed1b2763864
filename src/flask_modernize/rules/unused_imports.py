"""Imports whose every use went with the text that was replaced."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import ImportDrop
from flask_modernize.project.public_names import is_public
from flask_modernize.rules.replacing import Composed

if TYPE_CHECKING:
    from flask_modernize.project.project import Project
    from flask_modernize.project.syntax import Syntax


_NAME = re.compile(rb"(?<![\w.])[^\W\d]\w*")
"""A name that is not an attribute."""


@dataclass(frozen=True, slots=True)
class UnusedImport:
    """An import that goes, and the numbers of the replacements that only together make it unused."""

    drop: ImportDrop
    parts: tuple[int, ...]


def unused_imports(project: Project, syntax: Syntax, parts: Sequence[Composed]) -> tuple[UnusedImport, ...]:
    """The module-level imports of a file that only text needed which is gone from it."""
    gone = [(number, span) for number, part in enumerate(parts) for span in part.gone]
    if not gone:
        return ()
    users: dict[str, dict[int, None]] = {}
    staying: set[str] = set()
    for node in syntax.scopes.nodes():
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            start = syntax.source.offset(node.lineno, node.col_offset)
            inside = [number for number, (first, last) in gone if first <= start < last]
            users.setdefault(node.id, {}).update(dict.fromkeys(inside))
            staying |= set() if inside else {node.id}
    names = [name for name in users if name not in staying]
    return tuple(UnusedImport(drop, tuple(users[drop.name])) for drop in _drops(project, syntax, names, parts))


def _drops(project: Project, syntax: Syntax, names: Sequence[str], parts: Sequence[Composed]) -> Iterator[ImportDrop]:
    new_names = frozenset(_NAME.findall(b" ".join(part.text for part in parts)))
    for name in names:
        bindings = syntax.scopes.module_scope.bindings.get(name, ())
        node = bindings[0].node if len(bindings) == 1 and bindings[0].kind == "import" else None
        if not isinstance(node, ast.Import | ast.ImportFrom) or name.encode() in new_names:
            continue
        if _is_replaced(syntax, node, parts):
            continue
        if syntax.scopes.parent(node) is syntax.module and not is_public(project, syntax, name):
            yield ImportDrop(syntax.path, node.lineno, name)


def _is_replaced(syntax: Syntax, node: ast.Import | ast.ImportFrom, parts: Sequence[Composed]) -> bool:
    source = syntax.source
    start = source.offset(node.lineno, node.col_offset)
    end = source.offset(node.end_lineno or node.lineno, node.end_col_offset or 0)
    return any(part.start < end and start < part.end for part in parts)
