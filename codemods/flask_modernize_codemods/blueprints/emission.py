"""Writes the edits of ``blueprints``: decorators, blueprints, registrations, endpoint names, imports."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Edit, FileChange, Group, ImportDrop, ImportNeed
from flask_modernize.project.objects import External, ModuleObject
from flask_modernize.rewriting.bound_names import binds
from flask_modernize.rewriting.import_blocks import preamble
from flask_modernize.rewriting.whole_statements import first_line, quote_of, statement_removed
from flask_modernize_codemods.blueprints.file_statements import Part
from flask_modernize_codemods.blueprints.keeping import kept_edits, register_function
from flask_modernize_codemods.blueprints.layout import insertion_behind, insertion_where_import_goes
from flask_modernize_codemods.blueprints.plans import ModulePlan, ProgramPlan, dropped_imports
from flask_modernize_codemods.blueprints.registrations import Registration
from flask_modernize_codemods.blueprints.split_modules import (
    app_from_context,
    blueprint_definition,
    module_text,
    spans_of,
    spliced,
)

if TYPE_CHECKING:
    from flask_modernize.project import Project, Syntax


class _Writer:
    """Gathers the edits of one group."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.edits: dict[Edit, None] = {}
        self.imports: set[ImportNeed] = set()
        self.drops: set[ImportDrop] = set()
        self.statements: set[tuple[str, int, int]] = set()
        self.files: list[FileChange] = []

    def add(self, *edits: Edit) -> None:
        self.edits.update(dict.fromkeys(edits))

    # -- one app -------------------------------------------------------------------------------------------------------

    def write(self, plan: ProgramPlan) -> int:
        """Writes an app; the number of registrations that move."""
        for module in plan.changing:
            self._write_module(plan, module)
        self._write_registrations(plan)
        for reference, name in plan.references:
            self.add(Edit(reference.path, reference.offset, reference.offset, _prefix(name, reference.value)))
        for reference in plan.absolute:
            self.add(Edit(reference.path, reference.offset, reference.offset + 1, b""))
        for unknown, name in plan.prefixed:
            text = f"{unknown.before}{name}.{unknown.after}".encode()
            self.add(Edit(unknown.path, unknown.offset, unknown.offset, text))
        for module in plan.changing:
            if module.part is not None:
                self._write_part(plan, module, module.part)
        for each in plan.extracted:
            self._make_file(plan, each.path, each.part)
            for name in each.names:
                self.imports.add(ImportNeed(each.part.source, each.import_from, name))
        return sum(len(module.on_blueprint) + len(module.kept_routes) + len(module.plain) for module in plan.changing)

    def _write_module(self, plan: ProgramPlan, module: ModulePlan) -> None:
        syntax = self.project.syntax(module.path if module.part is None else module.part.source)
        assert syntax is not None
        for each in module.on_blueprint:
            self.add(_moved(syntax, each, module.variable))
        if module.part is not None:
            return
        for each in module.plain:
            self.add(statement_removed(syntax, _decorator_of(each)))
        moved = [*module.on_blueprint, *module.plain, *module.kept_routes]
        dropped: list[ast.alias] = []
        if not module.place.own:
            dropped = list(dropped_imports(self.project, plan, module.path, moved))
        for alias in dropped:
            line = syntax.scopes.statement_of(alias).lineno
            self.drops.add(ImportDrop(module.path, line, alias.asname or alias.name))
        if module.on_blueprint:
            self._define_blueprint(plan, syntax, module, dropped)
        if module.kept_routes:
            self.add(*kept_edits(syntax, module.kept_routes))
            if not module.place.own:
                last = max((each.use.statement for each in module.kept_routes), key=lambda each: each.lineno)
                lines = register_function(syntax, module)
                gone = not isinstance(last, ast.FunctionDef | ast.AsyncFunctionDef)
                self.add(insertion_behind(syntax, last, [], blank_before=0 if gone else 2, function=lines))
        for each in moved:
            self.statements.add((module.path, each.line, each.line))

    def _define_blueprint(
        self, plan: ProgramPlan, syntax: Syntax, module: ModulePlan, dropped: Sequence[ast.alias]
    ) -> None:
        cls = self._blueprint_class(syntax)
        quote = quote_of(syntax)
        group = ", cli_group=None" if any(each.method.startswith("cli.") for each in module.on_blueprint) else ""
        line = f"{module.variable} = {cls}({quote}{module.name}{quote}, __name__{group})"
        statement = plan.application.statement
        rows = [row for row in preamble(syntax.module, 0) if _holds_import(row.statements)]
        if module.path == plan.application.path and statement in syntax.module.body and not rows:
            self.add(insertion_behind(syntax, statement, [line], blank_before=0, blank_after=0))
            return
        first = min(first_line(each.use.statement) for each in module.on_blueprint)
        rows = [row for row in rows if row.last < first]
        anchor = rows[-1].statements[-1] if rows else _docstring_of(syntax.module)
        if isinstance(anchor, ast.ImportFrom) and all(alias in dropped for alias in anchor.names):
            self.add(insertion_where_import_goes(syntax, anchor, line))
        else:
            self.add(insertion_behind(syntax, anchor, [line], blank_before=1))

    def _blueprint_class(self, syntax: Syntax) -> str:
        """The expression for Flask's class, as the file itself would name it."""
        found = self.project.resolve(syntax.path, "flask")
        has_from = any(isinstance(s, ast.ImportFrom) and s.module == "flask" for s in syntax.module.body)
        if found == External("flask") and not has_from:
            return "flask.Blueprint"
        known = self.project.resolve(syntax.path, "Blueprint")
        if known is None and binds(syntax.module, "Blueprint"):
            self.imports.add(ImportNeed(syntax.path, "flask", "Blueprint", "FlaskBlueprint"))
            return "FlaskBlueprint"
        self.imports.add(ImportNeed(syntax.path, "flask", "Blueprint"))
        return "Blueprint"

    # -- registrations -------------------------------------------------------------------------------------------------

    def _write_registrations(self, plan: ProgramPlan) -> None:
        together: dict[tuple[str, ast.stmt], list[ModulePlan]] = {}
        for module in plan.changing:
            together.setdefault((module.place.path, module.place.after), []).append(module)
        for (path, after), modules in together.items():
            syntax = self.project.syntax(path)
            assert syntax is not None
            modules.sort(key=lambda each: each.place.order)
            lines: list[str] = []
            imports: list[str] = []
            for module in modules:
                lines += self._registration(plan, syntax, module)
                imports += self._imports_there(module)
            lines = [*imports, *[""] * bool(imports), *lines]
            function = [line for module in modules if module.place.own for line in register_function(syntax, module)]
            indent = modules[0].place.indent
            joins = bool(imports) and isinstance(after, ast.Import | ast.ImportFrom)
            blank = 0 if joins else None
            moving = plan.moving_from(path)
            self.add(
                insertion_behind(
                    syntax, after, lines, indent=indent, function=function, blank_before=blank, moving=moving
                )
            )

    def _registration(self, plan: ProgramPlan, syntax: Syntax, module: ModulePlan) -> Iterator[str]:
        app = _app_in(plan, module)
        blueprint, routes, functions = self._names_there(syntax, module)
        if module.on_blueprint:
            yield f"{app}.register_blueprint({blueprint})"
        if module.kept_routes:
            yield f"{routes}({app})"
        for each, name in zip(module.plain, functions, strict=True):
            yield f"{app}.{each.method}({name})"

    def _imports_there(self, module: ModulePlan) -> Iterator[str]:
        """The import of a blueprint, where it goes right before its registration."""
        place = module.place
        if place.import_from and not place.import_line and not (module.part is not None and module.part.at_top):
            names = [f"{own} as {there}" if own != there else own for own, there in _imported(module)]
            yield f"from {place.import_from} import {', '.join(names)}"

    def _write_part(self, plan: ProgramPlan, module: ModulePlan, part: Part) -> None:
        """Takes the statements of a part out of their file, changed as they are, and makes the new file."""
        syntax = self.project.syntax(part.source)
        assert syntax is not None
        self._make_file(plan, module.path, part, blueprint_definition(syntax, module))
        if part.at_top:
            for own, there in _imported(module):
                self.imports.add(ImportNeed(part.source, module.place.import_from, own, there))

    def _make_file(self, plan: ProgramPlan, path: str, part: Part, definition: str = "") -> None:
        syntax = self.project.syntax(part.source)
        assert syntax is not None
        self.add(*app_from_context(syntax, part.uses))
        every = spans_of(syntax, plan.moving_from(part.source))
        spans = [every[each] for each in part.statements]
        texts = []
        for span in spans:
            inside = sorted(each for each in self.edits if each.path == part.source and span.holds(each))
            texts.append(spliced(syntax, span, inside))
            for each in inside:
                del self.edits[each]
            self.add(Edit(part.source, span.start, span.end_with_blanks, b""))
        text = module_text(syntax, definition, part, spans, texts, self._first_party(plan, part))
        self.files.append(FileChange(path, text.encode()))
        for statement, alias in part.unused:
            self.drops.add(ImportDrop(part.source, statement.lineno, alias.asname or alias.name))

    def _first_party(self, plan: ProgramPlan, part: Part) -> set[str]:
        """The top-level names of imports that are the project's own."""
        found = set(part.source.split("/")[:-1])
        found |= {each.import_from.partition(".")[0] for each in plan.extracted}
        for statement, alias in part.imports:
            name = statement.module if isinstance(statement, ast.ImportFrom) else alias.name
            if name and isinstance(self.project.imported(part.source, name, None, 0), ModuleObject):
                found.add(name.partition(".")[0])
        return found

    def _names_there(self, syntax: Syntax, module: ModulePlan) -> tuple[str, str, list[str]]:
        """The expressions for the blueprint, ``register_routes`` and the plain hooks where the module is registered."""
        place = module.place
        functions = [each.use.decorated.name for each in module.plain if each.use.decorated is not None]
        own = module.variable, "register_routes", functions
        if place.own or place.is_starred:
            return own
        if place.module:
            return (
                f"{place.module}.{own[0]}",
                f"{place.module}.{own[1]}",
                [f"{place.module}.{name}" for name in functions],
            )
        there = dict(_imported(module))
        if place.import_line:
            for name, alias in there.items():
                beside = place.import_line
                self.imports.add(
                    ImportNeed(place.path, place.import_from, name, alias if alias != name else None, beside)
                )
        return there.get(own[0], own[0]), there.get(own[1], own[1]), [there[name] for name in functions]


