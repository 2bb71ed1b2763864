"""The application inside of functions: ``current_app`` where there is a context, else a way to be given it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flask_modernize.facts.sketch import dotted_name
from flask_modernize.planning.contract import Edit, ImportNeed
from flask_modernize.project.applications import Use
from flask_modernize.project.references import Reference
from flask_modernize.rewriting.bound_names import binds
from flask_modernize.rewriting.import_layout import usual_limit
from flask_modernize_codemods.app_factory.elsewhere import references_by_name
from flask_modernize_codemods.app_factory.names import run_now
from flask_modernize_codemods.app_factory.refusal import Refused, finding

if TYPE_CHECKING:
    from flask_modernize.project import Project, Syntax
    from flask_modernize_codemods.app_factory.modules import Module

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef

OUTSIDE = frozenset({"app_context", "test_request_context", "request_context", "test_client", "test_cli_runner", "run"})
"""Methods that are for code that has no context yet."""

LATER = frozenset(
    {
        *("Thread", "Timer", "Process", "start_new_thread", "submit", "map_async", "apply_async", "run_in_executor"),
        *(
            "add_job",
            "scheduled_job",
            "call_later",
            "call_soon",
            "spawn",
            "spawn_later",
            "spawn_n",
            "greenlet",
            "Greenlet",
        ),
        *("register", "signal", "start_background_task", "do"),
    }
)
"""What is called with a function that runs later or elsewhere, without the context of the caller."""

_AMBIGUOUS = frozenset({"register", "signal", "do"})

TASKS = frozenset({"task", "periodic_task", "job", "cron", "scheduled_job", "shared_task", "actor", "db_task", "spool"})
"""Decorators that make a function run in a worker."""

IN_CONTEXT = frozenset(
    {
        *("route", "get", "post", "put", "patch", "delete", "endpoint", "before_request", "after_request"),
        *("teardown_request", "teardown_appcontext", "before_first_request", "context_processor", "errorhandler"),
        *(
            "before_app_request",
            "after_app_request",
            "teardown_app_request",
            "app_errorhandler",
            "app_context_processor",
        ),
        *("template_filter", "template_test", "template_global", "app_template_filter", "app_template_global"),
        *("app_template_test", "shell_context_processor", "app_shell_context_processor", "url_value_preprocessor"),
        *("url_defaults", "user_loader", "request_loader", "unauthorized_handler", "before_app_first_request"),
        *("verify_password", "verify_token", "get_password", "get_user_roles"),  # Flask-HTTPAuth
    }
)
"""Decorators whose functions always run in a context."""


@dataclass(slots=True)
class Rewriting:
    """Edits in code that stays where it is, and the imports that they need."""

    edits: list[Edit] = field(default_factory=list)
    needs: list[ImportNeed] = field(default_factory=list)


@dataclass(frozen=True, slots=True, eq=False)
class NeedyFunction:
    """A function of a module that stays and uses the application: ``node`` is the outermost one or the method."""

    syntax: Syntax
    node: FunctionNode
    name: str
    method: bool
    uses: tuple[Use, ...]
    task: bool = False
    """Whether it is a Celery task that is run in a context."""


def needy_functions(module: Module) -> Iterator[NeedyFunction]:
    """The functions and methods of a module (those in moved statements left out) with their uses."""
    found: dict[FunctionNode, list[Use]] = {}
    for use in module.uses:
        if use.at_import_time or use.role == "import" or module.is_moved(use.reference.node.lineno):
            continue
        top = outermost_function(module.syntax, use.reference.node)
        if top is None:
            message = "the application is used in a lambda at module level"
            raise Refused(finding(module.syntax, use.reference.node, "F-IMPORT-TIME", message))
        found.setdefault(top, []).append(use)
    for node, uses in found.items():
        method = not isinstance(module.syntax.scopes.parent(node), ast.Module)
        yield NeedyFunction(module.syntax, node, node.name, method, tuple(uses), node in module.tasks)


def outermost_function(syntax: Syntax, node: ast.AST) -> FunctionNode | None:
    top = None
    child = node
    for each in syntax.scopes.ancestors(node):
        if isinstance(each, FunctionNode) and child not in (*each.decorator_list, each.args):
            top = each
        child = each
    return top


# -- what has a context ------------------------------------------------------------------------------------------------


def has_context(function: NeedyFunction) -> bool:
    """Whether the framework runs it, so that there is a context for certain."""
    if function.task:
        return True
    for decorator in function.node.decorator_list:
        func = decorator.func if isinstance(decorator, ast.Call) else decorator
        if isinstance(func, ast.Attribute):
            if func.attr in IN_CONTEXT:
                return True
            if func.attr == "command" and "cli" in (dotted_name(func) or "") and not _refuses_context(decorator):
                return True
    return _asks_for_context(function)


def _asks_for_context(function: NeedyFunction) -> bool:
    return any(isinstance(each, ast.Name) and each.id == "with_appcontext" for each in function.node.decorator_list)


def _refuses_context(decorator: ast.expr) -> bool:
    """Whether a command is not to have a context: ``@app.cli.command(with_appcontext=False)``."""
    return isinstance(decorator, ast.Call) and any(
        each.arg == "with_appcontext" and not (isinstance(each.value, ast.Constant) and each.value.value is True)
        for each in decorator.keywords
    )


def lacks_context(project: Project, function: NeedyFunction) -> str:
    """Why there may be no context where the function runs; empty when nothing speaks for that."""
    if function.task:
        return ""
    for decorator in function.node.decorator_list:
        func = decorator.func if isinstance(decorator, ast.Call) else decorator
        name = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
        if name in TASKS:
            return f"it is a task (@{name})"
    if any(_refuses_context(each) for each in function.node.decorator_list) and not _asks_for_context(function):
        return "it is a command without a context (with_appcontext=False)"
    if has_context(function):
        return ""
    for use in function.uses:
        if use.method.partition(".")[0] in OUTSIDE and use.call is not None:
            return f"it calls {use.method}()"
    for reference in references_to(project, function) if not function.method else ():
        if call := _run_later_by(reference):
            return f"it is handed to {call}()"
    return ""


def own_contexts(function: NeedyFunction) -> tuple[Use, ...]:
    """The uses in ``with app.app_context():`` of a function that uses the application inside of such blocks alone.

    Empty where the function opens none, or uses the application elsewhere, too.
    """
    scopes = function.syntax.scopes
    opened: dict[ast.AST, Use] = {}
    for use in function.uses:
        item = scopes.parent(use.call) if use.call is not None and use.method == "app_context" else None
        block = scopes.parent(item) if isinstance(item, ast.withitem) and item.optional_vars is None else None
        if isinstance(block, ast.With) and len(block.items) == 1:
            opened[block] = use
    inside = (
        use in opened.values() or any(around in opened for around in scopes.ancestors(use.reference.node))
        for use in function.uses
    )
    return tuple(opened.values()) if opened and all(inside) else ()


def streams(project: Project, function: NeedyFunction) -> bool:
    """Whether it is a generator that a response takes in: it runs when the context is gone."""
    if not _is_generator(function.node):
        return False
    for reference in references_to(project, function) if not function.method else ():
        scopes = reference.syntax.scopes
        call = scopes.parent(reference.node)
        holder = scopes.parent(call) if isinstance(call, ast.Call) and call.func is reference.node else None
        if isinstance(holder, ast.keyword):
            holder = scopes.parent(holder)
        taken = isinstance(holder, ast.Call) and _name_of_call(holder) in (
            "Response",
            "response_class",
            "make_response",
        )
        if taken or isinstance(holder, ast.Return):
            return True
    return False


def references_to(project: Project, function: NeedyFunction) -> tuple[Reference, ...]:
    """Of ``__init__``, those to its class; none of other methods."""
    if function.method:
        cls = function.syntax.scopes.parent(function.node)
        top = isinstance(cls, ast.ClassDef) and isinstance(function.syntax.scopes.parent(cls), ast.Module)
        if not top or function.name != "__init__" or not isinstance(cls, ast.ClassDef):
            return ()
        return references_by_name(project, function.syntax.path, cls.name)
    return references_by_name(project, function.syntax.path, function.name)


def _run_later_by(reference: Reference) -> str:
    """What the function is handed to so that it runs later or elsewhere; empty when it is not."""
    scopes = reference.syntax.scopes
    for each in scopes.ancestors(reference.node):
        if isinstance(each, ast.Call):
            func = each.func
            name = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
            handed = reference.node is not func and not any(node is reference.node for node in ast.walk(func))
            if handed and name in LATER and not (name in _AMBIGUOUS and not _is_for_later(func)):
                return name
        if isinstance(each, ast.stmt):
            return ""
    return ""


def _is_for_later(func: ast.expr) -> bool:
    """Whether a name that can mean much is that of ``atexit.register``, ``signal.signal`` or a scheduler."""
    root = (dotted_name(func) or "").partition(".")[0].lower()
    return root in ("atexit", "signal") or "sched" in root


# -- current_app -------------------------------------------------------------------------------------------------------


def use_current_app(function: NeedyFunction, rewriting: Rewriting) -> None:
    """Replaces the application by ``current_app`` in a function that runs in a context."""
    if not function.uses:
        return
    body = function.node.body
    first = body[1] if _is_docstring(body[0]) and len(body) > 1 else body[0]
    if any(_outlives_context(function, use) for use in function.uses):
        _capture(function, rewriting, first)
        return
    certain = _reached_for_certain(function)
    if certain is not None and _reads_better_captured(function):
        _capture(function, rewriting, certain)
        return
    name = current_app_in(function.syntax, rewriting)
    for use in function.uses:
        _check_use(function, use)
        _replace(use, name if use.method else f"{name}._get_current_object()", rewriting)


def current_app_in(syntax: Syntax, rewriting: Rewriting) -> str:
    """What a file calls ``flask.current_app``, which is imported where it is not yet."""
    imported = any(
        isinstance(each, ast.ImportFrom) and each.module == "flask" and any(a.name == "current_app" for a in each.names)
        for each in syntax.module.body
    )
    alias = None if imported or not binds(syntax.module, "current_app") else "flask_current_app"
    rewriting.needs.append(ImportNeed(syntax.path, "flask", "current_app", alias))
    return alias or "current_app"


def _check_use(function: NeedyFunction, use: Use) -> None:
    if use.reference.kind in ("write", "delete"):
        message = f"{function.name} gives the module-level application another value"
        raise Refused(finding(function.syntax, use.reference.node, "F-GLOBAL", message))


def _replace(use: Use, text: str, rewriting: Rewriting) -> None:
    source, node = use.syntax.source, use.reference.node
    start = source.offset(node.lineno, node.col_offset)
    end = source.offset(node.end_lineno or 0, node.end_col_offset or 0)
    rewriting.edits.append(Edit(use.path, start, end, source.encode(text)))


def _outlives_context(function: NeedyFunction, use: Use) -> bool:
    """Whether the use is in a nested function that may run when the context is gone: in a thread or a stream."""
    scopes = function.syntax.scopes
    scope = use.reference.scope
    while scope.node is not function.node and scope.parent is not None:
        node = scope.node
        if isinstance(node, FunctionNode):
            if _is_generator(node):
                return True
            for each in ast.walk(function.node):
                if isinstance(each, ast.Call) and _hands_over(each, node.name):
                    return True
        elif isinstance(node, ast.Lambda):
            parent = scopes.parent(node)
            call = scopes.parent(parent) if isinstance(parent, ast.keyword) else parent
            if isinstance(call, ast.Call) and _name_of_call(call) in LATER:
                return True
        scope = scope.parent
    return False


def _hands_over(call: ast.Call, name: str) -> bool:
    given = [*call.args, *(each.value for each in call.keywords)]
    return _name_of_call(call) in LATER and any(isinstance(each, ast.Name) and each.id == name for each in given)


def _name_of_call(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _is_generator(function: FunctionNode) -> bool:
    return any(
        isinstance(each, (ast.Yield, ast.YieldFrom)) for statement in function.body for each in run_now(statement)
    )


def _is_docstring(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _reads_better_captured(function: NeedyFunction) -> bool:
    """Whether the object itself is used, and more than once or on a line that has no room for the whole expression."""
    whole = [use for use in function.uses if not use.method]
    if not whole or len({use.reference.node.id for use in whole if isinstance(use.reference.node, ast.Name)}) != 1:
        return False
    if not all(isinstance(use.reference.node, ast.Name) for use in function.uses):
        return False
    source = function.syntax.source
    lines = source.text(0, len(source.data)).split("\n")
    more = len("current_app._get_current_object()") - len(str(getattr(whole[0].reference.node, "id", "")))
    length = len(lines[whole[0].reference.node.lineno - 1].rstrip()) + more
    return len(function.uses) > 1 or length > usual_limit(lines)


def _reached_for_certain(function: NeedyFunction) -> ast.stmt | None:
    """The statement of the function's own body with the first use, where that use runs whenever the statement does."""
    scopes = function.syntax.scopes
    first = min(function.uses, key=lambda use: (use.reference.node.lineno, use.reference.node.col_offset))
    child: ast.AST = first.reference.node
    for each in scopes.ancestors(child):
        if each is function.node:
            if not isinstance(child, ast.stmt) or child not in function.node.body:
                return None
            source = function.syntax.source
            start = source.offset(child.lineno, child.col_offset)
            return child if not source.text(source.line_span(child.lineno)[0], start).strip() else None
        branches = isinstance(each, (ast.IfExp, ast.BoolOp, ast.Lambda, ast.comprehension, ast.Try, ast.Match))
        if branches or (isinstance(each, ast.stmt) and isinstance(child, ast.stmt)):
            return None
        child = each
    return None


