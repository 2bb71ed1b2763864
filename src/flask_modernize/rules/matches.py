"""What the parts of the rule engine hand one another: places in a file where a rule holds, or is reported."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Finding, ImportDrop, ImportNeed
from flask_modernize.project.library_types import library_classes, library_names, may_mean
from flask_modernize.rewriting.source_text import span
from flask_modernize.rewriting.whole_statements import quote_of
from flask_modernize.rules.replacing import Replacement, Span

if TYPE_CHECKING:
    from flask_modernize.project.project import Project
    from flask_modernize.project.scopes import Scope
    from flask_modernize.project.syntax import Syntax
    from flask_modernize.rules.index import RuleIndex


@dataclass(frozen=True, slots=True)
class Match:
    """A place where a rule holds, and all that follows from it in that file."""

    row: str
    title: str
    node: ast.AST
    """The node that the reader should look at; its statement carries an ignore comment."""
    replacements: tuple[Replacement, ...]
    needs: tuple[ImportNeed, ...] = ()
    drops: tuple[ImportDrop, ...] = ()


@dataclass(frozen=True, slots=True)
class File:
    """One file under the rules of one library."""

    project: Project
    syntax: Syntax
    rules: RuleIndex
    guide: str
    going: frozenset[str] = frozenset()
    """Names whose imports go because what they name has moved."""
    _classes: dict[ast.expr, frozenset[str]] = field(default_factory=dict, init=False, repr=False, compare=False)
    _names: dict[ast.expr, frozenset[str]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def span(self, node: ast.AST) -> Span:
        """Byte offsets of a node."""
        return span(self.syntax.source, node)

    def text(self, node: ast.AST) -> str:
        """The source of a node."""
        return self.syntax.source.text(*self.span(node))

    def scope(self, node: ast.AST) -> Scope:
        """Where a node is evaluated."""
        return self.syntax.scopes.scope_of(node)

    def classes(self, node: ast.expr) -> frozenset[str]:
        """The library classes that an expression is an object of."""
        if node not in self._classes:
            self._classes[node] = library_classes(self.project, self.syntax.path, node, self.scope(node))
        return self._classes[node]

    def names(self, node: ast.expr) -> frozenset[str]:
        """What an expression means in libraries."""
        if node not in self._names:
            self._names[node] = library_names(self.project, self.syntax.path, node, self.scope(node))
        return self._names[node]

    def means(self, node: ast.expr, *names: str) -> bool:
        """Whether an expression means one of these full names; cheaper than to ask for all that it means."""
        if node not in self._names and not may_mean(self.project, self.syntax.path, node, self.scope(node), names):
            return False
        return not self.names(node).isdisjoint(names)

    def in_own_quotes(self, text: str) -> str:
        """New code, with double quotes, in the quotes that the file prefers."""
        return text.replace('"', "'") if "'" not in text and quote_of(self.syntax) == "'" else text

    def finding(self, node: ast.AST, code: str, message: str, advice: str) -> Finding:
        """A finding at a node."""
        line, column = self.syntax.source.position(self.span(node)[0])
        return Finding(self.syntax.path, line, column, code, message, advice, self.guide)


@dataclass(frozen=True, slots=True)
class Matcher:
    """A codemod over single files. What it replaces is put together with what the rules of the library replace.

    Only files that say one of the identifiers ``words`` are given to ``find``.
    """

    words: frozenset[bytes]
    find: Callable[[File], Iterable[Match | Finding]]
    until: tuple[str, str] | None = None
    """(distribution, version) for what keeps a behaviour that ended without an error in that version: what is pinned to
    it or to a later one does not have it any more."""
