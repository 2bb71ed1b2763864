"""Imports of the project's own modules below the application: they move to where their blueprints are registered."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Edit
from flask_modernize.project import External, ModuleObject, Object, Variable
from flask_modernize.project.references import references
from flask_modernize.rewriting.linter_comments import is_linter_comment
from flask_modernize_codemods.app_factory.modules import Module
from flask_modernize_codemods.app_factory.names import names_read
from flask_modernize_codemods.app_factory.pieces import Piece
from flask_modernize_codemods.app_factory.refusal import Refused, finding

if TYPE_CHECKING:
    from flask_modernize.project import Project
    from flask_modernize_codemods.app_factory.terrain import Terrain


@dataclass(frozen=True, slots=True)
class Registrar:
    """A module that works on the application: its function that does so, and what kind of thing that is."""

    path: str
    function: str
    kind: str


@dataclass(slots=True)
class MovedImports:
    """What becomes of the imports: ``consumed`` chunks go whole, ``drops`` are (line, bound name) of others."""

    consumed: set[int] = field(default_factory=set)
    drops: list[tuple[int, str]] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)


def move_imports(project: Project, terrain: Terrain, home: Module, registrars: Sequence[Registrar]) -> MovedImports:
    """Finds the imports that move with the statements that need them, and adds the calls of the registrars."""
    return _Mover(project, terrain, home, registrars).run()


@dataclass(frozen=True, slots=True)
class _Name:
    """One name that an import statement of the home binds."""

    number: int
    statement: ast.Import | ast.ImportFrom
    alias: ast.alias
    bound: str
    target: Object | None


class _Mover:
    def __init__(self, project: Project, terrain: Terrain, home: Module, registrars: Sequence[Registrar]) -> None:
        self.project = project
        self.terrain = terrain
        self.home = home
        self.registrars = {each.path: each for each in registrars}
        self.result = MovedImports()
        self.taken = set(home.syntax.scopes.module_scope.bindings)

    def run(self) -> MovedImports:
        names = list(self._names())
        leaving: dict[int, list[_Name]] = {}
        imports: dict[str, str] = {}
        for each in names:
            if self._leaves(each):
                leaving.setdefault(each.number, []).append(each)
                self._attach(each, imports)
        self.result.consumed.update(self._idle_stars())
        for number, found in leaving.items():
            self._take_away(number, found, names)
        bound_here = {each.target.path: each for each in names if isinstance(each.target, ModuleObject)}
        for registrar in self.registrars.values():
            self._call(registrar, bound_here, imports)
        return self.result

    # -- which names ---------------------------------------------------------------------------------------------------

    def _idle_stars(self) -> Iterator[int]:
        """Star imports of modules that register something, when nothing that stays needs a name of theirs."""
        for number, chunk in enumerate(self.home.chunks):
            statement = chunk.statement
            if number <= self.home.creation or not isinstance(statement, ast.ImportFrom) or len(chunk.statements) > 1:
                continue
            if [alias.name for alias in statement.names] != ["*"] or _comments(self.home, number):
                continue
            brought = any(self.terrain.brought_in_by(path) == statement.lineno for path in self.registrars)
            if brought and not self._stars_are_used():
                yield number

    def _stars_are_used(self) -> bool:
        """Whether the home, or another module by way of it, reads names that it does not bind itself."""
        bound = {*self.home.syntax.scopes.module_scope.bindings, *dir(builtins), *self.terrain.application.names}
        if names_read([self.home.syntax.module]) - bound - _local_names(self.home):
            return True
        for path in self.project.tree.python_paths():
            syntax = self.project.syntax(path) if path != self.home.path else None
            for node in syntax.scopes.nodes() if syntax is not None else ():
                if not isinstance(node, ast.ImportFrom) or {alias.name for alias in node.names} <= bound:
                    continue
                if self.project.imported(path, node.module, None, node.level) == ModuleObject(self.home.path):
                    return True
        return False

    def _names(self) -> Iterator[_Name]:
        for number, chunk in enumerate(self.home.chunks):
            statement = chunk.statement
            if number <= self.home.creation or not isinstance(statement, (ast.Import, ast.ImportFrom)):
                continue
            if len(chunk.statements) > 1:
                continue
            for alias in statement.names:
                if alias.name == "*":
                    continue
                dotted = isinstance(statement, ast.Import) and not alias.asname and "." in alias.name
                bound = alias.asname or (alias.name if not dotted else alias.name.partition(".")[0])
                yield _Name(number, statement, alias, bound, self._target(statement, alias))

    def _target(self, statement: ast.Import | ast.ImportFrom, alias: ast.alias) -> Object | None:
        if isinstance(statement, ast.Import):
            return self.project.imported(self.home.path, alias.name, None, 0)
        return self.project.imported(self.home.path, statement.module, alias.name, statement.level)

    def _leaves(self, name: _Name) -> bool:
        """Whether only statements that move need the name, which stands for something of the project."""
        if name.target is None or isinstance(name.target, External):
            return False
        if isinstance(name.statement, ast.Import) and not name.alias.asname and "." in name.alias.name:
            return False
        stays = [chunk for number, chunk in enumerate(self.home.chunks) if number not in self.home.moved]
        if name.bound in names_read(statement for chunk in stays for statement in chunk.statements):
            return False
        registers = isinstance(name.target, ModuleObject) and name.target.path in self.registrars
        if not registers and not self._users(name.bound):
            return False
        if isinstance(name.target, ModuleObject):
            return True
        found = references(self.project, Variable(self.home.path, name.bound))
        return not any(each.path != self.home.path for each in found)

    def _users(self, bound: str) -> list[int]:
        """The moved chunks that read the name."""
        return [n for n in sorted(self.home.moved) if bound in names_read(self.home.chunks[n].statements)]

    # -- where they go -------------------------------------------------------------------------------------------------

    def _attach(self, name: _Name, imports: dict[str, str]) -> None:
        """Puts an import before every moved statement that needs it."""
        text = self._blueprint_import(name) or _import_text(name)
        imports[name.bound] = text
        for number in self._users(name.bound):
            self.home.imports_of.setdefault(number, []).append(text)

    def _blueprint_import(self, name: _Name) -> str | None:
        """``from app.routes import bp as main_bp`` where only ``routes.bp`` is used; else None."""
        target = name.target
        if not isinstance(target, ModuleObject) or target.path in self.registrars:
            return None
        if isinstance(name.statement, ast.Import) and not name.alias.asname:
            pass
        found = [(n, node) for n in self._users(name.bound) for node in self._named(n, name.bound)]
        attributes = [(n, self.home.syntax.scopes.parent(node)) for n, node in found]
        names = {node.attr for _, node in attributes if isinstance(node, ast.Attribute)}
        if len(names) != 1 or not all(isinstance(node, ast.Attribute) for _, node in attributes):
            return None
        attribute = names.pop()
        local = self._blueprint_name(target, attribute)
        if local in self.taken:
            return None
        self.taken.add(local)
        source = self.home.source
        for number, node in attributes:
            assert isinstance(node, ast.Attribute)
            start = source.offset(node.lineno, node.col_offset)
            end = source.offset(node.end_lineno or 0, node.end_col_offset or 0)
            self.home.edits_in.setdefault(number, []).append(Edit(self.home.path, start, end, source.encode(local)))
        alias = f" as {local}" if local != attribute else ""
        return f"from {_module_text(name)} import {attribute}{alias}"

    def _named(self, number: int, bound: str) -> Iterator[ast.Name]:
        for statement in self.home.chunks[number].statements:
            for node in ast.walk(statement):
                if isinstance(node, ast.Name) and node.id == bound:
                    yield node

    def _blueprint_name(self, target: ModuleObject, attribute: str) -> str:
        """``main_bp`` for ``bp = Blueprint("main", ...)``; a name that says more is kept."""
        if attribute not in ("bp", "blueprint", "mod", "module"):
            return attribute
        binding = self.project.binding(Variable(target.path, attribute))
        value = binding.value if binding is not None else None
        name = target.path.removesuffix("/__init__.py").removesuffix(".py").rpartition("/")[2]
        if value is not None and value[0] == "call" and value[2] and value[2][0][0] == "const":
            name = str(value[2][0][1])
        return f"{name}_{attribute}" if name.isidentifier() else f"{attribute}_"

    def _take_away(self, number: int, leaving: list[_Name], names: list[_Name]) -> None:
        chunk = self.home.chunks[number]
        every = [each for each in names if each.number == number]
        if len(every) > len(leaving) or len(every) < len(every[0].statement.names):
            self.result.drops += [(chunk.statement.lineno, each.bound) for each in leaving]
            return
        self.result.consumed.add(number)
        comments = _comments(self.home, number)
        if comments:
            self._add_comments(leaving, comments)

    def _add_comments(self, leaving: list[_Name], comments: list[str]) -> None:
        users = [n for each in leaving for n in self._users(each.bound)]
        if users:
            first, *rest = self.home.imports_of[min(users)]
            self.home.imports_of[min(users)] = ["\n".join([*comments, first]), *rest]
        else:
            self.result.pieces += comment_pieces(self.home, leaving[0].number)

    # -- registrars ----------------------------------------------------------------------------------------------------

    def _call(self, registrar: Registrar, bound: Mapping[str, _Name], imports: Mapping[str, str]) -> None:
        line = self.terrain.brought_in_by(registrar.path)
        number = self.home.number_at(line) if line is not None else len(self.home.chunks)
        unit, local = self.home.layout.unit, self.home.local
        if number < len(self.home.chunks):
            statement = self.home.chunks[number].statement
            if not isinstance(statement, (ast.Import, ast.ImportFrom)) and number > self.home.creation:
                message = "modules that register views are imported under a condition, or by a call"
                raise Refused(finding(self.home.syntax, statement, "F-CONDITIONAL", message))
        name = bound.get(registrar.path)
        if name is not None and name.number > self.home.creation:
            needed: tuple[str, ...] = (imports[name.bound],) if name.bound in imports else ()
            called = name.bound if name.alias.asname or not isinstance(name.statement, ast.Import) else name.alias.name
        else:
            module, called = self._import_of(registrar.path)
            needed = (f"from {module} import {called}" if module else f"import {called}",)
            if called.partition(".")[0] == local or (module and self._is_hidden(module, called, registrar.path)):
                separator = "." if module.strip(".") else ""
                origin = f"{module.rstrip('.') if separator else module}{separator}{called}"
                called = called.rpartition(".")[2]
                needed = (f"from {origin} import {registrar.function} as register_{called}",)
                text = f"{unit}register_{called}({local})"
                self._add_call(registrar, text, number, line, needed)
                return
        self._add_call(registrar, f"{unit}{called}.{registrar.function}({local})", number, line, needed)

    def _add_call(
        self, registrar: Registrar, text: str, number: int, line: int | None, needed: tuple[str, ...]
    ) -> None:
        local = self.home.local
        kind = registrar.kind if self._alone(registrar, line) else "route"
        self.result.pieces.append(Piece(kind, (number, 1), (text,), imports=needed, reads=frozenset({local})))

    def _is_hidden(self, module: str, name: str, path: str) -> bool:
        """Whether the package has something else under the name of its module."""
        level = len(module) - len(module.lstrip("."))
        found = self.project.imported(self.home.path, module.lstrip(".") or None, name, level)
        return found != ModuleObject(path)

    def _alone(self, registrar: Registrar, line: int | None) -> bool:
        """Whether no other module that registers something comes in by the same statement."""
        others = [each for each in self.registrars.values() if each is not registrar]
        return line is None or all(self.terrain.brought_in_by(each.path) != line for each in others)

    def _import_of(self, path: str) -> tuple[str, str]:
        """The package and the name to import a module by, as the home does it."""
        dotted = self.project.module_name(path)
        package, _, name = dotted.rpartition(".")
        own = self.project.module_name(self.home.path)
        own_package = own if self.home.path.endswith("__init__.py") else own.rpartition(".")[0]
        relative = any(
            isinstance(chunk.statement, ast.ImportFrom) and chunk.statement.level for chunk in self.home.chunks
        )
        if relative and own_package and (package == own_package or package.startswith(own_package + ".")):
            package = "." + package[len(own_package) :].lstrip(".")
        return package, name


def _module_text(name: _Name) -> str:
    """The module that a name of an import statement stands for, as the statement would write it."""
    if isinstance(name.statement, ast.Import):
        return name.alias.name
    dots, module = "." * name.statement.level, name.statement.module or ""
    return f"{dots}{module}.{name.alias.name}" if module else f"{dots}{name.alias.name}"


def _import_text(name: _Name) -> str:
    renamed = f" as {name.alias.asname}" if name.alias.asname else ""
    if isinstance(name.statement, ast.Import):
        return f"import {name.alias.name}{renamed}"
    dots = "." * name.statement.level
    return f"from {dots}{name.statement.module or ''} import {name.alias.name}{renamed}"


def comment_pieces(home: Module, number: int) -> list[Piece]:
    """The comments of a chunk that goes, to be kept where it stood."""
    comments = _comments(home, number)
    return [Piece("comment", (number, 0), tuple(home.layout.unit + each for each in comments))] if comments else []


def has_comments(module: Module, number: int) -> bool:
    """Whether a chunk has comments, above it or in its lines."""
    return bool(_comments(module, number))


def _comments(home: Module, number: int) -> list[str]:
    chunk, source = home.chunks[number], home.source
    text = source.text(source.line_span(chunk.lead)[0], source.line_span(chunk.last)[1])
    return [line.strip() for line in text.split("\n") if line.strip().startswith("#")] + _trailing(text)


def _trailing(text: str) -> list[str]:
    """The comments that stand behind code, but for those to a linter about that line."""
    found = []
    for line in text.split("\n"):
        code, mark, comment = line.partition("#")
        if mark and code.strip() and not is_linter_comment(f"#{comment}"):
            found.append(f"#{comment.rstrip()}")
    return found


def _local_names(home: Module) -> frozenset[str]:
    """Names that functions of the module bind for themselves."""
    return frozenset(name for scope in home.syntax.scopes.scopes() for name in scope.bindings if scope.parent)