def _capture(function: NeedyFunction, rewriting: Rewriting, first: ast.stmt) -> None:
    """Keeps the object itself in a local variable from the statement ``first`` on."""
    source = function.syntax.source
    decorators: list[ast.expr] = getattr(first, "decorator_list", [])
    line = min([first.lineno, *(each.lineno for each in decorators)])
    start = source.line_span(line)[0]
    indent = (
        source.text(start, source.offset(first.lineno, first.col_offset))
        if line == first.lineno
        else " " * first.col_offset
    )
    if indent.strip():
        message = f"the body of {function.name} stands on the line of its header"
        raise Refused(finding(function.syntax, function.node, "F-SHARED-LINE", message))
    names = {use.reference.node.id for use in function.uses if isinstance(use.reference.node, ast.Name)}
    name = min(names) if names else "app"
    for use in function.uses:
        _check_use(function, use)
        if not (isinstance(use.reference.node, ast.Name) and use.reference.node.id == name):
            _replace(use, name, rewriting)
    current = current_app_in(function.syntax, rewriting)
    text = f"{indent}{name} = {current}._get_current_object()\n" + (
        "\n" if isinstance(first, (FunctionNode, ast.ClassDef)) else ""
    )
    rewriting.edits.append(Edit(function.syntax.path, start, start, source.encode(text)))


