"""What a module does to the application while it is imported, taken out of the module as pieces in order."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flask_modernize.facts.sketch import dotted_name
from flask_modernize.planning.contract import Edit, ImportNeed
from flask_modernize.project import ClassObject, External, FunctionObject, Object
from flask_modernize.project.applications import Use, is_main_guard
from flask_modernize_codemods.app_factory.decorators import Registration, registration
from flask_modernize_codemods.app_factory.moving import Chunk, FileLayout, chunks_of, layout_of, moved_lines
from flask_modernize_codemods.app_factory.names import calls_now, header_of, names_bound, names_read, names_read_now
from flask_modernize_codemods.app_factory.refusal import Refused, finding

if TYPE_CHECKING:
    from flask_modernize.project import Project, Syntax
    from flask_modernize.sources import SourceFile
    from flask_modernize_codemods.app_factory.celery_apps import CeleryApp

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_COMPOUND = (ast.If, ast.Try, ast.With, ast.For, ast.While)
_DATABASE_WORK = frozenset({"create_all", "drop_all"})
_KINDS_OF_METHODS = {
    "register_blueprint": "route",
    "add_url_rule": "route",
    "register_error_handler": "error",
    "shell_context_processor": "shell",
    "cli": "cli",
    "config": "config",
    "secret_key": "config",
    "debug": "config",
    "testing": "config",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """Some lines of the new function, indented by one level, and what they stand for.

    ``order`` is the place in the module. ``kind`` is one of creation, config, extension, setting (of an extension),
    celery, route, hook, error, shell, cli, block, comment and other. ``imports`` are statements that must stand before,
    without indentation. ``blank`` tells whether the module has a blank line before them; ``globals`` are names that
    they bind for the whole module.
    """

    kind: str
    order: tuple[int, int]
    lines: tuple[str, ...]
    binds: frozenset[str] = frozenset()
    reads: frozenset[str] = frozenset()
    imports: tuple[str, ...] = ()
    blank: bool = False
    globals: tuple[str, ...] = ()


@dataclass(slots=True)
class Module:
    """One module of the application, its statements, and what is to be done with them.

    ``local`` is what the application is called in the new function; ``needy_elsewhere`` are functions and classes of
    other modules that use it. All other fields are about numbers of chunks: ``moved`` are those that move (of which
    ``replaced`` are not needed any more, ``contexts`` need an application context, and ``globals`` go on binding a name
    for the module), ``edits_in`` the edits inside of them and ``imports_of`` the imports before them; ``runs`` start a
    server when the module is imported; ``handed`` hand the application to a function. ``registrations`` are by number
    and by what is upper.
    """

    project: Project
    syntax: Syntax
    uses: tuple[Use, ...]
    local: str
    creation: int
    chunks: tuple[Chunk, ...]
    layout: FileLayout
    needy_elsewhere: frozenset[Object] = frozenset()
    moved: set[int] = field(default_factory=set)
    registrations: list[tuple[int, int, Use, Registration]] = field(default_factory=list)
    edits_in: dict[int, list[Edit]] = field(default_factory=dict)
    imports_of: dict[int, list[str]] = field(default_factory=dict)
    contexts: set[int] = field(default_factory=set)
    runs: set[int] = field(default_factory=set)
    handed: set[int] = field(default_factory=set)
    replaced: set[int] = field(default_factory=set)
    globals: dict[int, tuple[str, ...]] = field(default_factory=dict)
    celery: CeleryApp | None = None
    """The Celery object of the program, in whatever module."""

    @property
    def tasks(self) -> frozenset[ast.AST]:
        """The functions that are tasks."""
        return self.celery.task_functions if self.celery is not None else frozenset()

    @property
    def makes_celery(self) -> bool:
        """Whether this module makes the Celery object."""
        return self.celery is not None and self.celery.path == self.path

    @property
    def source(self) -> SourceFile:
        return self.syntax.source

    @property
    def path(self) -> str:
        return self.syntax.path

    def number_at(self, line: int) -> int:
        """The number of the chunk that a line lies in."""
        for number, chunk in enumerate(self.chunks):
            if chunk.first <= line <= chunk.last:
                return number
        raise ValueError(f"{self.path}: no statement on line {line}")

    def is_moved(self, line: int) -> bool:
        """Whether the statement on a line moves."""
        return any(chunk.first <= line <= chunk.last and number in self.moved for number, chunk in self._numbered())

    def _numbered(self) -> Iterator[tuple[int, Chunk]]:
        return iter(enumerate(self.chunks))

    @property
    def guards(self) -> frozenset[int]:
        """The chunks that only run when the file is run as a script."""
        return frozenset(n for n, chunk in enumerate(self.chunks) if is_main_guard(chunk.statement))

    @property
    def has_pieces(self) -> bool:
        return bool(self.moved or self.registrations)

    def local_names(self) -> frozenset[str]:
        """The names that the statements that move bind."""
        return frozenset(name for number in self.moved for name in names_bound_by(self.chunks[number]))


def names_bound_by(chunk: Chunk) -> frozenset[str]:
    return frozenset(name for statement in chunk.statements for name in names_bound(statement))


def home_module(
    project: Project,
    syntax: Syntax,
    uses: tuple[Use, ...],
    names: Sequence[str],
    line: int,
    needy: frozenset[Object] = frozenset(),
    celery: CeleryApp | None = None,
) -> Module:
    """The module that makes the application, with the statements that must move into the factory.

    ``needy`` are functions and classes of other modules that use the application when they are called.
    """
    module = _module(project, syntax, uses, names[0])
    module.needy_elsewhere = needy
    module.celery = celery
    module.creation = module.number_at(line)
    module.moved.add(module.creation)
    _carve(module, frozenset(names))
    return module


def member_module(project: Project, syntax: Syntax, uses: tuple[Use, ...], celery: CeleryApp | None = None) -> Module:
    """Another module that works on the application when it is imported."""
    taken = names_read([syntax.module]) & frozenset(syntax.scopes.module_scope.bindings)
    used = {each.reference.node.id for each in uses if isinstance(each.reference.node, ast.Name)}
    local = "app" if "app" in used or "app" not in taken else "application"
    module = _module(project, syntax, uses, local)
    module.celery = celery
    _carve(module, frozenset())
    return module


def _module(project: Project, syntax: Syntax, uses: tuple[Use, ...], local: str) -> Module:
    chunks = chunks_of(syntax.source, syntax.module)
    return Module(project, syntax, uses, local, -1, chunks, layout_of(syntax.source, syntax.module))


def _carve(module: Module, names: frozenset[str]) -> None:
    """Finds what must move: all that reads the application now, or what such a statement binds, and so on."""
    _take_decorators(module)
    module.runs |= {
        module.number_at(use.reference.node.lineno)
        for use in module.uses
        if use.role == "run" and use.at_import_time and not use.guarded and isinstance(use.statement, ast.Expr)
    }
    direct = _lines_of_uses(module)
    needy = _functions_with_uses(module)
    local = set(names)
    changed = True
    while changed:
        changed = False
        for number, chunk in enumerate(module.chunks):
            if number in module.moved or number <= module.creation or number in module.guards:
                continue
            if number in module.runs:
                continue
            if _must_move(module, chunk, number in direct, local, needy):
                _check_movable(module, chunk)
                module.moved.add(number)
                local |= names_bound_by(chunk)
                changed = True
    _take_strings(module)
    _check_lines(module)
    _check_order(module)


def _take_strings(module: Module) -> None:
    """A string that stands as a comment above a statement that moves goes with it."""
    for number in range(len(module.chunks) - 2, max(module.creation, 0), -1):
        if number + 1 in module.moved and _is_string(module.chunks[number]):
            module.moved.add(number)


def _is_string(chunk: Chunk) -> bool:
    statement = chunk.statement
    return len(chunk.statements) == 1 and isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _lines_of_uses(module: Module) -> frozenset[int]:
    """The chunks in which the application is read when the module is imported, decorators of functions left out."""
    taken = {id(use) for _, _, use, _ in module.registrations}
    return frozenset(
        module.number_at(use.reference.node.lineno)
        for use in module.uses
        if use.at_import_time and use.role != "import" and id(use) not in taken and not use.guarded
    )


def _functions_with_uses(module: Module) -> frozenset[str]:
    """The functions of the module that use the application, or call one that does."""
    bodies: dict[str, ast.AST] = {}
    for chunk in module.chunks:
        for statement in chunk.statements:
            if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
                bodies[statement.name] = statement
            elif isinstance(statement, ast.ClassDef) and (made := _initialiser(statement)) is not None:
                bodies[statement.name] = made
    needy = {
        name
        for use in module.uses
        if not use.at_import_time
        for name, body in bodies.items()
        if _holds(body, use.reference.node)
    }
    calls = {
        name: {_called(each) for each in ast.walk(body) if isinstance(each, ast.Call)} for name, body in bodies.items()
    }
    needy |= {name for name, called in calls.items() if called & {f".{work}" for work in _DATABASE_WORK}}
    while more := {name for name, called in calls.items() if name not in needy and called & needy}:
        needy |= more
    return frozenset(needy)


def _initialiser(cls: ast.ClassDef) -> ast.AST | None:
    """What runs when an instance is made."""
    return next((each for each in cls.body if isinstance(each, ast.FunctionDef) and each.name == "__init__"), None)


def _holds(body: ast.AST, node: ast.AST) -> bool:
    first, last = getattr(body, "lineno", 0), getattr(body, "end_lineno", 0)
    return bool(first <= getattr(node, "lineno", 0) <= last)


def _called(call: ast.Call) -> str:
    if isinstance(call.func, ast.Name):
        return call.func.id
    return f".{call.func.attr}" if isinstance(call.func, ast.Attribute) else ""


def _must_move(module: Module, chunk: Chunk, uses_it: bool, local: set[str], needy: frozenset[str]) -> bool:
    statement = chunk.statement
    if _is_task_class(module, chunk):
        return True
    if isinstance(statement, (*_DEFINITIONS, ast.Import, ast.ImportFrom)):
        if uses_it or any(names_read_now(each) & local for each in _evaluated_parts(module, statement)):
            raise _needed_at_import(module, statement, local)
        return False
    if uses_it or any(names_read_now(each) & local for each in chunk.statements):
        return True
    for call in calls_now(statement):
        if _called(call) in needy or _called(call).lstrip(".") in _DATABASE_WORK or _needs_it(module, call):
            return True
    return module.creation >= 0 and _sets_up_extension(module, statement)


def _is_task_class(module: Module, chunk: Chunk) -> bool:
    """Whether it is ``class ContextTask(celery.Task)``, which goes where the Celery object is made.

    Its base may have a name of its own: ``TaskBase = celery.Task``.
    """
    statement = chunk.statement
    if not module.makes_celery or module.celery is None or not isinstance(statement, ast.ClassDef):
        return False
    task = f"{module.celery.name}.Task"
    bases = {dotted_name(base) for base in statement.bases}
    named = {
        each.targets[0].id
        for each in module.syntax.module.body
        if isinstance(each, ast.Assign) and isinstance(each.targets[0], ast.Name) and dotted_name(each.value) == task
    }
    return bool(bases & {task, *named})


def _needs_it(module: Module, call: ast.Call) -> bool:
    """Whether it is a call of a function (or class) of another module that uses the application."""
    dotted = dotted_name(call.func)
    return dotted is not None and module.project.resolve(module.path, dotted) in module.needy_elsewhere


def _evaluated_parts(module: Module, statement: ast.stmt) -> list[ast.AST]:
    """What of a definition runs when it is defined; decorators that become registrations do not any more."""
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
        taken = {_outermost(use) for _, _, use, _ in module.registrations if use.decorated is statement}
        taken |= module.celery.decorators if module.celery is not None else frozenset()
        return [each for each in header_of(statement) if each not in taken]
    return [statement] if isinstance(statement, ast.ClassDef) else []


def _needed_at_import(module: Module, statement: ast.stmt, local: set[str]) -> Refused:
    name = getattr(statement, "name", "")
    bound = sorted(
        read
        for part in _evaluated_parts(module, statement)
        for read in names_read_now(part) & local
        if read != module.local
    )
    if bound and (maker := _extension_that_binds(module, bound[0])) is not None:
        message = f"{bound[0]} is bound to the application where it is made, and {name} needs it when it is defined"
        return Refused(finding(module.syntax, maker, "F-BOUND-EXTENSION", message))
    if bound:
        message = f"{name} needs {bound[0]}, which is made with the help of the application, when it is defined"
        return Refused(finding(module.syntax, statement, "F-NAME-ESCAPES", message))
    message = f"{name} reads the application when it is defined"
    return Refused(finding(module.syntax, statement, "F-IMPORT-TIME", message))


def is_bound_extension(module: Module, statement: ast.stmt) -> bool:
    """Whether it is ``ext = Ext(app)``: the application is handed to something that the project does not define."""
    value = getattr(statement, "value", None)
    return isinstance(value, ast.Call) and any(
        use.role == "argument" and use.call is value and _is_foreign_call(module, use)
        for use in module.uses
        if use.statement is statement
    )


def _extension_that_binds(module: Module, name: str) -> ast.stmt | None:
    for number in sorted(module.moved):
        chunk = module.chunks[number]
        if name in names_bound_by(chunk) and is_bound_extension(module, chunk.statement):
            return chunk.statement
    return None


def _sets_up_extension(module: Module, statement: ast.stmt) -> bool:
    """Whether it is ``ext.attribute = value`` for an extension that a moved statement initialises."""
    if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
        return False
    target = statement.targets[0]
    if not isinstance(target, ast.Attribute) or not isinstance(target.value, ast.Name):
        return False
    for number in module.moved:
        for call in calls_now(module.chunks[number].statement):
            func = call.func
            is_set_up = isinstance(func, ast.Attribute) and func.attr == "init_app" and isinstance(func.value, ast.Name)
            if is_set_up and func.value.id == target.value.id and module.chunks[number].first < statement.lineno:  # type: ignore[attr-defined]
                return True
    return False


def _check_movable(module: Module, chunk: Chunk) -> None:
    if _is_task_class(module, chunk):
        return
    for statement in chunk.statements:
        if isinstance(statement, (*_DEFINITIONS, ast.Import, ast.ImportFrom)) or is_main_guard(statement):
            raise Refused(
                finding(module.syntax, statement, "F-SHARED-LINE", "this line holds statements that must be parted")
            )


def _check_lines(module: Module) -> None:
    creation = module.chunks[module.creation] if module.creation >= 0 else None
    if creation is not None and len(creation.statements) > 1:
        raise Refused(
            finding(module.syntax, creation.statement, "F-SHARED-LINE", "the application shares its line with others")
        )


def _check_order(module: Module) -> None:
    """A name that a moved statement reads must not be given something else further down, in what stays."""
    bindings = module.syntax.scopes.module_scope.bindings
    for number in sorted(module.moved):
        chunk = module.chunks[number]
        for name in sorted({name for each in chunk.statements for name in names_read_now(each)}):
            for binding in bindings.get(name, ()):
                line = getattr(binding.node, "lineno", 0)
                if line > chunk.last and not module.is_moved(line) and binding.kind not in ("import",):
                    message = f"{name} is bound again further down, after start-up has read it"
                    raise Refused(finding(module.syntax, chunk.statement, "F-REBOUND", message))
        if any(_loads_module(statement) for statement in chunk.statements):
            _check_no_late_setting(module, chunk)
        _check_no_blueprint_grows(module, chunk)


def _check_no_blueprint_grows(module: Module, chunk: Chunk) -> None:
    """A blueprint that stays at module level takes no routes any more once the first application has it."""
    bindings = module.syntax.scopes.module_scope.bindings
    for node in (node for statement in chunk.statements for node in ast.walk(statement)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        name = node.func.value.id if isinstance(node.func.value, ast.Name) else ""
        for binding in bindings.get(name, ()):
            made = binding.value
            is_blueprint = isinstance(made, ast.Call) and (dotted_name(made.func) or "").endswith("Blueprint")
            if is_blueprint and not module.is_moved(getattr(binding.node, "lineno", 0)):
                message = f"{name} gets routes that depend on the application when the module is imported"
                raise Refused(finding(module.syntax, chunk.statement, "F-IMPORT-TIME", message))


def _loads_module(statement: ast.stmt) -> bool:
    """Whether it takes settings from the names of its own module: ``app.config.from_object(__name__)``."""
    return any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "from_object"
        and any(isinstance(each, ast.Name) and each.id == "__name__" for each in node.args)
        for node in ast.walk(statement)
    )


def _check_no_late_setting(module: Module, chunk: Chunk) -> None:
    """What the module binds after its settings were taken from it would become a setting, too."""
    for name, bindings in sorted(module.syntax.scopes.module_scope.bindings.items()):
        lines = [getattr(binding.node, "lineno", 0) for binding in bindings]
        if name.isupper() and any(line > chunk.last and not module.is_moved(line) for line in lines):
            message = f"{name} is bound after the settings are taken from this module, and would become one of them"
            raise Refused(finding(module.syntax, chunk.statement, "F-REBOUND", message))


# -- decorators --------------------------------------------------------------------------------------------------------


def _take_decorators(module: Module) -> None:
    """Finds the functions that the application's decorators register. Lower decorators come first, as they run."""
    click = _click_name(module.syntax)
    for use in module.uses:
        if use.role != "decorator" or not use.at_import_time or use.decorated is None or use.guarded:
            continue
        chunk = module.chunks[module.number_at(use.reference.node.lineno)]
        if chunk.statement is not use.decorated or isinstance(use.decorated, ast.ClassDef):
            continue  # inside a block that moves as a whole, or on a class
        _check_on_top(module, use)
        number = module.number_at(use.reference.node.lineno)
        module.registrations.append((number, -use.reference.node.lineno, use, registration(use, click)))
    module.registrations.sort(key=lambda each: each[:2])


