"""Smaller changes: the extension's state, warnings that are gone, ``paginate()`` of queries from elsewhere."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.planning.contract import Finding, ImportDrop
from flask_modernize.rules.findings import RECEIVER
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.members import needed_names
from flask_modernize.rules.replacing import Replacement
from flask_modernize.rules.rivals import defines, imports
from flask_modernize_codemods.flask_sqlalchemy_3.codes import BINDS, SESSION
from flask_modernize_codemods.flask_sqlalchemy_3.initialisation import DATABASE
from flask_modernize_codemods.flask_sqlalchemy_3.templates import PAGES_OF_OTHERS
from flask_modernize_codemods.sqlalchemy_2.places import block_of, has_stars, method_calls, nodes, single_value

_PAGE = ("page", "per_page", "error_out", "max_per_page")
_CRITERIA = frozenset({"filter", "order_by", "filter_by", "join", "outerjoin"})
_COLUMN = "sqlalchemy.sql.ColumnElement"
_METADATA = frozenset({"metadata"})


def members(file: File) -> Iterator[Match | Finding]:
    """Everything of these kinds in a file."""
    yield from _state(file)
    yield from _warnings(file)
    yield from _pages(file)
    yield from _tables(file)
    yield from _sessions(file)
    yield from _metadata(file)


def _state(file: File) -> Iterator[Match]:
    """``app.extensions["sqlalchemy"]`` is the database itself."""
    for node in nodes(file, ast.Attribute):
        if node.attr == "db" and isinstance(node.ctx, ast.Load) and _is_state(file, node.value):
            inner = file.span(node.value)[1]
            replacement = Replacement(inner, file.span(node)[1], ())
            yield Match("fsa-extensions-state", "the extension's state is the database", node, (replacement,))


def _is_state(file: File, node: ast.expr) -> bool:
    if isinstance(node, ast.Call):
        return file.means(node.func, "flask_sqlalchemy.get_state")
    return (
        isinstance(node, ast.Subscript)
        and isinstance(node.slice, ast.Constant)
        and node.slice.value == "sqlalchemy"
        and isinstance(node.value, ast.Attribute)
        and node.value.attr == "extensions"
        and "flask.Flask" in file.classes(node.value.value)
    )


def _warnings(file: File) -> Iterator[Match]:
    """``warnings.filterwarnings("ignore", category=FSADeprecationWarning)``: there is no such warning any more."""
    for statement in nodes(file, ast.ImportFrom):
        for alias in statement.names:
            if statement.module != "flask_sqlalchemy" or alias.name != "FSADeprecationWarning":
                continue
            name = alias.asname or alias.name
            uses = [node for node in nodes(file, ast.Name) if node.id == name]
            filters = [file.syntax.scopes.statement_of(use) for use in uses]
            if all(_filters_warnings(file, each) for each in filters):
                source = file.syntax.source
                spans = [
                    (source.line_span(each.lineno)[0], source.line_span(each.end_lineno or each.lineno)[1])
                    for each in filters
                ]
                drop = ImportDrop(file.syntax.path, statement.lineno, name)
                replacements = tuple(Replacement(*span, ()) for span in spans)
                yield Match("fsa-fsadeprecationwarning", "the warning is gone", statement, replacements, (), (drop,))


def _filters_warnings(file: File, statement: ast.stmt) -> bool:
    call = statement.value if isinstance(statement, ast.Expr) else None
    if not isinstance(call, ast.Call) or len(block_of(file, statement)) < 2:
        return False
    return file.means(call.func, "warnings.filterwarnings", "warnings.simplefilter")


def _pages(file: File) -> Iterator[Match | Finding]:
    """``paginate(page, 20, False)`` of a query that is told by its criteria or arguments, not by its origin."""
    for call, function in method_calls(file, "paginate"):
        if not call.args or has_stars(call) or len(call.args) > len(_PAGE) or file.classes(function.value):
            continue
        if _has_criteria(file, function.value) or (_has_arguments_of_pages(call) and _only_queries_have_pages(file)):
            found = tuple(
                Replacement(file.span(each)[0], file.span(each)[0], (f"{name}=",))
                for name, each in zip(_PAGE, call.args, strict=False)
            )
            yield Match("fsa-paginate-positional", "arguments by keyword", call, found)
        elif _only_queries_have_pages(file):
            message = f"`{file.text(function)}` may be of a query, whose arguments are keywords only"
            yield file.finding(call, RECEIVER, message, "If it is: give page, per_page and error_out by keyword.")


def _has_arguments_of_pages(call: ast.Call) -> bool:
    """Whether a call says whether a page that is not there is an error, as only those of Flask-SQLAlchemy do."""
    if len(call.args) > 2:
        third = call.args[2]
        return isinstance(third, ast.Constant) and isinstance(third.value, bool)
    return any(each.arg == "error_out" for each in call.keywords)


def _only_queries_have_pages(file: File) -> bool:
    """Whether the project uses Flask-SQLAlchemy, and neither has pages of its own nor uses another library's."""
    project = file.project
    if defines(project, "paginate") or not imports(project, "flask_sqlalchemy"):
        return False
    return not any(imports(project, each) for each in PAGES_OF_OTHERS)


