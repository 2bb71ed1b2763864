"""``async`` and ``await`` as names of others: what the front end has renamed with the project's own, and must not have.

A library goes on calling its argument or attribute ``async`` until it renames it itself. Where it is known what it is
called today, that is written; an argument can be given by ``**{"async": value}`` in any case, and an attribute be
reached by ``getattr``, which mean the same as before.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from flask_modernize.facts.sketch import dotted_name
from flask_modernize.planning.contract import Finding
from flask_modernize.project import Project
from flask_modernize.project.objects import ClassObject, External, FunctionObject, ModuleObject
from flask_modernize.project.syntax import Syntax
from flask_modernize.sources import SourceFile
from flask_modernize_codemods.python3_syntax.codes import ADVICE, GUIDE

RENAMED: Mapping[str, str] = {
    "psycopg2.connect": "async_",
    "psycopg2.extensions.connection": "async_",
    "rq.Queue": "is_async",
    "rq.queue.Queue": "is_async",
}
"""Functions and classes that have another name for their argument ``async`` today."""
MODULES: Mapping[str, str] = {"kombu.async": "kombu.asynchronous"}
"""Modules that have another name today, and so have those below them."""


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A place of others, in the converted text: what is written there, and what to say about it."""

    start: int
    end: int
    text: str
    finding: Finding | None


@dataclass(frozen=True, slots=True)
class Refused:
    """A place that cannot be written for Python 3."""

    finding: Finding


def names_of_others(project: Project, path: str, names: Iterable[str]) -> tuple[Rewritten | Refused, ...]:
    """The places of a converted file where one of the keywords ``names`` is not the project's own name."""
    syntax = project.syntax(path)
    assert syntax is not None
    found = []
    for name in sorted(names):
        places = _Places(project, syntax, name)
        found += [answer for node in syntax.scopes.nodes() for answer in places.answers(node)]
    return tuple(found)


def written(source: SourceFile, places: Iterable[Rewritten]) -> str:
    """The text of a converted file with its rewritten places."""
    data = source.data
    for each in sorted(places, key=lambda place: place.start, reverse=True):
        data = data[: each.start] + source.encode(each.text) + data[each.end :]
    rewritten = SourceFile.from_bytes(data)
    return rewritten.text(0, len(data))


