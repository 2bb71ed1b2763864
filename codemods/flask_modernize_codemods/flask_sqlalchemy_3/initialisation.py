"""``SQLAlchemy(app)`` and ``init_app(app)`` read the settings once, and may be done once only."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.planning.contract import Finding
from flask_modernize.project.library_types import library_types
from flask_modernize.project.objects import Object, Variable
from flask_modernize.project.value_flow import Place
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement, Span
from flask_modernize_codemods.flask_sqlalchemy_3.codes import SETTINGS
from flask_modernize_codemods.sqlalchemy_2.places import block_of, has_stars, margin_of, nodes, spoken_name

DATABASE = "flask_sqlalchemy.SQLAlchemy"


def initialisation(file: File) -> Iterator[Match | Finding]:
    """Every place of a file that gives a database its application."""
    for call in nodes(file, ast.Call):
        if _makes(file, call):
            yield from _positional(file, call)
        app = _application(file, call)
        if app is None:
            continue
        if spoken_name(call.func) == "init_app" and _made_with(file, call, app):
            yield from _second(file, call)
        else:
            yield from _late_settings(file, call, app)


def _makes(file: File, call: ast.Call) -> bool:
    return file.means(call.func, DATABASE)


def _application(file: File, call: ast.Call) -> ast.expr | None:
    """The application that a database is given."""
    given = call.args[0] if call.args else next((each.value for each in call.keywords if each.arg == "app"), None)
    if given is None or isinstance(given, ast.Starred):
        return None
    if _makes(file, call):
        return given
    of_database = isinstance(call.func, ast.Attribute) and call.func.attr == "init_app"
    if of_database and isinstance(call.func, ast.Attribute) and DATABASE in file.classes(call.func.value):
        return given
    return None


# --- SQLAlchemy(app, True, {...}) ---

_POSITIONAL = (
    "app",
    "use_native_unicode",
    "session_options",
    "metadata",
    "query_class",
    "model_class",
    "engine_options",
)


def _positional(file: File, call: ast.Call) -> Iterator[Match]:
    if len(call.args) < 2 or len(call.args) > len(_POSITIONAL) or has_stars(call):
        return
    replacements = [Replacement(file.span(call.args[0])[1], file.span(call.args[1])[1], ())]
    for index, each in enumerate(call.args[2:], 2):
        start = file.span(each)[0]
        replacements.append(Replacement(start, start, (f"{_POSITIONAL[index]}=",)))
    yield Match("fsa-init-positional", "arguments by keyword", call, tuple(replacements))


# --- twice ---


def _object(file: File, node: ast.expr) -> Object | None:
    return library_types(file.project).callee(Place(file.syntax.path, file.scope(node)), node)


def _made_with(file: File, call: ast.Call, app: ast.expr) -> bool:
    """Whether the database of ``db.init_app(app)`` was made with the same application."""
    assert isinstance(call.func, ast.Attribute)
    database = _object(file, call.func.value)
    if not isinstance(database, Variable):
        return False
    syntax = file.project.syntax(database.path)
    bindings = syntax.scopes.module_scope.bindings.get(database.name, ()) if syntax is not None else ()
    made = bindings[0].value if len(bindings) == 1 else None
    if syntax is None or not isinstance(made, ast.Call):
        return False
    there = File(file.project, syntax, file.rules, file.guide)
    first = _application(there, made) if _makes(there, made) else None
    application = _object(there, first) if first is not None else None
    return application is not None and application == _object(file, app)


def _second(file: File, call: ast.Call) -> Iterator[Match]:
    statement = file.syntax.scopes.parent(call)
    if not isinstance(statement, ast.Expr) or len(block_of(file, statement)) < 2 or margin_of(file, statement) is None:
        return
    source = file.syntax.source
    span = (source.line_span(statement.lineno)[0], source.line_span(statement.end_lineno or statement.lineno)[1])
    yield Match("fsa-double-init", "the application is given once", call, (Replacement(*span, ()),))


# --- settings that come too late ---


def _late_settings(file: File, call: ast.Call, app: ast.expr) -> Iterator[Match | Finding]:
    statement = file.syntax.scopes.statement_of(call)
    block = block_of(file, statement)
    margin = margin_of(file, statement)
    if not isinstance(app, ast.Name) or not isinstance(statement, ast.Expr | ast.Assign) or margin is None:
        return
    following = block[block.index(statement) + 1 :]
    late = [each for each in following if _sets_database(each, app.id)]
    if not late:
        return
    between = [each for each in following[: following.index(late[-1])] if each not in late]
    if any(_depends(each, [statement, *between]) for each in late) or any(
        margin_of(file, each) is None for each in late
    ):
        message = f"settings of the database come after `{file.text(call.func)}()`, which has read them already"
        yield file.finding(late[0], SETTINGS, message, "Set them before.")
        return
    source = file.syntax.source
    start, end = file.span(statement)[0], source.line_span(late[-1].end_lineno or late[-1].lineno)[1]
    parts: list[str | Span] = []
    rest: list[str | Span] = []
    position = start
    for each in late:
        begin, stop = _with_comments(file, each), source.line_span(each.end_lineno or each.lineno)[1]
        parts += [(begin + len(margin), file.span(each)[1]), f"\n{margin}"]
        rest.append((position, begin))
        position = stop
    replacement = Replacement(start, end, (*parts, *rest))
    yield Match("fsa-config-after-init", "settings come first", call, (replacement,))


def _with_comments(file: File, statement: ast.stmt) -> int:
    """Where the lines of a statement begin, with the comments directly above it."""
    source = file.syntax.source
    line = statement.lineno
    while line > 1 and source.text(*source.line_span(line - 1)).lstrip().startswith("#"):
        line -= 1
    return source.line_span(line)[0]


def _sets_database(statement: ast.stmt, app: str) -> bool:
    """``app.config["SQLALCHEMY_..."] = value``."""
    target = statement.targets[0] if isinstance(statement, ast.Assign) and len(statement.targets) == 1 else None
    return (
        isinstance(target, ast.Subscript)
        and isinstance(target.slice, ast.Constant)
        and str(target.slice.value).startswith("SQLALCHEMY_")
        and isinstance(target.value, ast.Attribute)
        and target.value.attr == "config"
        and isinstance(target.value.value, ast.Name)
        and target.value.value.id == app
    )


def _depends(setting: ast.stmt, before: list[ast.stmt]) -> bool:
    """Whether a setting uses what one of the statements before it binds."""
    used = {each.id for each in ast.walk(setting) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load)}
    for statement in before:
        for each in ast.walk(statement):
            if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store) and each.id in used:
                return True
            if isinstance(each, ast.FunctionDef | ast.ClassDef) and each.name in used:
                return True
            if isinstance(each, ast.alias) and (each.asname or each.name).partition(".")[0] in used:
                return True
    return False


INITIALISATION = Matcher(frozenset({b"SQLAlchemy", b"init_app"}), initialisation)