def _has_criteria(file: File, node: ast.expr) -> bool:
    """Whether an expression is a chain with a column among its criteria: only a Query has those, and pages."""
    while isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr in _CRITERIA and any(_is_column(file, each) for each in node.args):
            return True
        node = node.func.value
    return False


def _is_column(file: File, node: ast.expr) -> bool:
    return any(isinstance(each, ast.Attribute) and _COLUMN in file.classes(each) for each in ast.walk(node))


def _tables(file: File) -> Iterator[Match]:
    """``db.Table("name", db.metadata, ...)``: the database knows its metadata."""
    for call, function in method_calls(file, "Table"):
        if DATABASE in file.classes(function.value) and len(call.args) > 1:
            second = call.args[1]
            own = isinstance(second, ast.Attribute) and second.attr == "metadata"
            if own and file.text(second) in (
                f"{file.text(function.value)}.metadata",
                f"{file.text(function.value)}.Model.metadata",
            ):
                span = (file.span(call.args[0])[1], file.span(second)[1])
                yield Match("fsa-db-table-function", "the database knows its metadata", call, (Replacement(*span, ()),))


def _sessions(file: File) -> Iterator[Match | Finding]:
    """``db.create_scoped_session(options)`` with an engine or connection of its own, as tests do."""
    for call, function in method_calls(file, "create_scoped_session"):
        if DATABASE not in file.classes(function.value):
            continue
        given = (
            call.args[0] if call.args else next((each.value for each in call.keywords if each.arg == "options"), None)
        )
        value = single_value(file, given) if given is not None else None
        names = needed_names(file, call, ("sqlalchemy.orm.scoped_session", "sqlalchemy.orm.sessionmaker"))
        if given is None or not _binds(value) or isinstance(names, Finding):
            message = f"`{file.text(function)}()` is gone"
            yield file.finding(call, SESSION, message, "Use db.session, or scoped_session(sessionmaker(db.engine)).")
            continue
        scoped, maker = names[0]["scoped_session"], names[0]["sessionmaker"]
        inner: tuple[str | tuple[int, int], ...] = ("**", file.span(given))
        if (
            isinstance(given, ast.Call)
            and isinstance(given.func, ast.Name)
            and given.func.id == "dict"
            and not given.args
        ):
            inner = ((file.span(given.keywords[0])[0], file.span(given.keywords[-1])[1]),)
        parts = (f"{scoped}({maker}(", *inner, "))")
        title = "a session with its own engine"
        yield Match("fsa-create-scoped-session", title, call, (Replacement(*file.span(call), parts),), names[1])


def _binds(options: ast.expr | None) -> bool:
    """Whether options of a session say which engine or connection it uses."""
    if isinstance(options, ast.Dict):
        return any(isinstance(key, ast.Constant) and key.value == "bind" for key in options.keys)
    return isinstance(options, ast.Call) and any(each.arg == "bind" for each in options.keywords)


def _metadata(file: File) -> Iterator[Finding]:
    """``db.metadata`` where there are several databases."""
    if not any(
        b"SQLALCHEMY_BINDS" in file.project.tree.read(path) for path in file.project.files_with(b"SQLALCHEMY_BINDS")
    ):
        return
    for node in nodes(file, ast.Attribute):
        parent = file.syntax.scopes.parent(node)
        of_all = isinstance(parent, ast.Attribute) and parent.attr in (
            "tables",
            "sorted_tables",
            "create_all",
            "drop_all",
        )
        if node.attr in _METADATA and of_all and DATABASE in file.classes(node.value):
            message = f"`{file.text(node)}` only has the tables of the default database"
            yield file.finding(node, BINDS, message, "Go through `db.metadatas`, which has one for each database.")


_WORDS = (
    b"extensions",
    b"get_state",
    b"FSADeprecationWarning",
    b"paginate",
    b"Table",
    b"create_scoped_session",
    b"metadata",
)
MEMBERS = Matcher(frozenset(_WORDS), members)
