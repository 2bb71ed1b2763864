"""``before_first_request``: set-up code runs while the application is made, in a context of its own."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from flask_modernize.planning.contract import Finding
from flask_modernize.project.conditions import is_main_guard
from flask_modernize.project.function_results import scope_of_function
from flask_modernize.project.objects import FunctionObject
from flask_modernize.rules.findings import REMOVED
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement
from flask_modernize.rules.whole_lines import (
    Function,
    above,
    below,
    has_own_lines,
    suite_of,
    unit,
    without,
    without_decorator,
)
from flask_modernize_codemods.flask_3.request_needs import (
    creates_tables,
    needs_request,
    registered_last,
    sees_all_models,
)

ROW = "flask-before-first-request"
_TITLE = "set-up code runs while the application is made"


@dataclass(frozen=True, slots=True)
class _Site:
    """``function`` is to be called once for the application that the file calls ``app`` in this place.

    ``statement`` is the definition or the statement that registers it; ``hook`` the decorator, if it is one.
    """

    app: str
    function: Function
    statement: ast.stmt
    hook: ast.expr | None
    path: str
    name: str
    """The file of the function, and what this file calls it."""


def _find(file: File) -> Iterator[Match | Finding]:
    sites: dict[tuple[int, str], list[_Site]] = {}
    for node in file.syntax.scopes.nodes():
        if not (isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load)):
            continue
        if file.means(node, "flask.Blueprint.before_app_first_request"):
            yield _of_blueprint(file, node)
        elif _is_hook(file, node):
            site = _site(file, node)
            problem = _problem(file, node, site)
            if problem is not None or site is None:
                yield file.finding(node, REMOVED, f"`{file.text(node)}` is gone{problem or ''}", _ADVICE)
            else:
                sites.setdefault((id(suite_of(file, site.statement)), site.app), []).append(site)
    for found in sites.values():
        yield _set_up(file, found)


_ADVICE = "Call the function where the application is made, `with app.app_context():`."


def _is_hook(file: File, node: ast.Attribute) -> bool:
    return file.means(node, "flask.Flask.before_first_request", "flask.Flask.before_first_request_funcs")


def _site(file: File, hook: ast.Attribute) -> _Site | None:
    """What is registered, and for which application; None where that cannot be told."""
    app = file.text(hook.value)
    parent = file.syntax.scopes.parent(hook)
    if isinstance(parent, ast.FunctionDef) and hook in parent.decorator_list:
        return _Site(app, parent, parent, hook, file.syntax.path, parent.name)
    call = (
        file.syntax.scopes.parent(parent) if isinstance(parent, ast.Attribute) and parent.attr == "append" else parent
    )
    statement = file.syntax.scopes.parent(call) if call is not None else None
    if not (isinstance(call, ast.Call) and isinstance(statement, ast.Expr) and len(call.args) == 1):
        return None
    name = call.args[0]
    if not isinstance(name, ast.Name) or not has_own_lines(file, statement):
        return None
    elsewhere = file.project.resolve(file.syntax.path, name.id, file.scope(name))
    if isinstance(elsewhere, FunctionObject) and elsewhere.path != file.syntax.path:
        imported = scope_of_function(file.project, elsewhere)
        if imported is not None and isinstance(imported.node, ast.FunctionDef):
            return _Site(app, imported.node, statement, None, elsewhere.path, name.id)
    scope = file.scope(name).lookup(name.id)
    bindings = scope.bindings.get(name.id, []) if scope is not None else []
    function = bindings[0].node if len(bindings) == 1 else None
    if not isinstance(function, ast.FunctionDef):
        return None
    return _Site(app, function, statement, None, file.syntax.path, name.id)


def _problem(file: File, hook: ast.Attribute, site: _Site | None) -> str | None:
    if site is None or not isinstance(hook.value, ast.Name):
        return ", and what it registered cannot be told"
    if site.function.args.args or not has_own_lines(file, site.statement):
        return None if not site.function.args.args else ", and the function takes arguments"
    needed = needs_request(file.project, site.path, site.function)
    if needed:
        return f", and the function needs `{needed}`, which there is only in a request"
    if _anchor(file, site) is None:
        return ", and where the application is complete cannot be told"
    bases = creates_tables(file.project, site.path, site.function)
    if bases and not sees_all_models(file.project, file.syntax.path, bases):
        return ", and not all models are imported here"
    return None


def _anchor(file: File, site: _Site) -> ast.stmt | None:
    """The statement in front of which the application is complete; the last one of a module stands behind it."""
    suite = suite_of(file, site.statement)
    if file.syntax.scopes.parent(site.statement) is file.syntax.module:
        for statement in suite:
            if statement.lineno > site.statement.lineno and (is_main_guard(statement) or _runs(statement)):
                return _in_guard(file, statement)
        return suite[-1]
    last = suite[-1]
    returns = isinstance(last, ast.Return) and isinstance(last.value, ast.Name) and last.value.id == site.app
    return last if returns and has_own_lines(file, last) else None


def _in_guard(file: File, statement: ast.stmt) -> ast.stmt | None:
    """Where extensions are only set up under the main guard, the place in there that runs the application."""
    if not isinstance(statement, ast.If) or not any(_sets_up(each) for each in ast.walk(statement)):
        return statement
    run = next((each for each in statement.body if _runs(each)), None)
    if run is None or any(_sets_up(each) and each.lineno > run.lineno for each in ast.walk(statement)):  # type: ignore[attr-defined]
        return None
    return run if has_own_lines(file, run) else None


def _sets_up(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "init_app"


def _runs(statement: ast.stmt) -> bool:
    call = statement.value if isinstance(statement, ast.Expr) else None
    return (
        isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in ("run", "serve_forever")
    )


def _set_up(file: File, sites: list[_Site]) -> Match:
    changes: list[Replacement] = []
    lines: list[str] = []
    for site in sites:
        body = _only_statement(file, site)
        if body is not None:
            changes.append(without(file, site.statement))
            lines.append(file.text(body))
        else:
            changes.append(
                without_decorator(file, site.hook) if site.hook is not None else without(file, site.statement)
            )
            lines.append(f"{site.name}()")
    step = unit(file)
    text = "\n".join([f"with {sites[0].app}.app_context():", *(step + line for line in lines)])
    anchor = _anchor(file, sites[0])
    assert anchor is not None
    if file.syntax.scopes.parent(anchor) is not file.syntax.module:
        changes.append(above(file, anchor, f"{text}\n"))
    elif anchor is file.syntax.module.body[-1] and not (is_main_guard(anchor) or _runs(anchor)):
        far = isinstance(anchor, ast.FunctionDef | ast.ClassDef)
        changes.append(below(file, anchor, ("\n\n" if far else "\n") + text))
    else:
        changes.append(above(file, anchor, f"{text}\n" + ("" if _runs(anchor) else "\n")))
    row = "flask-create-all-in-first-request" if "create_all" in text else ROW
    row = ROW if sites[0].hook is not None or row != ROW else "flask-before-first-request-funcs"
    return Match(row, _TITLE, sites[0].statement, tuple(changes))


def _only_statement(file: File, site: _Site) -> ast.stmt | None:
    """The one line of a function that nothing else calls; then no function is needed."""
    function = site.function
    only = function.body[0] if len(function.body) == 1 and site.hook is not None else None
    if not isinstance(only, ast.Expr) or not isinstance(only.value, ast.Call) or len(function.decorator_list) != 1:
        return None
    used = any(isinstance(each, ast.Name) and each.id == function.name for each in file.syntax.scopes.nodes())
    imported = any(path != file.syntax.path for path in file.project.files_with(function.name.encode()))
    commented = "#" in file.text(function)
    return None if used or imported or commented or only.lineno != only.end_lineno else only


def _of_blueprint(file: File, hook: ast.Attribute) -> Match | Finding:
    """A function of a blueprint runs when the blueprint is registered, in a context of that application."""
    parent = file.syntax.scopes.parent(hook)
    function = parent if isinstance(parent, ast.FunctionDef) and hook in parent.decorator_list else None
    problem = ""
    if function is None or function.args.args or file.scope(function).kind != "module":
        problem = ", and what it registered cannot be told"
    elif needs_request(file.project, file.syntax.path, function):
        problem = ", and the function needs a request"
    elif not registered_last(file.project, file.syntax.path, file.text(hook.value)):
        problem = ", and extensions are set up after the blueprint is registered"
    if problem or function is None:
        return file.finding(hook, REMOVED, f"`{file.text(hook)}` is gone{problem}", _ADVICE)
    name = f"call_{function.name}"
    step = unit(file)
    text = (
        f"\n\n@{file.text(hook.value)}.record_once\ndef {name}(state):\n"
        f"{step}with state.app.app_context():\n{step}{step}{function.name}()"
    )
    changes = (without_decorator(file, hook), below(file, function, text))
    return Match("flask-before-app-first-request", _TITLE, function, changes)


MATCHER = Matcher(
    frozenset({b"before_first_request", b"before_app_first_request", b"before_first_request_funcs"}), _find
)