# -- a parameter -------------------------------------------------------------------------------------------------------


def inside_app_context(reference: Reference) -> bool:
    """Whether a call stands in ``with app.app_context():`` (or another context of the application)."""
    for each in reference.syntax.scopes.ancestors(reference.node):
        if isinstance(each, (ast.With, ast.AsyncWith)):
            for item in each.items:
                call = item.context_expr
                if isinstance(call, ast.Call) and _name_of_call(call) in OUTSIDE | {"request_context"}:
                    return True
        if isinstance(each, FunctionNode):
            return False
    return False


def add_parameter(function: NeedyFunction, local: str, rewriting: Rewriting) -> None:
    """Makes the application the first parameter of the function."""
    source = function.syntax.source
    node = function.node
    arguments = node.args
    every = [*arguments.posonlyargs, *arguments.args, *([arguments.vararg] if arguments.vararg else [])]
    every += [*arguments.kwonlyargs, *([arguments.kwarg] if arguments.kwarg else [])]
    start = source.offset(node.lineno, node.col_offset)
    opening = source.data.index(b"(", start) + 1
    text = f"{local}, " if every else local
    rewriting.edits.append(Edit(function.syntax.path, opening, opening, source.encode(text)))
    for use in function.uses:
        _check_use(function, use)
        if not isinstance(use.reference.node, ast.Name) or use.reference.node.id != local:
            _replace(use, local, rewriting)


def pass_argument(reference: Reference, call: ast.Call, text: str) -> Edit:
    """Hands the application to a call of such a function."""
    source = reference.syntax.source
    end_of_name = source.offset(call.func.end_lineno or 0, call.func.end_col_offset or 0)
    opening = source.data.index(b"(", end_of_name) + 1
    text = f"{text}, " if call.args or call.keywords else text
    return Edit(reference.path, opening, opening, source.encode(text))
