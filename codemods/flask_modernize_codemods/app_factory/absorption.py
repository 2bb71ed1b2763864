"""Registrations that only a script makes (``microblog.py``): they go into the factory as its last step."""

from __future__ import annotations

import ast
import builtins
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Edit, ImportNeed
from flask_modernize.project import External, ModuleObject, Object
from flask_modernize.project.applications import Use, is_main_guard
from flask_modernize_codemods.app_factory.elsewhere import references_by_name
from flask_modernize_codemods.app_factory.modules import Module
from flask_modernize_codemods.app_factory.moving import Chunk, chunks_of, layout_of, moved_lines
from flask_modernize_codemods.app_factory.names import names_read
from flask_modernize_codemods.app_factory.pieces import Piece

if TYPE_CHECKING:
    from flask_modernize.project import Project, Syntax

_KINDS = {
    "register_blueprint": "route",
    "shell_context_processor": "shell",
    "cli.command": "cli",
    "cli.group": "cli",
    "cli.add_command": "cli",
}
"""What a script registers, by method. Hooks and views that only one script adds may be meant for that script."""


@dataclass(slots=True)
class Absorbed:
    """What a script gives to the factory.

    ``pieces`` belong at the end of the factory; ``needs`` are imports at the top of its module; ``removed`` are the
    numbers of the script's chunks that go, ``drops`` the (line, name) of other imports that it does not need any more.
    """

    pieces: list[Piece] = field(default_factory=list)
    needs: list[ImportNeed] = field(default_factory=list)
    removed: set[int] = field(default_factory=set)
    drops: list[tuple[int, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Imported:
    statement: ast.Import | ast.ImportFrom
    alias: ast.alias
    number: int
    target: Object | None

    @property
    def bound(self) -> str:
        if self.alias.asname or isinstance(self.statement, ast.ImportFrom):
            return self.alias.asname or self.alias.name
        return self.alias.name.partition(".")[0]


def absorb(project: Project, home: Module, syntax: Syntax, uses: Sequence[Use]) -> Absorbed | None:
    """What of a script goes into the factory; None when nothing does, or when it does more with the application."""
    chunks = chunks_of(syntax.source, syntax.module)
    names = {node.asname or node.name for use in uses if isinstance(node := use.reference.node, ast.alias)}
    if len(names) != 1 or any(isinstance(use.reference.node, ast.Attribute) for use in uses):
        return None
    taker = _Taker(project, home, syntax, chunks, names.pop())
    taken = [number for number, chunk in enumerate(chunks) if _is_registration(chunk, uses)]
    inside = {line for number in taken for line in range(chunks[number].first, chunks[number].last + 1)}
    others = [
        use
        for use in uses
        if use.role != "import" and use.reference.node.lineno not in inside and not _is_second_name(use)
    ]
    if not taken or any(use.at_import_time and not use.guarded for use in others):
        return None
    return taker.take(taken)


def _is_second_name(use: Use) -> bool:
    """``application = app``."""
    return isinstance(use.statement, ast.Assign) and use.statement.value is use.reference.node


def _is_registration(chunk: Chunk, uses: Sequence[Use]) -> bool:
    if len(chunk.statements) > 1 or is_main_guard(chunk.statement):
        return False
    own = [use for use in uses if use.statement is chunk.statement and use.at_import_time]
    if not own or any(use.method not in _KINDS for use in own):
        return False
    if isinstance(chunk.statement, ast.FunctionDef):
        return all(use.role == "decorator" and use.decorated is chunk.statement for use in own)
    return isinstance(chunk.statement, ast.Expr) and all(use.role == "call" for use in own)


class _Taker:
    def __init__(self, project: Project, home: Module, syntax: Syntax, chunks: tuple[Chunk, ...], name: str) -> None:
        self.project = project
        self.home = home
        self.syntax = syntax
        self.chunks = chunks
        self.name = name
        imports = list(self._imports())
        # `import shop.views` and `import shop.pages` bind one name: which of them is needed is not clear.
        numbers = Counter(each.bound for each in imports)
        self.imported = {each.bound: each for each in imports if numbers[each.bound] == 1}
        self.result = Absorbed()

    def _imports(self) -> Iterator[_Imported]:
        for number, chunk in enumerate(self.chunks):
            for statement in chunk.statements:
                if not isinstance(statement, (ast.Import, ast.ImportFrom)):
                    continue
                for alias in statement.names:
                    if isinstance(statement, ast.Import):
                        target = self.project.imported(self.syntax.path, alias.name, None, 0)
                    else:
                        target = self.project.imported(self.syntax.path, statement.module, alias.name, statement.level)
                    yield _Imported(statement, alias, number, target)

    def take(self, numbers: Sequence[int]) -> Absorbed | None:
        for number in numbers:
            if not self._take(number, numbers):
                return None
        self._drop_imports(numbers)
        return self.result

    def _take(self, number: int, numbers: Sequence[int]) -> bool:
        chunk = self.chunks[number]
        statement = chunk.statement
        if isinstance(statement, ast.FunctionDef) and self._is_used(statement.name, chunk):
            return False
        imports: list[str] = []
        edits: list[Edit] = []
        written = list(self.imported)
        for name in sorted(self._names(chunk), key=lambda each: written.index(each) if each in written else -1):
            found = self.imported.get(name)
            if found is None or (isinstance(found.statement, ast.ImportFrom) and found.statement.level):
                return False
            if self._is_there(found):
                continue
            if name in self.home.syntax.scopes.module_scope.bindings:
                return False
            imports += self._import(chunk, found, edits)
        edits += self._renamed(chunk)
        unit = self.home.layout.unit
        lines = moved_lines(
            layout_of(self.syntax.source, self.syntax.module), chunk.lead, chunk.last, sorted(edits), unit
        )
        kind = next(kind for method, kind in _KINDS.items() if f".{method}" in "\n".join(lines))
        order = (len(self.home.chunks) + 1, number)
        self.result.pieces.append(Piece(kind, order, tuple(lines), imports=tuple(imports), blank=len(lines) > 1))
        self.result.removed.add(number)
        return True

    def _is_used(self, name: str, chunk: Chunk) -> bool:
        found = references_by_name(self.project, self.syntax.path, name)
        return any(each.path != self.syntax.path or not chunk.first <= each.node.lineno <= chunk.last for each in found)

    def _names(self, chunk: Chunk) -> frozenset[str]:
        """The module-level names that the chunk reads, without the application."""
        scope = self.syntax.scopes.module_scope
        found = {
            node.id
            for statement in chunk.statements
            for node in ast.walk(statement)
            if isinstance(node, ast.Name) and self.syntax.scopes.scope_of(node).lookup(node.id) in (scope, None)
        }
        return frozenset(found - {self.name} - set(dir(builtins)))

    def _is_there(self, found: _Imported) -> bool:
        """Whether the factory's module has the same thing under the same name."""
        if found.bound not in self.home.syntax.scopes.module_scope.bindings:
            return False  # a package also has its modules as attributes, once they are imported
        own = self.project.resolve(self.home.path, found.bound)
        return own is not None and own == found.target

    def _import(self, chunk: Chunk, found: _Imported, edits: list[Edit]) -> list[str]:
        statement, alias = found.statement, found.alias
        if isinstance(statement, ast.ImportFrom) and isinstance(found.target, External) and statement.module:
            self.result.needs.append(ImportNeed(self.home.path, statement.module, alias.name, alias.asname))
            return []
        renamed = f" as {alias.asname}" if alias.asname else ""
        if isinstance(statement, ast.Import):
            return [f"import {alias.name}{renamed}"]
        if isinstance(found.target, ModuleObject):
            text = self._blueprint(chunk, found, statement, edits)
            if text:
                return [text]
        return [f"from {statement.module} import {alias.name}{renamed}"]

    def _blueprint(self, chunk: Chunk, found: _Imported, statement: ast.ImportFrom, edits: list[Edit]) -> str:
        """``from app.cli import bp as cli_bp`` where only ``cli.bp`` is used."""
        nodes = [
            self.syntax.scopes.parent(node)
            for node in ast.walk(chunk.statement)
            if isinstance(node, ast.Name) and node.id == found.bound
        ]
        names = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
        if names != {"bp"} or not all(isinstance(node, ast.Attribute) for node in nodes):
            return ""
        local = f"{found.alias.name}_bp"
        source = self.syntax.source
        for node in nodes:
            assert isinstance(node, ast.Attribute)
            start = source.offset(node.lineno, node.col_offset)
            end = source.offset(node.end_lineno or 0, node.end_col_offset or 0)
            edits.append(Edit(self.syntax.path, start, end, source.encode(local)))
        return f"from {statement.module}.{found.alias.name} import bp as {local}"

    def _renamed(self, chunk: Chunk) -> Iterator[Edit]:
        if self.name == self.home.local:
            return
        source = self.syntax.source
        for statement in chunk.statements:
            for node in ast.walk(statement):
                if isinstance(node, ast.Name) and node.id == self.name:
                    start = source.offset(node.lineno, node.col_offset)
                    yield Edit(self.syntax.path, start, start + len(self.name), source.encode(self.home.local))

    def _drop_imports(self, numbers: Sequence[int]) -> None:
        """The imports that only what goes has used."""
        rest = [chunk for number, chunk in enumerate(self.chunks) if number not in numbers]
        used = names_read(
            statement
            for chunk in rest
            for statement in chunk.statements
            if not isinstance(statement, (ast.Import, ast.ImportFrom))
        )
        before = names_read(statement for number in numbers for statement in self.chunks[number].statements)
        for number, chunk in enumerate(self.chunks):
            own = [each for each in self.imported.values() if each.number == number]
            idle = [each for each in own if each.bound in before - used and each.bound != self.name]
            if own and len(idle) == len(own) and chunk.lead == chunk.first and len(chunk.statements) == 1:
                self.result.removed.add(number)
            else:
                self.result.drops += [(each.statement.lineno, each.bound) for each in idle]
