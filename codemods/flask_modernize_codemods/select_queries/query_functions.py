"""Functions of the project that hand queries on, where every caller is in the project.

A function whose result, or argument, is a query can be rewritten together with all its callers. That needs proof: every
mention of its name in the project is a call of it (or its import), nothing takes it as a value, no template names it.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import TYPE_CHECKING

from flask_modernize.project.name_texts import may_name, whole_word
from flask_modernize.project.objects import ClassObject, External, FunctionObject, Member, ModuleObject, Variable
from flask_modernize_codemods.select_queries.values import Value, join

if TYPE_CHECKING:
    from flask_modernize.project import Project
    from flask_modernize.project.syntax import Syntax

_HARMLESS_DECORATORS = frozenset({"staticmethod", "classmethod", "property"})
_TOO_COMMON = frozenset(
    [
        "all",
        "get",
        "first",
        "one",
        "count",
        "filter",
        "filter_by",
        "order_by",
        "query",
        "update",
        "delete",
        "save",
        "add",
        "search",
        "find",
        "load",
        "items",
        "values",
        "keys",
        "copy",
        "index",
        "list",
        "run",
        "execute",
        "create",
        "insert",
        "remove",
        "pop",
        "append",
        "close",
        "open",
        "read",
        "write",
        "join",
        "limit",
        "select",
    ]
)


@dataclass(slots=True)
class QueryFunctions:
    """Which functions may hand queries on, and which queries they hand on. ``returns`` and ``arguments`` only grow."""

    returns: dict[FunctionObject, Value] = field(default_factory=dict)
    arguments: dict[tuple[FunctionObject, str], Value] = field(default_factory=dict)
    qualified: dict[FunctionObject, frozenset[str]] = field(default_factory=dict)
    """The files that name the function, its own included."""
    rejected: dict[FunctionObject, str] = field(default_factory=dict)
    """Why a function may not."""
    wanted: set[FunctionObject] = field(default_factory=set)
    """Functions that handed a query on and were not looked at yet."""

    def returned(self, function: FunctionObject, value: Value) -> None:
        before = self.returns.get(function)
        self.returns[function] = value if before is None else join(before, value)

    def passed(self, function: FunctionObject, parameter: str, value: Value) -> None:
        before = self.arguments.get((function, parameter))
        self.arguments[function, parameter] = value if before is None else join(before, value)

    def by_name(self, name: str) -> FunctionObject | None:
        """The qualified method of that name; method names are unique among the qualified ones."""
        found = [each for each in self.qualified if each.name == name and "." in each.qualname]
        return found[0] if len(found) == 1 else None

    def qualify(self, project: Project, known: Mapping[FunctionObject, frozenset[str] | str]) -> bool:
        """Looks at the functions that are wanted; says whether any of them qualified.

        ``known`` are answers that are still good: the files that name a function, or why it may not hand queries on.
        """
        found = False
        wanted = sorted(self.wanted, key=lambda each: (each.path, each.qualname))
        asked = [each for each in wanted if each not in known]
        answers = {**known, **dict(zip(asked, _references(project, asked), strict=True))}
        for function in wanted:
            answer = answers[function]
            if isinstance(answer, str):
                self.rejected[function] = answer
            else:
                self.qualified[function] = answer
                found = True
        self.wanted.clear()
        return found


def _references(project: Project, functions: Sequence[FunctionObject]) -> list[frozenset[str] | str]:
    """For each function the files that name it, or the reason why it does not qualify. Every file is read once."""
    found = [_References(project, function) for function in functions]
    concerned: dict[str, list[_References]] = {}
    templates = [path for path in project.tree.paths if path.endswith(_TEMPLATES)]
    for each in found:
        for path in project.files_with(each.name.encode()) if not each.reason else ():
            concerned.setdefault(path, []).append(each)
        for path in templates if each.is_method and not each.reason else ():
            concerned.setdefault(path, []).append(each)
    for path, functions_there in sorted(concerned.items()):
        undecided = [each for each in functions_there if not each.reason]
        if not undecided:
            continue
        is_template = path.endswith(_TEMPLATES)
        data = project.tree.read(path) if is_template else project.content(path)
        for each in undecided:
            each.look_at(path, data, not is_template)
    return [each.answer() for each in found]


class _References:
    """Every mention of one function's name in the project."""

    def __init__(self, project: Project, function: FunctionObject) -> None:
        self.project = project
        self.function = function
        self.name = function.name
        self.is_method = False
        self.is_property = False
        self.uses = 0
        self.paths: set[str] = set()
        self._bytes = self.name.encode()
        self.reason = self._definition()
        """Why the function does not qualify, as soon as that is known."""

    def look_at(self, path: str, data: bytes, is_python: bool) -> None:
        """Takes in one more file; its content is ``data``. Of Python only what says the name is parsed."""
        if not is_python:
            if self._bytes in data and whole_word(self._bytes).search(data):
                self.reason = f"the template {path} mentions {self.name}"
            return
        if path != self.function.path and not may_name(data, self._bytes, is_member=self.is_method):
            return
        syntax = self.project.followed(path, whole_word(self._bytes))
        if syntax is None:
            self.reason = f"{path}, which mentions it, does not parse"
            return
        self.reason = self._mentions(path, syntax)
        self.paths.add(path)

    def answer(self) -> frozenset[str] | str:
        """The files that name the function, or the reason why it does not qualify."""
        if self.reason:
            return self.reason
        return frozenset(self.paths) if self.uses else "nothing in the project calls it"

    def _definition(self) -> str:
        facts = self.project.facts(self.function.path)
        definition = facts.functions.get(self.function.qualname) if facts is not None else None
        if definition is None or definition.definitions != 1:
            return "it is defined several times"
        if definition.is_async or definition.is_generator:
            return "it is a generator or coroutine"
        if "<locals>" in self.function.qualname:
            return "it is a nested function"
        for decorator in definition.decorators:
            if decorator[0] != "name" or decorator[1] not in _HARMLESS_DECORATORS:
                return "it is decorated"
            self.is_property = self.is_property or decorator[1] == "property"
        self.is_method = "." in self.function.qualname
        if self.name.startswith("__") and self.name.endswith("__"):
            return "it is a special method"
        if self.is_method and self.name in _TOO_COMMON:
            return "other objects have a method of that name"
        return ""

    def _mentions(self, path: str, syntax: Syntax) -> str:
        """Empty, or what a file does with the name that a function which hands queries on must not have; of several the
        one that is nested least."""
        found = []
        for node in syntax.scopes.nodes_saying(self.name):
            reason = self._mention(path, syntax, node)
            if reason:
                found.append((sum(1 for _ in syntax.scopes.ancestors(node)), reason))
        return min(found, key=itemgetter(0))[1] if found else ""

    def _mention(self, path: str, syntax: Syntax, node: ast.AST) -> str:
        if isinstance(node, ast.Name) and node.id == self.name:
            return self._name(path, syntax, node)
        if isinstance(node, ast.Attribute) and node.attr == self.name:
            return self._attribute(path, syntax, node)
        if isinstance(node, ast.Constant) and node.value == self.name:
            return f"{path}:{node.lineno} names it in a string"
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and node.name == self.name:
            return self._other_definition(path, syntax, node)
        if isinstance(node, ast.alias) and node.name == self.name and node.asname not in (None, self.name):
            return f"{path}:{node.lineno} imports it under another name"
        return ""

    def _other_definition(self, path: str, syntax: Syntax, node: ast.AST) -> str:
        scope = syntax.scopes.inner_scope(node)
        if (path, scope.qualname) == (self.function.path, self.function.qualname):
            return ""
        return f"{path}:{getattr(node, 'lineno', 0)} defines another {self.name}" if self.is_method else ""

    def _name(self, path: str, syntax: Syntax, node: ast.Name) -> str:
        if self.is_method:
            return ""
        found = self.project.resolve(path, self.name, syntax.scopes.scope_of(node))
        if found == self.function:
            return self._use(path, syntax, node)
        if (
            found is None
            and syntax.facts.star_imports
            and syntax.scopes.lookup(syntax.scopes.scope_of(node), self.name) is None
        ):
            return f"{path}:{node.lineno} may mean it"
        return ""

    def _attribute(self, path: str, syntax: Syntax, node: ast.Attribute) -> str:
        dotted = ast.unparse(node) if _is_dotted(node) else None
        found = self.project.resolve(path, dotted, syntax.scopes.scope_of(node)) if dotted else None
        if found == self.function:
            return self._use(path, syntax, node)
        if isinstance(found, External | ModuleObject | ClassObject | Variable | FunctionObject):
            return ""
        if not self.is_method:
            owner = (
                self.project.resolve(path, ast.unparse(node.value), syntax.scopes.scope_of(node)) if dotted else None
            )
            return f"{path}:{node.lineno} may mean it" if isinstance(owner, ModuleObject) else ""
        if isinstance(found, Member) and isinstance(found.of, Variable | External):
            return ""
        return self._use(path, syntax, node)

    def _use(self, path: str, syntax: Syntax, node: ast.expr) -> str:
        self.uses += 1
        parent = syntax.scopes.parent(node)
        if self.is_property:
            return "" if isinstance(getattr(node, "ctx", None), ast.Load) else f"{path}:{node.lineno} assigns it"
        if isinstance(parent, ast.Call) and parent.func is node:
            return ""
        return f"{path}:{node.lineno} takes it as a value"


_TEMPLATES = (".html", ".htm", ".jinja", ".jinja2", ".j2", ".xml", ".txt", ".md")


def _is_dotted(node: ast.expr) -> bool:
    while isinstance(node, ast.Attribute):
        node = node.value
    return isinstance(node, ast.Name)