def _check_on_top(module: Module, use: Use) -> None:
    """Whatever stands above must be the application's too (or a blueprint's): those give back what they are given."""
    assert use.decorated is not None
    own = {_outermost(each) for each in module.uses if each.decorated is use.decorated and each.role == "decorator"}
    for decorator in use.decorated.decorator_list:
        if decorator.lineno >= use.reference.node.lineno:
            return
        if decorator not in own and not _keeps_function(decorator):
            message = f"{use.decorated.name} has another decorator above the application's"
            raise Refused(finding(module.syntax, use.decorated, "F-DECORATOR-ORDER", message))


def _outermost(use: Use) -> ast.expr:
    if use.call is not None:
        return use.call
    assert use.chain is not None
    return use.chain


def _keeps_function(decorator: ast.expr) -> bool:
    """Blueprint decorators give the function back as it is."""
    func = decorator.func if isinstance(decorator, ast.Call) else decorator
    return isinstance(func, ast.Attribute) and func.attr in _TRANSPARENT


_TRANSPARENT = frozenset(
    {
        *("route", "get", "post", "put", "patch", "delete", "before_request", "after_request", "teardown_request"),
        *("before_app_request", "after_app_request", "teardown_app_request", "app_errorhandler", "errorhandler"),
        *("context_processor", "app_context_processor", "user_loader", "request_loader"),
    }
)


