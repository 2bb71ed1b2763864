"""Code that runs the application: entry modules, tests, and what a module does when it is run as a script."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Edit, Finding, ImportNeed
from flask_modernize.project import ClassObject, External, FunctionObject, ModuleObject
from flask_modernize.project.applications import Use
from flask_modernize.rewriting.bound_names import binds
from flask_modernize_codemods.app_factory.moving import chunks_of, moved_lines
from flask_modernize_codemods.app_factory.names import calls_now, names_read_now

if TYPE_CHECKING:
    from flask_modernize.project import Project, Syntax
    from flask_modernize_codemods.app_factory.modules import Module

FACTORY = "create_app"


@dataclass(slots=True)
class Script:
    """What is to be done with one script or test."""

    path: str
    edits: list[Edit] = field(default_factory=list)
    needs: list[ImportNeed] = field(default_factory=list)
    drops: list[tuple[int, str]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    names: list[str] = field(default_factory=list)
    """What the applications are called that it makes below its imports."""

    @property
    def changes(self) -> bool:
        return bool(self.edits or self.drops)


def rewrite_script(
    project: Project, syntax: Syntax, uses: Sequence[Use], consumers: frozenset[str], gone: Collection[int] = ()
) -> Script | None:
    """Makes a script create its own application. None when it must go on asking the module for it.

    What it takes from another of the ``consumers`` it goes on taking from there. ``gone`` are the numbers of its
    chunks that are taken out.
    """
    script = Script(syntax.path)
    if _has_factory(syntax) or any(use.reference.kind in ("write", "delete") for use in uses):
        return None
    imports = [use for use in uses if use.role == "import" and not _comes_from(project, use, consumers)]
    attributes = [use for use in uses if isinstance(use.reference.node, ast.Attribute)]
    for use in imports:
        if not _rewrite_import(script, use, gone):
            return None
    if attributes and not _rewrite_attributes(script, syntax, attributes, bool(imports)):
        return None
    if not imports and not attributes and not any(use.role == "import" for use in uses):
        return _rewrite_star(project, script, syntax, uses)
    return script if script.changes or not imports else None


def _has_factory(syntax: Syntax) -> bool:
    """Whether a script uses the factory's name for something else; a method is not in the way."""
    return any(FACTORY in scope.bindings for scope in syntax.scopes.scopes() if scope.kind != "class")


def _rewrite_star(project: Project, script: Script, syntax: Syntax, uses: Sequence[Use]) -> Script | None:
    """``from app import *`` brings the factory in, too; a name that the module makes when asked it does not bring."""
    names = {use.reference.node.id for use in uses if isinstance(use.reference.node, ast.Name)}
    for statement in syntax.module.body:
        if not isinstance(statement, ast.ImportFrom) or [alias.name for alias in statement.names] != ["*"]:
            continue
        found = project.imported(syntax.path, statement.module, None, statement.level)
        facts = project.facts(found.path) if isinstance(found, ModuleObject) else None
        if facts is not None and facts.exports is None and len(names) == 1 and names <= facts.bindings.keys():
            script.edits.append(line_after_imports(syntax, statement, f"{names.pop()} = {FACTORY}()"))
            return script
    return None


def _comes_from(project: Project, use: Use, consumers: frozenset[str]) -> bool:
    """Whether an import takes the application from another script, which makes its own."""
    statement = use.syntax.scopes.parent(use.reference.node)
    if not isinstance(statement, ast.ImportFrom):
        return False
    found = project.imported(use.path, statement.module, None, statement.level)
    return isinstance(found, ModuleObject) and found.path in consumers


def _rewrite_import(script: Script, use: Use, gone: Collection[int]) -> bool:
    syntax, alias = use.syntax, use.reference.node
    assert isinstance(alias, ast.alias)
    statement = syntax.scopes.parent(alias)
    if not isinstance(statement, ast.ImportFrom):
        return False
    name = alias.asname or alias.name
    module = "." * statement.level + (statement.module or "")
    script.drops.append((statement.lineno, name))
    script.needs.append(ImportNeed(syntax.path, module, FACTORY, beside_line=statement.lineno))
    script.edits.append(line_after_imports(syntax, statement, f"{name} = {FACTORY}()", gone))
    if isinstance(syntax.scopes.parent(statement), ast.Module):
        script.names.append(name)
    return True


