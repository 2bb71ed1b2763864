"""Where an instance is used outside of an application context: at module level, in scripts, threads and tests."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_modernize.facts.sketch import dotted_name
from flask_modernize.project.applications import is_test_path
from flask_modernize.project.memory import remembered
from flask_modernize.project.objects import FunctionObject, Member, Variable
from flask_modernize.project.references import references
from flask_modernize_codemods.unbound_extensions.import_graph import explicitly_imported
from flask_modernize_codemods.unbound_extensions.sites import Site

if TYPE_CHECKING:
    from flask_modernize.project.project import Project
    from flask_modernize.project.syntax import Syntax


@dataclass(frozen=True, slots=True, eq=False)
class Start:
    """A call that sets code going without a context. ``in_place`` is False for threads and tests."""

    syntax: Syntax
    call: ast.Call
    in_place: bool


@dataclass(frozen=True, slots=True, eq=False)
class ContextFreeUse:
    """``node`` is the attribute: ``db.session``, ``User.query``. ``starts`` are the calls that lead there.

    Without starts it runs when its own file is imported, or is a test.
    """

    syntax: Syntax
    node: ast.Attribute
    at_import_time: bool
    starts: tuple[Start, ...] = ()


def context_free_uses(project: Project, site: Site) -> Iterator[ContextFreeUse]:
    """Uses of the site's instance that go by its own application, as far as the program shows them."""
    for use in _contextual_uses(project, site):
        path = use.syntax.path
        if _is_migration(path) or _has_context(use.syntax, use.node):
            continue
        if is_test_path(path):
            if not _tests_have_context(project, path):
                yield use
        elif use.at_import_time:
            yield use
        else:
            function = _function_around(use.syntax, use.node)
            starts = functions_without_context(project).get(function, ()) if function is not None else ()
            if starts:
                yield ContextFreeUse(use.syntax, use.node, False, starts)


def _contextual_uses(project: Project, site: Site) -> Iterator[ContextFreeUse]:
    if not site.named:
        return
    for reference in references(project, site.variable):
        parent = reference.syntax.scopes.parent(reference.node)
        if not isinstance(parent, ast.Attribute) or parent.attr not in site.extension.row.contextual:
            continue
        if parent.attr != "session" or _is_used(reference.syntax, parent):
            yield ContextFreeUse(reference.syntax, parent, reference.at_import_time)
    if site.extension.row.models:
        yield from _queries(project, site.variable)


def _is_used(syntax: Syntax, session: ast.Attribute) -> bool:
    """Whether something is done with ``db.session``; handing it on needs no context."""
    parent = syntax.scopes.parent(session)
    return isinstance(parent, ast.Attribute) or (isinstance(parent, ast.Call) and parent.func is session)


def _queries(project: Project, database: Variable) -> Iterator[ContextFreeUse]:
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
                yield ContextFreeUse(syntax, node, syntax.scopes.enclosing_function(node) is None)


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


def _function_around(syntax: Syntax, node: ast.AST) -> FunctionObject | None:
    """The function in whose body a node is; those around that one run at another time."""
    function = syntax.scopes.enclosing_function(node)
    return FunctionObject(syntax.path, syntax.scopes.inner_scope(function).qualname) if function is not None else None


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
def functions_without_context(project: Project) -> Mapping[FunctionObject, tuple[Start, ...]]:
    """Functions that are called at module level, in tests or in a thread of their own, and what they call in turn."""
    found: dict[FunctionObject, dict[ast.Call, Start]] = {}
    waiting = list(_started(project))
    while waiting:
        function, start = waiting.pop()
        starts = found.setdefault(function, {})
        if start.call not in starts:
            starts[start.call] = start
            waiting += [(called, start) for called in called_in(project, function)]
    return {function: tuple(starts.values()) for function, starts in found.items()}


_STARTS = frozenset({"Thread", "Timer", "Process", "start_new_thread", "submit", "add_job", "start_background_task"})


def _started(project: Project) -> Iterator[tuple[FunctionObject, Start]]:
    for path in project.indexed_paths():
        is_test = is_test_path(path)
        syntax = project.syntax(path) if not is_test or not _tests_have_context(project, path) else None
        for node in syntax.scopes.nodes() if syntax is not None else ():
            if syntax is None or not isinstance(node, ast.Call) or _has_context(syntax, node):
                continue
            runs = is_test or syntax.scopes.enclosing_function(node) is None
            if runs and not _is_decorator(syntax, node):
                for function in _function(project, syntax, node, node.func):
                    yield function, Start(syntax, node, not is_test)
            if (dotted_name(node.func) or "").rpartition(".")[2] in _STARTS:
                for each in (*node.args, *(keyword.value for keyword in node.keywords)):
                    for function in _function(project, syntax, node, each):
                        yield function, Start(syntax, node, False)


def _is_decorator(syntax: Syntax, node: ast.Call) -> bool:
    parent = syntax.scopes.parent(node)
    return isinstance(parent, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and node in parent.decorator_list


def _function(project: Project, syntax: Syntax, at: ast.AST, named: ast.expr) -> Iterator[FunctionObject]:
    dotted = dotted_name(named)
    found = project.resolve(syntax.path, dotted, syntax.scopes.scope_of(at)) if dotted is not None else None
    if isinstance(found, FunctionObject):
        yield found


def called_in(project: Project, function: FunctionObject) -> Iterator[FunctionObject]:
    """The functions of the project that are called in the body of one, outside of a context."""
    syntax = project.syntax(function.path)
    for node in calls_in(project, function):
        if syntax is not None and not _has_context(syntax, node):
            yield from _function(project, syntax, node, node.func)


def calls_in(project: Project, function: FunctionObject) -> Iterator[ast.Call]:
    """Every call in the body of a function."""
    syntax = project.syntax(function.path)
    for node in syntax.scopes.nodes() if syntax is not None else ():
        if syntax is not None and isinstance(node, ast.Call) and function == _function_around(syntax, node):
            yield node