def _click_name(syntax: Syntax) -> str | None:
    for statement in syntax.module.body:
        if isinstance(statement, ast.Import):
            for alias in statement.names:
                if alias.name == "click":
                    return alias.asname or "click"
    return None


def decorator_edits(module: Module) -> Iterator[Edit]:
    """Takes the decorators away, with their lines; what replaces one stands in its place."""
    source = module.source
    for _, _, use, registered in module.registrations:
        expression = _outermost(use)
        first, last = source.line_span(expression.lineno)[0], source.line_span(expression.end_lineno or 0)[1]
        end = source.offset(expression.end_lineno or 0, expression.end_col_offset or 0)
        comment = source.text(end, last).strip()
        text = registered.decorator or ""
        if comment:
            text = f"{text}  {comment}" if text else comment
        yield Edit(module.path, first, last, source.encode(text + "\n" if text else ""))


# -- pieces ------------------------------------------------------------------------------------------------------------


def pieces_of(module: Module) -> list[Piece]:
    """All that goes into the new function, in the order in which it ran."""
    pieces = [_moved_piece(module, number) for number in sorted(module.moved - module.replaced)]
    for number, place, _, registered in module.registrations:
        unit = module.layout.unit
        lines = tuple(registered.lines(module.local, unit))
        pieces.append(Piece(registered.kind, (number, place), lines, reads=frozenset({module.local})))
    return sorted(pieces, key=lambda piece: piece.order)