def line_after_imports(
    syntax: Syntax, statement: ast.Import | ast.ImportFrom, line: str, gone: Collection[int] = ()
) -> Edit:
    """A line like ``app = create_app()`` after the imports that follow the statement.

    What goes on to set up that application stands right below.
    """
    source = syntax.source
    following = None
    top = isinstance(syntax.scopes.parent(statement), ast.Module)
    last = statement.end_lineno or statement.lineno
    if top:
        for number, chunk in enumerate(chunks_of(source, syntax.module)):
            if chunk.first <= last or number in gone:
                continue
            if not all(isinstance(each, (ast.Import, ast.ImportFrom)) for each in chunk.statements):
                following = chunk
                break
            last = chunk.last
    end = behind = source.line_span(last)[1]
    if following is not None and following.lead == following.first and _root(following.statement) == line.split()[0]:
        behind = source.line_span(following.first)[0]
    indent = source.text(source.line_span(statement.lineno)[0], source.offset(statement.lineno, statement.col_offset))
    text = f"{indent}{line}\n"
    if top:
        text = "\n" + text
    if not source.data[:end].endswith((b"\n", b"\r")):
        text = "\n" + text.removesuffix("\n")
    return Edit(syntax.path, end, behind, source.encode(text))


def _root(statement: ast.stmt) -> str:
    """The variable whose attribute or item a statement sets, or whose method it calls; empty for other statements."""
    node: ast.AST | None = None
    if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], (ast.Attribute, ast.Subscript)):
        node = statement.targets[0]
    elif isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        node = statement.value.func
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _rewrite_attributes(script: Script, syntax: Syntax, attributes: Sequence[Use], has_import: bool) -> bool:
    """``module.app`` becomes ``app``, made by ``module.create_app()``."""
    source = syntax.source
    owners = {
        ast.unparse(use.reference.node.value) for use in attributes if isinstance(use.reference.node, ast.Attribute)
    }
    names = {use.reference.node.attr for use in attributes if isinstance(use.reference.node, ast.Attribute)}
    if has_import or len(owners) != 1 or len(names) != 1 or binds(syntax.module, name := names.pop()):
        return False
    owner = owners.pop()
    root = owner.partition(".")[0]
    statement = _import_of(syntax, root)
    if statement is None:
        return False
    script.edits.append(line_after_imports(syntax, statement, f"{name} = {owner}.{FACTORY}()"))
    for use in attributes:
        node = use.reference.node
        start = source.offset(node.lineno, node.col_offset)
        end = source.offset(node.end_lineno or 0, node.end_col_offset or 0)
        script.edits.append(Edit(syntax.path, start, end, source.encode(name)))
    return True


def _import_of(syntax: Syntax, name: str) -> ast.Import | ast.ImportFrom | None:
    """The module-level statement that binds the name."""
    for statement in syntax.module.body:
        if isinstance(statement, (ast.Import, ast.ImportFrom)):
            for alias in statement.names:
                if (alias.asname or alias.name.partition(".")[0]) == name:
                    return statement
    return None


# -- the module run as a script ----------------------------------------------------------------------------------------


def rewrite_guards(module: Module, origin: str = "") -> Iterator[Edit]:
    """What stands under ``if __name__ == "__main__":`` makes its own application.

    ``origin``: the module that it gets the factory from, where that is not its own; it is imported under the guard,
    because the application's module imports this one.
    """
    for number in sorted(module.guards):
        chunk = module.chunks[number]
        lines = range(chunk.first, chunk.last + 1)
        uses = [use for use in module.uses if use.at_import_time and use.reference.node.lineno in lines]
        yield from _guard_edits(module, chunk.statement, uses, number in module.handed, origin)
    for number in sorted(module.runs):
        yield from _new_guard(module, number)


def _new_guard(module: Module, number: int) -> Iterator[Edit]:
    """A server that was started by the import alone is started by the script alone."""
    chunk, source = module.chunks[number], module.source
    use = next(use for use in module.uses if chunk.first <= use.reference.node.lineno <= chunk.last)
    node = use.reference.node
    start = source.offset(node.lineno, node.col_offset)
    made = Edit(module.path, start, source.offset(node.end_lineno or 0, node.end_col_offset or 0), b"create_app()")
    lines = moved_lines(module.layout, chunk.first, chunk.last, [made], module.layout.unit)
    start, end = source.line_span(chunk.first)[0], source.line_span(chunk.last)[1]
    quote = '"' if source.data.count(b'"') >= source.data.count(b"'") else "'"
    text = "\n".join([f"if __name__ == {quote}__main__{quote}:", *lines])
    yield Edit(
        module.path, start, end, source.encode(text + ("\n" if source.data[:end].endswith((b"\n", b"\r")) else ""))
    )


