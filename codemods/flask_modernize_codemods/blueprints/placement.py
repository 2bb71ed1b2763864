"""Where a module's blueprint is registered: right where its routes used to appear."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_modernize.project.applications import Application, Step, Use, import_of, is_main_guard, is_test_path
from flask_modernize.project.imports import imported_files
from flask_modernize.project.objects import ModuleObject

if TYPE_CHECKING:
    from flask_modernize.project import Project, Syntax


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """Where a module is registered.

    ``path`` is the file, ``after`` the statement behind which the registration goes, ``indent`` the white space
    of its line. ``module`` is the expression for the module there (``views``), empty when it has none; ``is_starred``:
    the names of the module are there by ``import *``. ``import_from`` is what to import the blueprint from when there
    is no name, ``import_line`` the line of the import statement that brings the module in. ``own``: the module
    registers itself, behind its last registration. ``order`` sorts the modules that are registered behind one
    statement.
    """

    path: str
    after: ast.stmt
    indent: str = ""
    module: str = ""
    is_starred: bool = False
    import_from: str = ""
    import_line: int = 0
    own: bool = False
    order: tuple[int, int] = (0, 0)


class Placement:
    """Finds the places for the modules of one app."""

    def __init__(
        self, project: Project, application: Application, uses: Sequence[Use], modules: Collection[str]
    ) -> None:
        self._project = project
        self._application = application
        self._home = application.path
        self._uses = uses
        self._modules = modules

    def place_of(self, path: str, last: ast.stmt, still_imports: Collection[str]) -> Place:
        """The place for a module.

        ``last`` is the module's last statement that registers something. ``still_imports`` are the files that it goes
        on to import when its blueprint no longer needs the app.
        """
        own = Place(path, last, own=True, order=(self._index_of(path, last), 0))
        if path == self._home:
            return own
        for root in self._roots(path):
            found = self._below(root, path)
            if found is not None and not self._may_be_half_done(path, found, still_imports):
                return found
            break
        return own

    def is_imported(self, path: str) -> bool:
        """Whether another module of the program, not a test, imports it."""
        return bool(self._roots(path))

    def _index_of(self, path: str, statement: ast.stmt) -> int:
        steps = import_of(self._project, self._home)
        return next((i for i, s in enumerate(steps) if s.path == path and s.statement is statement), len(steps))

    def _roots(self, path: str) -> list[str]:
        """The modules whose import brings the module in: the app's own, else the only one that imports it."""
        if any(step.path == path for step in import_of(self._project, self._home)):
            return [self._home]
        importers = [
            each
            for each in self._modules
            if each != path and not is_test_path(each) and path in set(imported_files(self._project, each))
        ]
        tops = [each for each in importers if any(step.path == path for step in import_of(self._project, each))]
        if len(tops) != 1 or any(self._is_without(each, path, tops[0]) for each in self._modules):
            return []
        return tops

    def _is_without(self, importer: str, path: str, top: str) -> bool:
        """Whether a file, a test perhaps, imports the module, and not the one that would register it."""
        if path not in set(imported_files(self._project, importer)) or importer in (path, top):
            return False
        return not any(step.path == top for step in import_of(self._project, importer))

    def _below(self, root: str, path: str) -> Place | None:
        """The place in the chain of imports from ``root`` to the module."""
        steps = import_of(self._project, root)
        first = next(i for i, step in enumerate(steps) if step.path == path)
        created = [i for i, step in enumerate(steps) if step.statement is self._created_in(step)]
        chain = list(_importing(steps, first))
        chosen = next((each for each in chain if each[1].path == self._home), None)
        if chosen is None:
            chosen = next((each for each in chain if self._name_of_app(each[1].path)), None)
        if chosen is None and chain:
            chosen = chain[0]
        if chosen is None or (chosen[1].path == self._home and created and chosen[0] < created[0]):
            return None
        return self._place_at(steps, chosen[0], path, first)

    def _created_in(self, step: Step) -> ast.stmt | None:
        """The module-level statement that makes the app, if the step is one of its module."""
        if step.path != self._home:
            return None
        inside = ast.walk(step.statement)
        return step.statement if any(each is self._application.statement for each in inside) else None

    def _name_of_app(self, path: str) -> str:
        """What the app is called at module level of a file; empty when it is not."""
        for use in self._uses:
            if use.path == path and use.at_import_time and use.role != "import":
                return ast.unparse(use.reference.node) if isinstance(use.reference.node, ast.expr) else ""
        for use in self._uses:
            alias = use.reference.node
            if use.path == path and use.at_import_time and isinstance(alias, ast.alias):
                return alias.asname or alias.name
        return ""

    def app_in(self, path: str) -> str:
        """The expression for the app in a file; empty when it has none."""
        return self._application.names[0] if path == self._home else self._name_of_app(path)

    # -- the statement -------------------------------------------------------------------------------------------------

    def _place_at(self, steps: Sequence[Step], index: int, path: str, first: int) -> Place | None:
        step = steps[index]
        syntax = step.syntax
        node = self._import_in(syntax, step.statement, path)
        order = (index, first)
        if node is None:
            if _imports_in(step.statement) or isinstance(step.statement, ast.Expr | ast.Assign):
                node = self._any_import(step.statement) or step.statement
            else:
                return None
        if _in_function(syntax, node) or _is_guarded(syntax, node):
            return None
        after = self._behind_imports(steps, syntax, node)
        indent = _indent_of(syntax, node)
        if indent.strip() or not self.app_in(step.path):
            return None
        name, is_starred = self._name_for(syntax, node, path)
        if name or is_starred:
            return Place(step.path, after, indent, name, is_starred, order=order)
        source = self._written_import(syntax, path)
        line = after.lineno if isinstance(after, ast.Import | ast.ImportFrom) else 0
        return Place(step.path, after, indent, import_from=source, import_line=line, order=order) if source else None

    def _import_in(self, syntax: Syntax, statement: ast.stmt, path: str) -> ast.stmt | None:
        """The import statement in a statement that imports the module itself."""
        for node in _imports_in(statement):
            if path in self._modules_of(syntax, node):
                return node
        return None

    def _any_import(self, statement: ast.stmt) -> ast.stmt | None:
        return next(iter(_imports_in(statement)), None)

    def _modules_of(self, syntax: Syntax, node: ast.Import | ast.ImportFrom) -> Iterator[str]:
        if isinstance(node, ast.Import):
            found = [self._project.imported(syntax.path, alias.name, None, 0) for alias in node.names]
        else:
            found = [self._project.imported(syntax.path, node.module, None, node.level)]
            found += [self._project.imported(syntax.path, node.module, a.name, node.level) for a in node.names]
        yield from (each.path for each in found if isinstance(each, ModuleObject))

    def _name_for(self, syntax: Syntax, node: ast.stmt, path: str) -> tuple[str, bool]:
        """The expression for the module behind its import, and whether its names are there by a star."""
        wanted = ModuleObject(path)
        if isinstance(node, ast.Import):
            for alias in node.names:
                name = alias.asname or alias.name
                if self._project.imported(syntax.path, alias.name, None, 0) == wanted:
                    return (name, False) if self._project.resolve(syntax.path, name) == wanted else ("", False)
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                name = alias.asname or alias.name
                if (
                    alias.name != "*"
                    and self._project.imported(syntax.path, node.module, alias.name, node.level) == wanted
                ):
                    return (name, False) if self._project.resolve(syntax.path, name) == wanted else ("", False)
                if alias.name == "*" and self._project.imported(syntax.path, node.module, None, node.level) == wanted:
                    facts = self._project.facts(path)
                    return "", facts is not None and facts.exports is None
        return "", False

    def _written_import(self, syntax: Syntax, path: str) -> str:
        """The module as ``from ... import`` names it in a file; empty when it cannot be."""
        name = self._project.module_name(path)
        own = self._project.module_name(syntax.path)
        package = own if syntax.path.endswith("__init__.py") else own.rpartition(".")[0]
        if self._is_relative(syntax) and package and name.startswith(package + "."):
            return "." + name[len(package) + 1 :]
        return name if self._project.module_paths(name, syntax.path) == path else ""

    def _is_relative(self, syntax: Syntax) -> bool:
        """Whether a file imports what belongs to the project by relative names, more often than not."""
        froms = [node for node in ast.walk(syntax.module) if isinstance(node, ast.ImportFrom)]
        relative = sum(1 for node in froms if node.level)
        absolute = sum(
            1
            for node in froms
            if not node.level and isinstance(self._project.imported(syntax.path, node.module, None, 0), ModuleObject)
        )
        return relative > absolute

    def _behind_imports(self, steps: Sequence[Step], syntax: Syntax, node: ast.stmt) -> ast.stmt:
        """The last of the imports that follow directly, as long as none of them registers anything else."""
        body = syntax.module.body
        if node not in body:
            return node
        for following in body[body.index(node) + 1 :]:
            if not isinstance(following, ast.Import | ast.ImportFrom) or self._registers(steps, syntax, following):
                break
            node = following
        return node

    def _registers(self, steps: Sequence[Step], syntax: Syntax, statement: ast.stmt) -> bool:
        """Whether an import runs code that does something to the app which stays as it is."""
        index = next((i for i, step in enumerate(steps) if step.statement is statement), None)
        if index is None:
            return False
        paths = set()
        for step in steps[index + 1 :]:
            if step.depth <= steps[index].depth:
                break
            paths.add(step.path)
        return any(
            use.path in paths and use.at_import_time and use.role in ("argument", "call") and not use.is_test
            for use in self._uses
        )

    # -- circles -------------------------------------------------------------------------------------------------------

    def _may_be_half_done(self, path: str, place: Place, still_imports: Collection[str]) -> bool:
        """Whether the module may have begun, and not ended, when the place is reached.

        That is so where it is imported before the app's module, and itself imports that one.
        """
        if path.startswith(place.path.removesuffix("__init__.py")) and place.path.endswith("/__init__.py"):
            return False  # a package runs before what is in it
        if not self._leads_to(still_imports, place.path):
            return False
        flat = not place.path.endswith("__init__.py")
        if flat and place.path == self._home and self._is_run(place.path):
            return True
        for importer in self._modules:
            if importer == place.path or path not in set(imported_files(self._project, importer)):
                continue
            steps = import_of(self._project, importer)
            first = next((i for i, step in enumerate(steps) if step.path == path), None)
            there = next(
                (i for i, s in enumerate(steps) if s.path == place.path and _holds(s.statement, place.after)), None
            )
            if first is not None and there is not None and first < there:
                half_done = any(step.path == path for step in steps[there:])
                if half_done:
                    return True
        return False

    def _leads_to(self, start: Iterable[str], target: str) -> bool:
        seen = set(start)
        waiting = list(seen)
        while waiting:
            current = waiting.pop()
            if current == target:
                return True
            for each in imported_files(self._project, current):
                if each not in seen:
                    seen.add(each)
                    waiting.append(each)
        return False

    def _is_run(self, path: str) -> bool:
        """Whether a module is also started as a script."""
        syntax = self._project.syntax(path)
        return syntax is not None and any(is_main_guard(node) for node in syntax.module.body)


