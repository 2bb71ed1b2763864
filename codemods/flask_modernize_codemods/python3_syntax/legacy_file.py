"""One file on its way to Python 3: where its nodes stand, what they name, and how an edit or a finding is made."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from flask_modernize.facts.sketch import dotted_name
from flask_modernize.planning.contract import Edit, Finding, Group, ImportDrop, ImportNeed
from flask_modernize.project import Project
from flask_modernize.project.conditions import holds_on_import
from flask_modernize.project.objects import External, Object
from flask_modernize.project.scopes import Scope
from flask_modernize.project.syntax import Syntax
from flask_modernize_codemods.python3_syntax.codes import ADVICE, GUIDE

_CAUGHT = frozenset({"ImportError", "ModuleNotFoundError", "AttributeError", "Exception", ""})
_COMPATIBLE = ("six.moves", "past", "builtins", "future")


@dataclass(frozen=True, slots=True)
class LegacyFile:
    """A file that parses on Python 3, and what is known of it."""

    project: Project
    syntax: Syntax
    python2: bool
    """Whether it cannot run on Python 3 as it is found, so that its values mean what they mean on Python 2."""
    python2_project: bool
    """Whether something says that the project was run on Python 2, so that what only that calls was called."""

    @property
    def path(self) -> str:
        return self.syntax.path

    # -- places --------------------------------------------------------------------------------------------------------

    def start(self, node: ast.expr | ast.stmt | ast.alias | ast.keyword) -> int:
        """The byte offset of a node's first character."""
        return self.syntax.source.offset(node.lineno, node.col_offset)

    def end(self, node: ast.expr | ast.stmt | ast.alias | ast.keyword) -> int:
        """The byte offset behind a node's last character."""
        return self.syntax.source.offset(node.end_lineno or node.lineno, node.end_col_offset or 0)

    def text(self, node: ast.expr | ast.stmt | ast.alias | ast.keyword) -> str:
        """A node as it is written."""
        return self.syntax.source.text(self.start(node), self.end(node))

    def replace(self, start: int, end: int, text: str) -> Edit:
        """The edit that puts ``text`` in place of the bytes ``start:end``."""
        return Edit(self.path, start, end, self.syntax.source.encode(text))

    def rewrite(self, node: ast.expr | ast.stmt | ast.alias | ast.keyword, text: str) -> Edit:
        """The edit that writes ``text`` in place of a node."""
        return self.replace(self.start(node), self.end(node), text)

    def find(self, text: str, start: int, end: int) -> int:
        """The offset of ``text`` between two offsets; ValueError where it is not."""
        return self.syntax.source.data.index(text.encode(self.syntax.source.encoding), start, end)

    # -- what is handed back -------------------------------------------------------------------------------------------

    def group(
        self,
        title: str,
        node: ast.expr | ast.stmt | ast.alias | ast.keyword,
        edits: Sequence[Edit],
        imports: Sequence[tuple[str, str]] = (),
        drops: Sequence[ImportDrop] = (),
    ) -> Group:
        """Edits that belong together; ``imports`` are the (module, name) that the new code uses."""
        needs = tuple(ImportNeed(self.path, module, name) for module, name in imports)
        statement = self.syntax.scopes.statement_of(node) if not isinstance(node, ast.stmt) else node
        places = ((self.path, statement.lineno, max(statement.lineno, _last_line(statement))),)
        return Group(title, self.path, node.lineno, tuple(edits), needs, (), places, 1, tuple(drops))

    def finding(self, node: ast.expr | ast.stmt | ast.alias | ast.keyword, code: str, message: str) -> Finding:
        """A place that is left alone."""
        line, column = self.syntax.source.position(self.start(node))
        return Finding(self.path, line, column, code, message, ADVICE[code], GUIDE)

    # -- what names mean -----------------------------------------------------------------------------------------------

    def nodes(self) -> Iterator[ast.AST]:
        """Every node that Python 3 may come to, in no order to rely on; not what is written for Python 2 only."""
        return (node for node in self.syntax.scopes.nodes() if not is_for_python2(self.syntax, node))

    def scope(self, node: ast.AST) -> Scope:
        """The scope that a node is evaluated in."""
        return self.syntax.scopes.scope_of(node)

    def resolve(self, node: ast.expr) -> Object | None:
        """What a dotted expression names."""
        dotted = dotted_name(node)
        return self.project.resolve(self.path, dotted, self.scope(node)) if dotted is not None else None

    def external(self, node: ast.expr) -> str:
        """The full name of what a dotted expression names outside of the project; empty otherwise."""
        found = self.resolve(node)
        return found.name if isinstance(found, External) else ""

    def is_builtin(self, node: ast.expr, *names: str) -> bool:
        """Whether an expression is the builtin of one of these names, of Python 2 or 3, that nothing shadows."""
        if not isinstance(node, ast.Name) or node.id not in names:
            return False
        if self.scope(node).lookup(node.id) is not None:
            return False
        return not any(self._may_give(star.module, star.level, node.id) for star in self.syntax.facts.star_imports)

    def _may_give(self, module: str | None, level: int, name: str) -> bool:
        """Whether ``from module import *`` may bind a name that is also a builtin."""
        if level == 0 and (module or "").startswith(_COMPATIBLE):
            return True
        found = self.project.imported(self.path, module, name, level)
        return found is not None and not isinstance(found, External)

    def is_free(self, name: str, node: ast.AST) -> bool:
        """Whether a builtin's name still means the builtin where ``node`` stands."""
        return self.scope(node).lookup(name) is None


