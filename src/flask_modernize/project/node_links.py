"""Which node holds which in one syntax tree: worked out for the statements that somebody asks about."""

from __future__ import annotations

import ast
import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeVar

from flask_modernize.facts.sketch import dotted_name

if TYPE_CHECKING:
    from flask_modernize.sources import SourceFile

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
OPENERS = frozenset({*DEFINITIONS, *COMPREHENSIONS, ast.Lambda})
"""The classes of nodes that open a scope, but for the module."""

_LEAVES = frozenset(
    {
        *("arg", "asname", "attr", "conversion", "ctx", "id", "is_async", "kind", "kwd_attrs", "level"),
        *("module", "op", "ops", "rest", "simple", "type_comment", "type_ignores"),
    }
)
CHILDREN: dict[type[ast.AST], tuple[str, ...]] = {
    kind: tuple(field for field in kind._fields if field not in _LEAVES)
    for kind in vars(ast).values()
    if isinstance(kind, type) and issubclass(kind, ast.AST)
}
"""By class, the fields that may hold nodes; operators and contexts, which are nobody's, are left out."""
CHILDREN[ast.Constant] = ()

Node = TypeVar("Node", bound=ast.AST)


class NodeLinks:
    """The node that holds each node of a module.

    With the module's source, only those statements are gone through that are asked about, or in which a word stands
    that is asked about; without it, all are.
    """

    def __init__(self, module: ast.Module, source: SourceFile | None = None) -> None:
        self.module = module
        self._source = source if source is not None and source.encoding == "utf-8" else None
        self._parents: dict[ast.AST, ast.AST] = {}
        self._complete = False
        self._linked: dict[ast.stmt, list[list[ast.AST]]] = {}
        """What was gone through, in the order of :meth:`nodes`: a statement with all that is in it, or a definition
        without the statements in it, in two pieces: up to where these are, and from there.
        """
        self._with_walrus: set[ast.AST] | None = None
        self._has_nonlocal: bool | None = None
        self._kinds: dict[type[ast.AST], list[Any]] | None = None
        self._naming: dict[str, list[ast.AST]] | None = None
        self._asked_for_names = False

    def parent(self, node: ast.AST) -> ast.AST | None:
        """The node that directly holds ``node``; None for the module."""
        return self.around(node).get(node)

    def around(self, node: ast.AST) -> Mapping[ast.AST, ast.AST]:
        """Node -> the one that holds it, of ``node`` and of all around it at least."""
        if node not in self._parents and not self._complete and node is not self.module:
            self._reach(node)
        return self._parents

    def ancestors(self, node: ast.AST) -> Iterator[ast.AST]:
        """The nodes that hold ``node``, innermost first, the module last."""
        parents = self.around(node)
        current = parents.get(node)
        while current is not None:
            yield current
            current = parents.get(current)

    def nodes(self) -> Iterable[ast.AST]:
        """Every node of the file but the module itself; each after the one that holds it."""
        if not self._complete:
            self._parents = {}
            self._link([self.module], [])
            self._complete = True
            self._linked = {}
        return self._parents.keys()

    def nodes_saying(self, *words: str) -> Iterable[ast.AST]:
        """The nodes of the statements in whose lines one of the words stands, and maybe others.

        Nodes that are no statements come in the order of :meth:`nodes`. A definition counts without the statements in
        it, each of which is one of its own; other compound statements count with all that is in them.
        """
        if self._complete or self._source is None:
            return self.nodes()
        return chain.from_iterable(self._on_lines(_lines_saying(self._source, words)))

    def nodes_matching(self, pattern: re.Pattern[bytes]) -> Iterable[ast.AST]:
        """The nodes of the statements in whose lines a match of ``pattern`` ends, and maybe others; see before."""
        if self._complete or self._source is None:
            return self.nodes()
        ends = [match.end() - 1 for match in pattern.finditer(self._source.data)]
        return chain.from_iterable(self._on_lines(_lines_of(self._source, ends)))

    def nodes_near(self, node: ast.AST) -> Iterable[ast.AST]:
        """All that is in a function or class, or another statement, and maybe others; see before."""
        if self._complete or self._source is None:
            return self.nodes()
        lines = range(node.lineno, node.end_lineno + 1)  # type: ignore[attr-defined]
        return chain.from_iterable(self._on_lines(lines))

    def of_kind(self, kind: type[Node]) -> list[Node]:
        """The nodes of exactly this class, in the order of :meth:`nodes`."""
        if self._kinds is None:
            self._kinds = {}
            for node in self.nodes():
                self._kinds.setdefault(node.__class__, []).append(node)
        return self._kinds.get(kind, [])

    def naming(self, word: str) -> list[ast.AST]:
        """The nodes that name something ``word``, in the order of :meth:`nodes`."""
        if self._naming is not None:
            return self._naming.get(word, [])
        if self._asked_for_names and self._complete:
            self._naming = {}
            for node in self._parents:
                for each in _words_named(node):
                    self._naming.setdefault(each, []).append(node)
            return self._naming.get(word, [])
        self._asked_for_names = True  # an excerpt is made for one word, and asked about few others
        nodes = self.nodes_saying(word.rpartition(".")[2])
        return [node for node in nodes if node.__class__ in _NAMING and word in _words_named(node)]

    def openers(self) -> Iterator[ast.AST]:
        """The nodes that open scopes, in program order."""
        stack: list[ast.AST] = [self.module]
        while stack:
            node = stack.pop()
            if node.__class__ in OPENERS:
                yield node
            stack += reversed([each for each in _children(node) if CHILDREN[each.__class__]])

    def has_nonlocal(self) -> bool:
        """Whether there is a ``nonlocal`` statement."""
        if self._has_nonlocal is None:
            self._has_nonlocal = any(node.__class__ is ast.Nonlocal for node in self.nodes_saying("nonlocal"))
        return self._has_nonlocal

    def holders_of_globals(self) -> Iterable[ast.AST]:
        """The definitions (and the module) that have ``global`` statements, in program order of these."""
        found = [node for node in self.nodes_saying("global") if isinstance(node, ast.Global)]
        found.sort(key=lambda node: (node.lineno, node.col_offset))
        return dict.fromkeys(self._holder_of(each) for each in found)

    def holds_walrus(self, node: ast.AST) -> bool:
        """Whether ``:=`` stands anywhere in a node."""
        if self._with_walrus is None:
            self._with_walrus = set()
            for each in self.nodes_saying(":="):
                if each.__class__ is ast.NamedExpr:
                    holder: ast.AST | None = each
                    while holder is not None and holder not in self._with_walrus:
                        self._with_walrus.add(holder)
                        holder = self._parents.get(holder)
        return node in self._with_walrus

    def _holder_of(self, statement: ast.AST) -> ast.AST:
        """The definition (or the module) in whose scope a statement is."""
        return next(each for each in self.ancestors(statement) if isinstance(each, (*DEFINITIONS, ast.Module)))

    # --------------------------------------------------------------- statements

    def _reach(self, node: ast.AST) -> None:
        """Links what holds ``node``; all, if that cannot be told: Python before 3.12 has wrong lines in f-strings."""
        line = getattr(node, "lineno", None)
        if self._source is not None and line is not None:
            self._on_lines([line])
            if node in self._parents:
                return
        self.nodes()

    def _on_lines(self, lines: Sequence[int]) -> list[list[ast.AST]]:
        """The nodes of the statements that are on one of the lines, which are in order."""
        found: list[list[ast.AST]] = []
        if lines:
            self._add_statements(self.module, self.module.body, lines, found)
        return found

    def _add_statements(
        self, holder: ast.AST, body: list[ast.stmt], lines: Sequence[int], found: list[list[ast.AST]]
    ) -> None:
        place, line = 0, lines[0]
        for statement in body:
            first, last = statement.lineno, statement.end_lineno or statement.lineno
            if last < line:
                continue
            is_definition = isinstance(statement, DEFINITIONS)
            if is_definition and statement.decorator_list:  # type: ignore[attr-defined]
                first = min(first, statement.decorator_list[0].lineno)  # type: ignore[attr-defined]
            if line < first:
                place = bisect_left(lines, first, place)
                if place == len(lines):
                    return
                line = lines[place]
                if last < line:
                    continue
            pieces = self._linked.get(statement)
            if pieces is None:
                self._parents[statement] = holder
                pieces = self._linked[statement] = self._pieces(statement, is_definition)
            found.append(pieces[0])
            if is_definition:
                self._add_statements(statement, statement.body, lines[place:], found)  # type: ignore[attr-defined]
                found.append(pieces[1])

    def _pieces(self, statement: ast.stmt, is_definition: bool) -> list[list[ast.AST]]:
        first: list[ast.AST] = [statement]
        if not is_definition:
            self._link([statement], first)
            return [first]
        before: list[ast.AST] = []
        behind: list[ast.AST] = []
        values = statement.__dict__
        reached = False
        for field in CHILDREN[statement.__class__]:
            value = values.get(field)
            if field == "body":
                reached = True
                continue
            for each in value if value.__class__ is list else (value,):
                if each.__class__ in CHILDREN:
                    self._parents[each] = statement
                    first.append(each)
                    (behind if reached else before).append(each)
        self._link(before, first)
        rest: list[ast.AST] = []
        self._link(behind, rest)
        return [first, rest]

    def _link(self, roots: Iterable[ast.AST], found: list[ast.AST]) -> None:
        # This runs for every node that is asked about: no isinstance, no getattr, few calls.
        parents, fields, fields_of = self._parents, CHILDREN, CHILDREN.get
        stack = [*roots]
        stack.reverse()
        pop = stack.pop
        while stack:
            node = pop()
            values = node.__dict__
            children: list[ast.AST] = []
            for field in fields[node.__class__]:
                value = values.get(field)
                if value is None:
                    continue
                for each in value if value.__class__ is list else (value,):
                    below = fields_of(each.__class__)
                    if below is not None:
                        parents[each] = node
                        found.append(each)
                        if below:
                            children.append(each)
            if len(children) > 1:
                children.reverse()
            stack += children