def _moved_piece(module: Module, number: int) -> Piece:
    chunk = module.chunks[number]
    edits = sorted([*module.edits_in.get(number, ()), *_own_name_edits(module, chunk)])
    unit = module.layout.unit
    wrapped = number in module.contexts
    lines = moved_lines(module.layout, chunk.lead, chunk.last, edits, unit * 2 if wrapped else unit)
    if wrapped:
        lines = [f"{unit}with {module.local}.app_context():", *lines]
    reads = names_read(chunk.statements) | {module.local}
    return Piece(
        kind="creation" if number == module.creation else kind_of(module, chunk),
        order=(number, 0),
        lines=tuple(lines),
        binds=names_bound_by(chunk),
        reads=reads,
        imports=tuple(module.imports_of.get(number, ())),
        # Blank lines around what stayed mean nothing in the function; those around comments do.
        blank=chunk.lead > chunk.blank and (number - 1 in module.moved or chunk.lead < chunk.first),
        globals=module.globals.get(number, ()),
    )


def _own_name_edits(module: Module, chunk: Chunk) -> Iterator[Edit]:
    """The application goes by one name inside of the new function."""
    source = module.source
    made = chunk.statement if module.creation >= 0 and module.chunks[module.creation] is chunk else None
    if isinstance(made, ast.Assign) and len(made.targets) > 1:
        start = source.offset(made.targets[0].lineno, made.targets[0].col_offset)
        end = source.offset(made.value.lineno, made.value.col_offset)
        yield Edit(module.path, start, end, source.encode(f"{module.local} = "))
    for use in module.uses:
        node = use.reference.node
        if isinstance(node, ast.alias) or not chunk.first <= node.lineno <= chunk.last:
            continue
        start = source.offset(node.lineno, node.col_offset)
        end = source.offset(node.end_lineno or 0, node.end_col_offset or 0)
        if source.text(start, end) != module.local and use.reference.kind == "read":
            yield Edit(module.path, start, end, source.encode(module.local))