def _importing(steps: Sequence[Step], index: int) -> Iterator[tuple[int, Step]]:
    """The statements that are importing when a step runs, innermost first."""
    depth = steps[index].depth
    for i in range(index - 1, -1, -1):
        if steps[i].depth < depth:
            depth = steps[i].depth
            yield i, steps[i]


def _imports_in(statement: ast.stmt) -> list[ast.Import | ast.ImportFrom]:
    """The imports in a statement, not those in functions that it defines."""
    found: list[ast.Import | ast.ImportFrom] = []
    waiting: list[ast.AST] = [statement]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Import | ast.ImportFrom):
            found.append(node)
        elif not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            waiting += reversed(list(ast.iter_child_nodes(node)))
    return found


def _in_function(syntax: Syntax, node: ast.stmt) -> bool:
    return syntax.scopes.scope_of(node) is not syntax.scopes.module_scope


def _is_guarded(syntax: Syntax, node: ast.stmt) -> bool:
    return any(is_main_guard(each) for each in syntax.scopes.ancestors(node))


def _indent_of(syntax: Syntax, node: ast.stmt) -> str:
    start, _ = syntax.source.line_span(node.lineno)
    return syntax.source.text(start, syntax.source.offset(node.lineno, node.col_offset))


def _holds(statement: ast.stmt, inner: ast.stmt) -> bool:
    return any(each is inner for each in ast.walk(statement))