def group_of(project: Project, plans: Sequence[ProgramPlan]) -> Group | None:
    """The one group that changes these apps; None when nothing changes."""
    writer = _Writer(project)
    sites = sum(writer.write(plan) for plan in plans)
    if not sites:
        return None
    changing = [plan for plan in plans if plan.changing]
    count = sum(1 for plan in changing for module in plan.changing if module.on_blueprint)
    title = "a blueprint" if count == 1 else f"{count} blueprints"
    if not count:
        title = "routes in functions"
    home = changing[0].application
    return Group(
        title=title,
        path=home.path,
        line=home.statement.lineno,
        edits=tuple(sorted(writer.edits)),
        imports=tuple(sorted(writer.imports, key=str)),
        dropped_imports=tuple(sorted(writer.drops)),
        files=tuple(writer.files),
        statements=tuple(sorted(writer.statements)),
        sites=sites,
    )


def _prefix(name: str, value: str) -> bytes:
    """What goes before an endpoint; a relative one brings its dot."""
    return name.encode() if value.startswith(".") else f"{name}.".encode()


def _moved(syntax: Syntax, registration: Registration, variable: str) -> Edit:
    """``app.before_request`` becomes ``bp.before_app_request``; what follows stays."""
    chain = registration.use.chain
    assert chain is not None
    start = syntax.source.offset(chain.lineno, chain.col_offset)
    end = syntax.source.offset(chain.end_lineno or chain.lineno, chain.end_col_offset or 0)
    return Edit(syntax.path, start, end, syntax.source.encode(f"{variable}.{registration.target}"))