@dataclass(frozen=True, slots=True)
class _Places:
    project: Project
    syntax: Syntax
    name: str

    @property
    def renamed(self) -> str:
        """What the front end has written for it."""
        return f"{self.name}_"

    def answers(self, node: ast.AST) -> Iterator[Rewritten | Refused]:
        if isinstance(node, ast.Call):
            yield from self._arguments(node)
        elif isinstance(node, ast.Attribute) and node.attr == self.renamed and not self._is_own_attribute():
            yield self._attribute(node)
        elif isinstance(node, ast.ImportFrom) and self._module_of_today(node) is not None:
            yield self._module(node)
        elif isinstance(node, ast.ImportFrom | ast.Import) and self._imports_it(node):
            yield Refused(self._finding(node, f"{self.name} is a keyword now, and here it is a name of others."))

    def _arguments(self, call: ast.Call) -> Iterator[Rewritten | Refused]:
        keyword = next((each for each in call.keywords if each.arg == self.renamed), None)
        if keyword is None or _takes(self.project, self.syntax, call, self.renamed):
            return
        start, value = self._offset(keyword), self._offset(keyword.value)
        end = self._end(keyword.value)
        dotted = dotted_name(call.func)
        scope = self.syntax.scopes.scope_of(call)
        obj = self.project.resolve(self.syntax.path, dotted, scope) if dotted is not None else None
        today = RENAMED.get(obj.name) if isinstance(obj, External) and self.name == "async" else None
        if today is not None:
            yield Rewritten(start, start + len(self.renamed), today, None)
            return
        said = f"{self.syntax.source.text(self._offset(call.func), self._end(call.func))}() takes `{self.name}`"
        text = f'**{{"{self.name}": {self.syntax.source.text(value, end)}}}'
        yield Rewritten(start, end, text, self._finding(keyword, f"{said}, which is a keyword now."))

    def _attribute(self, node: ast.Attribute) -> Rewritten | Refused:
        message = f"{self.name} is a keyword now, and here it is an attribute of others."
        finding = self._finding(node, message)
        holder = self.syntax.source.text(self._offset(node.value), self._end(node.value))
        if isinstance(node.ctx, ast.Load):
            return Rewritten(self._offset(node), self._end(node), f'getattr({holder}, "{self.name}")', finding)
        statement = self.syntax.scopes.parent(node)
        if isinstance(statement, ast.Assign) and statement.targets == [node]:
            value = self.syntax.source.text(self._offset(statement.value), self._end(statement.value))
            text = f'setattr({holder}, "{self.name}", {value})'
            return Rewritten(self._offset(statement), self._end(statement), text, finding)
        return Refused(finding)

    def _is_own_attribute(self) -> bool:
        """Whether a class of the project has a method or, from ``self``, an attribute of that name."""
        for path in self.project.files_with(self.renamed.encode()):
            facts = self.project.facts(path)
            if facts is not None and any(each.endswith(f".{self.renamed}") for each in facts.functions):
                return True
            syntax = self.project.syntax(path)
            if syntax is not None and any(self._is_assigned(each) for each in syntax.scopes.of_kind(ast.Attribute)):
                return True
        return False

    def _is_assigned(self, node: ast.Attribute) -> bool:
        own = isinstance(node.value, ast.Name) and node.value.id == "self"
        return own and node.attr == self.renamed and isinstance(node.ctx, ast.Store)

    def _module_of_today(self, node: ast.ImportFrom) -> str | None:
        """The module of a ``from`` under its name of today, where that is known."""
        written = node.module or ""
        for old, new in MODULES.items() if node.level == 0 else ():
            renamed = ".".join(self.renamed if part == self.name else part for part in old.split("."))
            if written == renamed or written.startswith(f"{renamed}."):
                return new + written[len(renamed) :]
        return None

    def _module(self, node: ast.ImportFrom) -> Rewritten:
        start, end = self._offset(node), self._end(node)
        place = self.syntax.source.data.index((node.module or "").encode(), start, end)
        return Rewritten(place, place + len(node.module or ""), self._module_of_today(node) or "", None)

    def _imports_it(self, node: ast.ImportFrom | ast.Import) -> bool:
        if isinstance(node, ast.Import):
            return any(self.renamed in each.name.split(".") for each in node.names)
        if self.renamed in (node.module or "").split("."):
            return True
        return any(each.name == self.renamed for each in node.names) and not isinstance(
            self.project.imported(self.syntax.path, node.module, self.renamed, node.level),
            FunctionObject | ClassObject,
        )

    def _offset(self, node: ast.expr | ast.keyword | ast.stmt) -> int:
        return self.syntax.source.offset(node.lineno, node.col_offset)

    def _end(self, node: ast.expr | ast.stmt) -> int:
        return self.syntax.source.offset(node.end_lineno or node.lineno, node.end_col_offset or 0)

    def _finding(self, node: ast.expr | ast.keyword | ast.stmt, message: str) -> Finding:
        return Finding(self.syntax.path, node.lineno, 1, "P-ASYNC", message, ADVICE["P-ASYNC"], GUIDE)


def _takes(project: Project, syntax: Syntax, call: ast.Call, parameter: str) -> bool:
    """Whether a call is one of a function of the project with that parameter."""
    dotted = dotted_name(call.func)
    found = project.resolve(syntax.path, dotted, syntax.scopes.scope_of(call)) if dotted else None
    if isinstance(found, ClassObject):
        found = FunctionObject(found.path, f"{found.qualname}.__init__")
    if isinstance(found, External | ModuleObject) or not isinstance(found, FunctionObject):
        return False
    facts = project.facts(found.path)
    function = facts.functions.get(found.qualname) if facts is not None else None
    return function is not None and any(each.name == parameter for each in function.parameters)
