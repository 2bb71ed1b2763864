"""Which node holds which in one syntax tree: worked out for the statements that somebody asks about."""

from __future__ import annotations

import ast
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping
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


_Part = tuple[int, int, list[ast.AST], list[ast.AST]]
"""What is linked in one go, a statement of the module or of a class, or what a class has beside its body: its first and
last line, the nodes that are linked to what is around it, and those below which the others are.
"""


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
        self._outline: list[_Part] | None = None
        self._linked: dict[int, list[ast.AST]] = {}
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
            self._outline, self._linked = None, {}
        return self._parents.keys()

    def nodes_saying(self, *words: str) -> Iterable[ast.AST]:
        """The nodes of the statements in whose lines one of the words stands, and maybe others.

        Nodes that are no statements come in the order of :meth:`nodes`. A definition in a class is a statement of its
        own here; other compound statements count with all that is in them.
        """
        if self._complete or self._source is None:
            return self.nodes()
        return chain.from_iterable(map(self._nodes_of, self._parts_saying(words)))

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

    # ------------------------------------------------------------------ parts

    def _reach(self, node: ast.AST) -> None:
        """Links what holds ``node``; all, if that cannot be told: Python before 3.12 has wrong lines in f-strings."""
        line = getattr(node, "lineno", None)
        if self._source is not None and line is not None:
            for place, (first, last, _, _) in enumerate(self._parts()):
                if first <= line <= last:
                    self._nodes_of(place)
            if node in self._parents:
                return
        self.nodes()

    def _parts(self) -> list[_Part]:
        """The module in parts, in the order of :meth:`nodes`."""
        if self._outline is None:
            self._outline = []
            self._add_parts(self.module, self.module.body)
        return self._outline

    def _add_parts(self, holder: ast.AST, body: list[ast.stmt]) -> None:
        assert self._outline is not None
        self._parents.update(dict.fromkeys(body, holder))
        for statement in body:
            first, last = statement.lineno, statement.end_lineno or statement.lineno
            if isinstance(statement, DEFINITIONS):
                for decorator in statement.decorator_list:
                    first = min(first, decorator.lineno)
            if statement.__class__ is not ast.ClassDef:
                self._outline.append((first, last, [statement], [statement]))
                continue
            assert isinstance(statement, ast.ClassDef)
            inside = set(statement.body)
            beside = [each for each in _children(statement) if each not in inside]
            self._parents.update(dict.fromkeys(beside, statement))
            head = len(statement.bases) + len(statement.keywords)
            self._outline.append((first, last, [statement, *beside], beside[:head]))
            self._add_parts(statement, statement.body)
            self._outline.append((first, last, [], beside[head:]))

    def _nodes_of(self, place: int) -> list[ast.AST]:
        """All nodes of a part, each after the one that holds it."""
        nodes = self._linked.get(place)
        if nodes is None:
            _, _, own, roots = self._parts()[place]
            nodes = self._linked[place] = own.copy()
            self._link(roots, nodes)
        return nodes

    def _parts_saying(self, words: Iterable[str]) -> list[int]:
        assert self._source is not None
        lines = _lines_saying(self._source, words)
        found = []
        for place, (first, last, _, _) in enumerate(self._parts() if lines else ()):
            line = bisect_left(lines, first)
            if line < len(lines) and lines[line] <= last:
                found.append(place)
        return found

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