def kind_of(module: Module, chunk: Chunk) -> str:
    """What a statement on the application does; see :class:`Piece`."""
    statement = chunk.statement
    if _is_string(chunk):
        return "comment"
    if _is_about_celery(module, statement) or _is_task_class(module, chunk):
        return "celery"
    if isinstance(statement, _COMPOUND):
        return "block"
    calls = list(calls_now(statement))
    own = [use for use in module.uses if use.statement is statement and use.role != "import"]
    for call in calls:
        if isinstance(call.func, ast.Attribute) and call.func.attr == "init_app":
            return "extension"
    if own and own[0].method:
        first = own[0].method.partition(".")[0]
        return _KINDS_OF_METHODS.get(first, "other")
    if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Attribute):
        if not own:
            return "setting"
        if _sets_up_extension(module, statement):
            return "extension"
    if own and own[0].role == "argument" and _is_foreign_call(module, own[0]):
        return "extension"
    return "other"


def _is_about_celery(module: Module, statement: ast.stmt) -> bool:
    """Whether a statement of the module that makes the Celery object makes or reads it."""
    if module.celery is None or not module.makes_celery:
        return False
    return module.celery.name in names_bound(statement) | names_read([statement])


def _is_foreign_call(module: Module, use: Use) -> bool:
    """Whether the application is handed to something that is no function of the project, and no plain class of it."""
    dotted = dotted_name(use.call.func) if use.call is not None else None
    if dotted is None:
        return False
    found = module.project.resolve(module.path, dotted)
    return not isinstance(found, FunctionObject) and not _is_plain_class(module.project, found)


def _is_plain_class(project: Project, found: Object | None) -> bool:
    """Whether it is a class of the project that cannot be made without the application: it has no ``init_app``."""
    if not isinstance(found, ClassObject):
        return False
    for each in (found, *project.ancestors(found)):
        if isinstance(each, External) and each.name == "object":
            continue
        syntax = project.syntax(each.path) if isinstance(each, ClassObject) else None
        if syntax is None or not isinstance(each, ClassObject):
            return False
        scope = syntax.scopes.scope_of_class(each.qualname)
        if scope is None or "init_app" in scope.bindings:
            return False
    return True


def needs_of(module: Module) -> tuple[ImportNeed, ...]:
    return tuple(need for _, _, _, registered in module.registrations for need in registered.needs)