def _guard_edits(module: Module, statement: ast.stmt, uses: Sequence[Use], handed: bool, origin: str) -> Iterator[Edit]:
    source = module.source
    assert isinstance(statement, ast.If)
    work = [each for each in statement.body if _database_work(module, each)]
    early = _runs_own_code(module, statement.body, uses[0]) if uses else False
    alone = len(uses) == 1 and uses[0].role == "run" and not work and not handed and not early
    if not uses and not work and not handed:
        return
    first = _first_work(module, statement)
    start = source.line_span(first.lineno)[0]
    indent = source.text(start, source.offset(first.lineno, first.col_offset))
    if indent.strip() and not (alone and not origin):
        return
    above = _comments_above(module, statement, first)
    start = source.line_span(first.lineno - above)[0]
    if alone:
        if origin:
            yield Edit(module.path, start, start, source.encode(f"{indent}from {origin} import {FACTORY}\n\n"))
        node = uses[0].reference.node
        start = source.offset(node.lineno, node.col_offset)
        end = source.offset(node.end_lineno or 0, node.end_col_offset or 0)
        yield Edit(module.path, start, end, source.encode(f"{FACTORY}()"))
        return
    imported = f"{indent}from {origin} import {FACTORY}\n\n" if origin else ""
    text = f"{imported}{indent}{module.local} = {FACTORY}()\n" + ("\n" if above else "")
    yield Edit(module.path, start, start, source.encode(text))
    for each in work:
        yield from _in_context(module, each, indent)


def _first_work(module: Module, guard: ast.If) -> ast.stmt:
    """The first statement under the guard, but for imports of what is not the project's own."""
    for each in guard.body[:-1]:
        if isinstance(each, ast.Import):
            found = [module.project.imported(module.path, alias.name, None, 0) for alias in each.names]
        elif isinstance(each, ast.ImportFrom):
            found = [module.project.imported(module.path, each.module, None, each.level)]
        else:
            return each
        if not all(isinstance(target, External) for target in found):
            return each
    return guard.body[-1]


def _comments_above(module: Module, guard: ast.If, statement: ast.stmt) -> int:
    """How many lines of comments stand right above a statement in the guard's block."""
    source = module.source
    number = 0
    while statement.lineno - number - 1 > guard.test.lineno:
        start, end = source.line_span(statement.lineno - number - 1)
        if not source.text(start, end).lstrip().startswith("#"):
            break
        number += 1
    return number


def _runs_own_code(module: Module, statements: Sequence[ast.stmt], use: Use) -> bool:
    """Whether the program's own functions run, or values that the factory sets are read, above the application's use.

    They had the application already, when it was made at import.
    """
    shared = {name for names in module.globals.values() for name in names}
    above = [each for each in statements if (each.end_lineno or each.lineno) < use.reference.node.lineno]
    names = {name for each in above for name in names_read_now(each)}
    found = (module.project.resolve(module.path, name) for name in names)
    return bool(names & shared) or any(isinstance(each, (FunctionObject, ClassObject)) for each in found)


def _database_work(module: Module, statement: ast.stmt) -> bool:
    """Whether a statement creates or drops tables outside of an application context."""
    if isinstance(statement, (ast.With, ast.FunctionDef, ast.ClassDef)):
        return False
    return any(
        isinstance(call.func, ast.Attribute)
        and call.func.attr in ("create_all", "drop_all")
        and not inside_context(module.syntax, call)
        for call in calls_now(statement)
    )


def inside_context(syntax: Syntax, node: ast.AST) -> bool:
    """Whether a node stands in a ``with`` block that opens a context of the application."""
    around = syntax.scopes.ancestors(node)
    opened = [
        item.context_expr for each in around if isinstance(each, (ast.With, ast.AsyncWith)) for item in each.items
    ]
    return any(
        isinstance(each, ast.Call)
        and isinstance(each.func, ast.Attribute)
        and each.func.attr in ("app_context", "test_request_context")
        for each in opened
    )


def _in_context(module: Module, statement: ast.stmt, indent: str) -> Iterator[Edit]:
    source = module.source
    layout = module.layout
    last = statement.end_lineno or statement.lineno
    start, end = source.line_span(statement.lineno)[0], source.line_span(last)[1]
    lines = [f"{indent}with {module.local}.app_context():"]
    lines += moved_lines(layout, statement.lineno, last, (), layout.unit)
    text = "\n".join(lines)
    yield Edit(
        module.path, start, end, source.encode(text + ("\n" if source.data[:end].endswith((b"\n", b"\r")) else ""))
    )


def is_server_entry(syntax: Syntax, gone: Collection[int] = ()) -> bool:
    """Whether a script does nothing when it is imported but to have an application, so that a server can take it."""
    harmless = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.If, ast.Assign)
    return all(
        isinstance(each, harmless) or (isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant))
        for number, chunk in enumerate(chunks_of(syntax.source, syntax.module))
        for each in chunk.statements
        if number not in gone
    )