def _lines_saying(source: SourceFile, words: Iterable[str]) -> list[int]:
    """The lines on which one of the words starts, in order."""
    data = source.data
    offsets = []
    for word in words:
        text = word.encode()
        offset = data.find(text)
        while offset >= 0:
            offsets.append(offset)
            offset = data.find(text, offset + 1)
    offsets.sort()
    return _lines_of(source, offsets)


def _lines_of(source: SourceFile, offsets: list[int]) -> list[int]:
    """The lines of the offsets, which are in order."""
    data = source.data
    if b"\r" in data:
        return [source.position(offset)[0] for offset in offsets]
    lines, line, place = [], 1, 0
    for offset in offsets:
        line += data.count(b"\n", place, offset)
        lines.append(line)
        place = offset
    return lines


def _children(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes directly in a node, without operators and contexts."""
    values = node.__dict__
    for field in CHILDREN[node.__class__]:
        value = values.get(field)
        for each in value if value.__class__ is list else (value,):
            if each.__class__ in CHILDREN:
                yield each


_NAMING = frozenset({ast.alias, ast.Name, ast.Attribute, ast.Call})
_TAKERS_OF_NAMES = frozenset({"getattr", "methodcaller"})


def _words_named(node: Any) -> Collection[str]:
    kind = node.__class__
    if kind is ast.Attribute:
        return (node.attr,)
    if kind is ast.Name:
        return (node.id,)
    if kind is ast.alias:
        return (node.name,)
    called = getattr(node.func, "attr", getattr(node.func, "id", "")) if kind is ast.Call else ""
    if called in _TAKERS_OF_NAMES and dotted_name(node.func) is not None:
        return {each.value: None for each in node.args if isinstance(each, ast.Constant) and type(each.value) is str}
    return ()
