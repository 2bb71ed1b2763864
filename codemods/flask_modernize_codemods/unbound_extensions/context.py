"""What a bound instance does outside of an application context, kept where the project relies on it.

Flask-SQLAlchemy 2, Flask-Mail, Flask-Caching and Flask-Assets keep the app of the bound form and go by it where there
is no application context: at module level, in threads, in scripts and in tests.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_modernize.facts.sketch import dotted_name
from flask_modernize.project.applications import is_test_path
from flask_modernize.project.memory import remembered
from flask_modernize.project.objects import FunctionObject, Member, Variable
from flask_modernize.project.references import references
from flask_modernize.rewriting.edits import Edit
from flask_modernize_codemods.unbound_extensions.import_graph import explicitly_imported
from flask_modernize_codemods.unbound_extensions.sites import Site
from flask_modernize_codemods.unbound_extensions.statement import Refusal, span, text_of

if TYPE_CHECKING:
    from flask_modernize.project.project import Project
    from flask_modernize.project.syntax import Syntax


@dataclass(frozen=True, slots=True)
class Keeping:
    """``lines`` go below ``init_app``; ``edits`` are other places; a ``refusal`` means that it cannot be kept."""

    lines: tuple[str, ...] = ()
    edits: tuple[Edit, ...] = ()
    remark: Refusal | None = None
    refusal: Refusal | None = None


def kept_context(project: Project, site: Site) -> Keeping:
    """What has to be added so that uses outside of an application context go on to work."""
    refusal = _member_of_bound(project, site)
    if refusal is not None:
        return Keeping(refusal=refusal)
    if not site.extension.row.fallback:
        return Keeping()
    found = sorted(_context_free_uses(project, site), key=lambda use: (use.syntax.path, use.node.lineno))
    if not found:
        return Keeping()
    edits = _wrapped(project, site, found)
    if edits is not None:
        return Keeping(edits=edits)
    first = found[0]
    assert site.app is not None
    attribute = f"{site.name}.{site.extension.row.fallback}"
    message = f"it is used outside of an application context; `{attribute}` keeps the app for that"
    return Keeping(
        lines=(f"{attribute} = {text_of(site.syntax.source, site.app)}",),
        remark=Refusal.at(first.syntax, first.node, "X-CONTEXT", message, site=False),
    )


_OWN_MEMBERS = frozenset({"init_app", "app", "datastore", "render_template", "send_mail"})


def _member_of_bound(project: Project, site: Site) -> Refusal | None:
    """A use of a member that an instance only has when it was given its app at once."""
    row = site.extension.row
    if not row.bound_only and not row.any_member_bound:
        return None
    for reference in references(project, site.variable) if site.named else ():
        parent = reference.syntax.scopes.parent(reference.node)
        if not isinstance(parent, ast.Attribute):
            continue
        if parent.attr in row.bound_only or (row.any_member_bound and parent.attr not in _OWN_MEMBERS):
            message = f"`{site.name}.{parent.attr}` ({reference.path}:{parent.lineno}) needs an instance with its app"
            since = f" before {row.distribution} 5" if row.any_member_bound else ""
            return Refusal.at(site.syntax, site.call, "X-VERSION", message + since)
    return None


# --- uses outside of a context ---


@dataclass(frozen=True, slots=True, eq=False)
class _Use:
    """``node`` is the attribute: ``db.session``, ``User.query``."""

    syntax: Syntax
    node: ast.Attribute
    at_import_time: bool


def _context_free_uses(project: Project, site: Site) -> Iterator[_Use]:
    free = _functions_without_context(project)
    for use in _contextual_uses(project, site):
        path = use.syntax.path
        if _is_migration(path) or _has_context(use.syntax, use.node):
            continue
        if is_test_path(path):
            if not _tests_have_context(project, path):
                yield use
        elif use.at_import_time or free & set(_functions_around(use.syntax, use.node)):
            yield use


def _contextual_uses(project: Project, site: Site) -> Iterator[_Use]:
    if not site.named:
        return
    for reference in references(project, site.variable):
        parent = reference.syntax.scopes.parent(reference.node)
        if not isinstance(parent, ast.Attribute) or parent.attr not in site.extension.row.contextual:
            continue
        if parent.attr != "session" or _is_used(reference.syntax, parent):
            yield _Use(reference.syntax, parent, reference.at_import_time)
    if site.extension.row.models:
        yield from _queries(project, site.variable)


def _is_used(syntax: Syntax, session: ast.Attribute) -> bool:
    """Whether something is done with ``db.session``; handing it on needs no context."""
    parent = syntax.scopes.parent(session)
    return isinstance(parent, ast.Attribute) or (isinstance(parent, ast.Call) and parent.func is session)


def _queries(project: Project, database: Variable) -> Iterator[_Use]:
    """``Model.query`` of the models of a database."""
    models = set(project.subclasses(Member(database, "Model")))
    if not models:
        return
    for path in project.mentioning("query"):
        syntax = project.syntax(path)
        for node in syntax.scopes.nodes() if syntax is not None else ():
            if syntax is None or not isinstance(node, ast.Attribute) or node.attr != "query":
                continue
            dotted = dotted_name(node.value)
            scope = syntax.scopes.scope_of(node)
            if dotted is not None and project.resolve(path, dotted, scope) in models:
                yield _Use(syntax, node, syntax.scopes.enclosing_function(node) is None)


_CONTEXTS = frozenset({"app_context", "test_request_context", "request_context"})


def _has_context(syntax: Syntax, node: ast.AST) -> bool:
    """Whether a node stands in ``with app.app_context():`` or the like."""
    for ancestor in syntax.scopes.ancestors(node):
        if isinstance(ancestor, ast.With | ast.AsyncWith):
            for item in ancestor.items:
                call = item.context_expr
                name = dotted_name(call.func) if isinstance(call, ast.Call) else None
                if name is not None and name.rpartition(".")[2] in _CONTEXTS:
                    return True
    return False


def _is_migration(path: str) -> bool:
    """Alembic's own scripts are run by a command, in a context."""
    return bool({"migrations", "alembic"} & set(path.split("/")[:-1]))


