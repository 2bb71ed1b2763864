"""Work on the database outside of an application context: ``with app.app_context():`` around it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from flask_modernize.facts.sketch import dotted_name
from flask_modernize.planning.contract import Finding, ImportNeed
from flask_modernize.project.application_objects import applications
from flask_modernize.project.function_results import scope_of_function
from flask_modernize.project.models import model_of
from flask_modernize.project.objects import ClassObject, FunctionObject
from flask_modernize.project.test_paths import is_test_path
from flask_modernize.rewriting.bound_names import bound_names
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement, Span
from flask_modernize_codemods.flask_sqlalchemy_3.codes import CONTEXT
from flask_modernize_codemods.flask_sqlalchemy_3.initialisation import DATABASE
from flask_modernize_codemods.sqlalchemy_2.entities import imports_file
from flask_modernize_codemods.sqlalchemy_2.places import (
    lines_in_strings,
    margin_of,
    method_calls,
    nodes,
    shifted_lines,
    unit_of,
)

_NEEDING = frozenset({"create_all", "drop_all", "reflect", "engine", "engines", "session", "get_engine"})
_TABLES = ("create_all", "drop_all", "reflect")
_CONTEXTS = frozenset({"app_context", "test_request_context", "request_context", "test_client"})
_SERVES = frozenset({"run", "serve", "serve_forever", "run_simple", "start", "main", "cli"})
_FLASK = "flask.Flask"
_SIMPLE = (ast.Expr, ast.Assign, ast.AnnAssign, ast.AugAssign, ast.For, ast.If, ast.Try, ast.With, ast.While)


def contexts(file: File) -> Iterator[Match | Finding]:
    """Every block of module-level statements that needs a context, and every ``create_all(app=app)``."""
    taken: set[ast.stmt] = set()
    for call, function in method_calls(file, *_TABLES):
        if DATABASE in file.classes(function.value):
            for found in _with_app(file, call):
                taken.add(file.syntax.scopes.statement_of(call))
                yield found
    if not {"migrations", "alembic"} & set(file.syntax.path.split("/")[:-1]):
        yield from _blocks(file, file.syntax.module.body, taken)  # what Alembic runs has a context
    if is_test_path(file.syntax.path):
        yield from _tests(file)


# --- db.create_all(app=app) ---


def _with_app(file: File, call: ast.Call) -> Iterator[Match | Finding]:
    given = next((each for each in call.keywords if each.arg == "app"), None)
    if given is None:
        return
    statement = file.syntax.scopes.parent(call)
    margin = margin_of(file, statement) if isinstance(statement, ast.Expr) else None
    if margin is None or not isinstance(statement, ast.Expr):
        message = f"`{file.text(call.func)}()` does not take an application any more"
        yield file.finding(call, CONTEXT, message, "Call it inside of `with app.app_context():`.")
        return
    items = [*call.args, *call.keywords]
    index = items.index(given)
    gone = (file.span(given)[0], file.span(given)[1])
    if index + 1 < len(items):
        gone = (gone[0], file.span(items[index + 1])[0])
    elif index > 0:
        gone = (file.span(items[index - 1])[1], gone[1])
    header = ("with ", file.span(given.value), ".app_context():")
    block = _wrapped(file, [statement], margin, header)
    yield Match("fsa-create-all-bind-app", "in a context of the application", call, (block, Replacement(*gone, ())))


# --- at the top level of a file ---


def _blocks(file: File, block: Sequence[ast.stmt], taken: set[ast.stmt]) -> Iterator[Match | Finding]:
    """Runs of statements from the first that needs a context to the last one, of a block and those in it."""
    run: list[ast.stmt] = []
    for statement in [*block, None]:
        if isinstance(statement, _SIMPLE) and not _opens_context(statement) and not _serves(statement):
            if _is_compound(statement):
                yield from _close(file, run)
                run = []
                yield from _inner_blocks(file, statement, taken)
            elif run or (statement not in taken and _needs_context(file, statement)):
                run.append(statement)
            continue
        yield from _close(file, run)
        run = []


def _is_compound(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.For | ast.If | ast.Try | ast.With | ast.While)


def _inner_blocks(file: File, statement: ast.stmt, taken: set[ast.stmt]) -> Iterator[Match | Finding]:
    if isinstance(statement, ast.For | ast.While | ast.With) and _needs_context(file, statement):
        yield from _close(file, [statement])
        return
    for name in ("body", "orelse", "finalbody"):
        inner = getattr(statement, name, None)
        if inner:
            yield from _blocks(file, inner, taken)
    for handler in getattr(statement, "handlers", ()):
        yield from _blocks(file, handler.body, taken)


def _close(file: File, run: list[ast.stmt]) -> Iterator[Match | Finding]:
    while run and not _needs_context(file, run[-1]):
        run = run[:-1]
    if not run:
        return
    app = _application(file, run[0])
    margin = margin_of(file, run[0])
    if app is None or margin is None or any(margin_of(file, each) is None for each in run):
        message = f"`{file.text(run[0]).splitlines()[0]}` needs an application context"
        yield file.finding(run[0], CONTEXT, message, "Put it into `with app.app_context():`.")
        return
    row = "fsa-engine-outside-context" if ".engine" in file.text(run[0]) else "fsa-no-app-context"
    block = _wrapped(file, run, margin, (f"with {app[0]}.app_context():",))
    yield Match(row, "in a context of the application", run[0], (block,), app[1])


def _wrapped(file: File, run: Sequence[ast.stmt], margin: str, header: Sequence[str | Span]) -> Replacement:
    unit = unit_of(margin)
    start, end = file.span(run[0])[0], file.span(run[-1])[1]
    leave: frozenset[int] = frozenset().union(*(lines_in_strings(file, each) for each in run))
    lines = shifted_lines(file, start, end, unit, leave)
    return Replacement(start, end, (*header, f"\n{margin}{unit}", *lines))


def _opens_context(statement: ast.stmt) -> bool:
    """Whether a statement opens a context, or pushes one for what follows."""
    if isinstance(statement, ast.With):
        return any(
            isinstance(each, ast.Attribute) and each.attr in _CONTEXTS
            for item in statement.items
            for each in ast.walk(item.context_expr)
        )
    return False


def _serves(statement: ast.stmt) -> bool:
    if _is_compound(statement):
        return False
    return any(
        isinstance(each, ast.Call) and isinstance(each.func, ast.Attribute) and each.func.attr in _SERVES
        for each in ast.walk(statement)
    )


def _needs_context(file: File, statement: ast.stmt) -> bool:
    """Whether a statement uses the database itself, or calls a function that does, without a context."""
    return any(_uses_database(file, each) or _calls_user(file, each) for each in _evaluated(statement))


def _evaluated(statement: ast.AST) -> Iterator[ast.AST]:
    """What is evaluated when a statement is run: not the bodies of functions, nor of contexts opened in it."""
    waiting: list[ast.AST] = [statement]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            continue
        if isinstance(node, ast.With) and _opens_context(node):
            continue
        yield node
        waiting += ast.iter_child_nodes(node)


def _uses_database(file: File, node: ast.AST) -> bool:
    if not isinstance(node, ast.Attribute):
        return False
    if node.attr == "query":
        flow = file.project.resolve(file.syntax.path, dotted_name(node.value) or "", file.scope(node))
        model = model_of(file.project, flow) if isinstance(flow, ClassObject) else None
        return model is not None and model.database is not None
    if node.attr not in _NEEDING or DATABASE not in file.classes(node.value):
        return False
    parent = file.syntax.scopes.parent(node)
    if node.attr == "session":
        used = isinstance(parent, ast.Attribute) or (isinstance(parent, ast.Call) and parent.func is node)
        return used and getattr(parent, "attr", "") not in ("remove", "registry", "configure")
    return True


def _calls_user(file: File, node: ast.AST) -> bool:
    """Whether a call is of a plain function of the project that uses the database and opens no context."""
    if not isinstance(node, ast.Call):
        return False
    function = file.project.resolve(file.syntax.path, dotted_name(node.func) or "", file.scope(node))
    if not isinstance(function, FunctionObject) or "." in function.qualname:
        return False
    syntax = file.project.syntax(function.path)
    scope = scope_of_function(file.project, function)
    if syntax is None or scope is None or not isinstance(scope.node, ast.FunctionDef) or scope.node.decorator_list:
        return False
    inside = list(ast.walk(scope.node))
    if any(isinstance(each, ast.Attribute) and each.attr in {*_CONTEXTS, *_SERVES, "Flask"} for each in inside):
        return False
    if any(isinstance(each, ast.Name) and each.id in ("Flask", "current_app") for each in inside):
        return False
    there = File(file.project, syntax, file.rules, file.guide)
    return any(_uses_database(there, each) for body in scope.node.body for each in _evaluated(body))


def _application(file: File, before: ast.stmt) -> tuple[str, tuple[ImportNeed, ...]] | None:
    """What the app is called at module level before a statement, or how it can be imported."""
    bindings = file.syntax.scopes.module_scope.bindings
    for name in sorted(bindings, key=lambda each: (each not in ("app", "application"), each)):
        first = min((getattr(each.node, "lineno", 0) for each in bindings[name]), default=0)
        if first < before.lineno and all(each.kind in ("assign", "import") for each in bindings[name]):
            stand_in = ast.copy_location(ast.Name(name, ast.Load()), before)
            if _FLASK in _classes_of(file, stand_in):
                return name, ()
    return _imported(file)


def _imported(file: File) -> tuple[str, tuple[ImportNeed, ...]] | None:
    """The only application of the project, where a script can import it."""
    made = [each for each in applications(file.project) if not is_test_path(each.path)]
    app = made[0] if len(made) == 1 and not made[0].conditional and not made[0].rebound else None
    if app is None or app.path == file.syntax.path or imports_file(file.project, app.path, file.syntax.path):
        return None
    name = app.variable.name
    if name in bound_names(file.syntax.scopes.nodes()):
        return None
    return name, (ImportNeed(file.syntax.path, file.project.module_name(app.path), name),)


def _classes_of(file: File, name: ast.Name) -> frozenset[str]:
    from flask_modernize.project.library_types import library_classes

    return library_classes(file.project, file.syntax.path, name, file.syntax.scopes.module_scope)


# --- tests ---

_GIVE_CONTEXT = (b"app_context", b"test_request_context", b"flask_testing", b"pytest_flask", b"flask.ext.testing")


def _tests(file: File) -> Iterator[Finding]:
    """The first use of the database in a file of tests that never opens a context."""
    paths = [file.syntax.path]
    directory = file.syntax.path
    while directory:
        directory = directory.rpartition("/")[0]
        paths.append(f"{directory}/conftest.py" if directory else "conftest.py")
    data = b"".join(file.project.tree.read(path) for path in paths if file.project.tree.exists(path))
    if any(text in data for text in _GIVE_CONTEXT):
        return
    for node in sorted(nodes(file, ast.Attribute), key=lambda each: each.lineno):
        if file.scope(node).parent is not None and node.attr in _TABLES and DATABASE in file.classes(node.value):
            message = f"`{file.text(node)}()` needs an application context, and this file opens none"
            yield file.finding(node, CONTEXT, message, "Push one in setUp: self.context = app.app_context(); push().")
            return


CONTEXTS = Matcher(frozenset({b"db", *(each.encode() for each in (*_NEEDING, "query"))}), contexts)