Answers = Iterator[Group | Finding]


@dataclass(frozen=True, slots=True)
class Codemod:
    """One rule: ``words`` are those of which a file must hold one, ``answers`` gives its groups and findings.

    ``certain``: code that it rewrites cannot run on Python 3, so that the file is one for Python 2.
    """

    words: tuple[bytes, ...]
    answers: Callable[[LegacyFile], Answers]
    certain: bool = False


def is_for_python2(syntax: Syntax, node: ast.AST) -> bool:
    """Whether a node is in a branch for Python 2, or one of two that are tried one after the other."""
    child = node
    for parent in syntax.scopes.ancestors(node):
        if isinstance(parent, ast.If | ast.IfExp) and child is not parent.test:
            body = parent.body if isinstance(parent.body, list) else [parent.body]
            holds = _on_python3(parent.test)
            if holds is not None and holds != (child in body):
                return True
        elif isinstance(parent, ast.Try) and (child in parent.body or child in parent.handlers) and _is_probe(parent):
            return True
        child = parent
    return False


def _on_python3(test: ast.expr) -> bool | None:
    """Whether a condition that asks for Python's version holds on Python 3; None where it asks for something else."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        inner = _on_python3(test.operand)
        return None if inner is None else not inner
    name = (dotted_name(test) or "").rpartition(".")[2].lower()
    if name.endswith(("py2", "python2", "py3", "python3")):
        return name.endswith("3")
    if isinstance(test, ast.Compare) and len(test.ops) == 1 and ast.unparse(test.left) in _VERSIONS:
        major = str(getattr(test.comparators[0], "value", ""))[:1]
        if isinstance(test.ops[0], ast.Eq | ast.NotEq) and major in ("2", "3"):
            return (major == "3") == isinstance(test.ops[0], ast.Eq)
    names = {dotted_name(each) or "" for each in ast.walk(test) if isinstance(each, ast.Name | ast.Attribute)}
    return holds_on_import(test) if any("version_info" in name for name in names) else None


_VERSIONS = frozenset({"sys.version[0]", "int(sys.version[0])", "sys.version[:1]", "platform.python_version()[0]"})


def _is_probe(tried: ast.Try) -> bool:
    """Whether a ``try`` asks which Python it is.

    It does where a NameError is caught; otherwise where it has imports, bare names and plain assignments and nothing
    else.
    """
    caught = {name for handler in tried.handlers for name in _caught(handler)}
    return "NameError" in caught or (not caught.isdisjoint(_CAUGHT) and all(_is_simple(each) for each in tried.body))


def _caught(handler: ast.ExceptHandler) -> list[str]:
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return [(dotted_name(kind) or "") if kind is not None else "" for kind in kinds]


def _is_simple(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Import | ast.ImportFrom | ast.Pass):
        return True
    if isinstance(statement, ast.Assign | ast.Expr):
        return isinstance(statement.value, ast.Name | ast.Attribute | ast.Tuple | ast.Constant)
    return False


def _last_line(statement: ast.stmt) -> int:
    """The last line of a statement's header, or of the whole where it has no body."""
    body = getattr(statement, "body", None)
    if isinstance(body, list) and body and not isinstance(statement, ast.Expr):
        return int(body[0].lineno) - 1
    return statement.end_lineno or statement.lineno