def _functions_around(syntax: Syntax, node: ast.AST) -> Iterator[FunctionObject]:
    function = syntax.scopes.enclosing_function(node)
    while function is not None:
        yield FunctionObject(syntax.path, syntax.scopes.inner_scope(function).qualname)
        function = syntax.scopes.enclosing_function(function)


# --- tests ---


_GIVES_CONTEXT = (b"app_context", b"test_request_context", b"flask_testing", b"flask.ext.testing", b"pytest_flask")


def _tests_have_context(project: Project, path: str) -> bool:
    """Whether tests in a file may run in a context: the file, its helpers or a conftest.py push one."""
    helpers = sorted(explicitly_imported(project, path))
    directory = path
    while directory:
        directory = directory.rpartition("/")[0]
        helpers.append(f"{directory}/conftest.py" if directory else "conftest.py")
    return any(_mentions_context(project, each) for each in (path, *helpers))


def _mentions_context(project: Project, path: str) -> bool:
    if not project.tree.exists(path):
        return False
    data = project.tree.read(path)
    return any(text in data for text in _GIVES_CONTEXT)


# --- functions that run without a context ---


@remembered
def _functions_without_context(project: Project) -> frozenset[FunctionObject]:
    """Functions that are called at module level or run in a thread of their own, and what they call in turn."""
    found: set[FunctionObject] = set()
    waiting = list(_called_without_context(project))
    while waiting:
        function = waiting.pop()
        if function not in found:
            found.add(function)
            waiting += _called_in(project, function)
    return frozenset(found)


_STARTS = frozenset({"Thread", "Timer", "Process", "start_new_thread", "submit", "add_job", "start_background_task"})


def _called_without_context(project: Project) -> Iterator[FunctionObject]:
    for path in project.indexed_paths():
        syntax = project.syntax(path)
        if syntax is None or is_test_path(path):
            continue
        for node in syntax.scopes.nodes():
            if not isinstance(node, ast.Call) or _has_context(syntax, node):
                continue
            if syntax.scopes.enclosing_function(node) is None and not _is_decorator(syntax, node):
                yield from _function(project, syntax, node, node.func)
            if (dotted_name(node.func) or "").rpartition(".")[2] in _STARTS:
                for each in (*node.args, *(keyword.value for keyword in node.keywords)):
                    yield from _function(project, syntax, node, each)