def _decorator_of(registration: Registration) -> ast.expr:
    use = registration.use
    decorated = use.decorated
    assert decorated is not None
    assert use.chain is not None
    return use.call if use.call is not None and use.call in decorated.decorator_list else use.chain


def _imported(module: ModulePlan) -> list[tuple[str, str]]:
    """What has to be imported from a module to register it: names there, and here."""
    found = []
    if module.on_blueprint:
        specific = module.variable.endswith(("_bp", "_blueprint"))
        found.append((module.variable, module.variable if specific else f"{module.name}_{module.variable}"))
    if module.kept_routes:
        found.append(("register_routes", f"register_{module.name}_routes"))
    found += [(each.use.decorated.name,) * 2 for each in module.plain if each.use.decorated is not None]
    return found


def _app_in(plan: ProgramPlan, module: ModulePlan) -> str:
    """The expression for the app where a module is registered."""
    place = module.place
    if place.own and module.moved:
        last = max(module.moved, key=lambda each: each.line)
        return ast.unparse(last.use.reference.node)
    there = [use for use in plan.uses if use.path == place.path and use.at_import_time]
    for use in there:
        if isinstance(use.reference.node, ast.expr) and use.role in ("decorator", "call"):
            return ast.unparse(use.reference.node)
    if place.path == plan.application.path:
        return plan.application.names[0]
    for use in there:
        if isinstance(use.reference.node, ast.alias):
            return use.reference.node.asname or use.reference.node.name
    return ast.unparse(there[0].reference.node)


def _holds_import(statements: Sequence[ast.stmt]) -> bool:
    return any(isinstance(node, ast.Import | ast.ImportFrom) for each in statements for node in ast.walk(each))


def _docstring_of(module: ast.Module) -> ast.stmt | None:
    first = module.body[0] if module.body else None
    is_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return first if is_docstring else None