def _is_decorator(syntax: Syntax, node: ast.Call) -> bool:
    parent = syntax.scopes.parent(node)
    return isinstance(parent, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and node in parent.decorator_list


def _function(project: Project, syntax: Syntax, at: ast.AST, named: ast.expr) -> Iterator[FunctionObject]:
    dotted = dotted_name(named)
    found = project.resolve(syntax.path, dotted, syntax.scopes.scope_of(at)) if dotted is not None else None
    if isinstance(found, FunctionObject):
        yield found


def _called_in(project: Project, function: FunctionObject) -> Iterator[FunctionObject]:
    syntax = project.syntax(function.path)
    for node in syntax.scopes.nodes() if syntax is not None else ():
        if syntax is None or not isinstance(node, ast.Call) or _has_context(syntax, node):
            continue
        if function in _functions_around(syntax, node):
            yield from _function(project, syntax, node, node.func)


# --- a context around single statements ---


def _wrapped(project: Project, site: Site, uses: Sequence[_Use]) -> tuple[Edit, ...] | None:
    """``with app.app_context():`` around ``db.create_all()`` and ``db.drop_all()`` at module level; None for more."""
    runs: dict[str, list[list[ast.Expr]]] = {}
    syntaxes: dict[str, Syntax] = {}
    for use in uses:
        statement = _simple_statement(use)
        if statement is None:
            return None
        syntaxes[use.syntax.path] = use.syntax
        of_file = runs.setdefault(use.syntax.path, [])
        if of_file and _follows(use.syntax, of_file[-1][-1], statement):
            of_file[-1].append(statement)
        else:
            of_file.append([statement])
    edits = []
    for path, found in runs.items():
        app = _app_in(project, site, syntaxes[path])
        if app is None:
            return None
        edits += [_in_context(syntaxes[path], statements, app) for statements in found]
    return tuple(edits)


def _simple_statement(use: _Use) -> ast.Expr | None:
    """The statement ``db.create_all()`` on lines of its own."""
    call = use.syntax.scopes.parent(use.node)
    statement = use.syntax.scopes.parent(call) if call is not None else None
    simple = isinstance(call, ast.Call) and call.func is use.node and isinstance(statement, ast.Expr)
    if not simple or not use.at_import_time or use.node.attr not in ("create_all", "drop_all"):
        return None
    assert isinstance(statement, ast.Expr)
    source = use.syntax.source
    before = source.text(source.line_span(statement.lineno)[0], span(source, statement)[0])
    alone = not before.strip() and statement.lineno == statement.end_lineno
    return statement if alone and not is_test_path(use.syntax.path) else None


def _follows(syntax: Syntax, first: ast.stmt, second: ast.stmt) -> bool:
    return second.lineno == first.lineno + 1 and syntax.scopes.parent(first) is syntax.scopes.parent(second)


def _app_in(project: Project, site: Site, syntax: Syntax) -> str | None:
    """What the app is called at module level of a file; None where it is not."""
    for name in site.application.names:
        for reference in references(project, Variable(site.application.path, name)):
            if reference.path != syntax.path or reference.scope is not syntax.scopes.module_scope:
                continue
            if isinstance(reference.node, ast.alias):
                return reference.node.asname or reference.node.name
            if isinstance(reference.node, ast.Name):
                return reference.node.id
    return None


def _in_context(syntax: Syntax, statements: Sequence[ast.Expr], app: str) -> Edit:
    source = syntax.source
    start = source.line_span(statements[0].lineno)[0]
    end = source.line_span(statements[-1].lineno)[1]
    text = source.text(start, end)
    margin = text[: len(text) - len(text.lstrip())]
    unit = "\t" if margin.startswith("\t") else "    "
    lines = [f"{margin}with {app}.app_context():"] + [unit + line for line in text.removesuffix("\n").split("\n")]
    ending = "\n" if text.endswith("\n") else ""
    return Edit(syntax.path, start, end, source.encode("\n".join(lines) + ending))
