"""The application's decorators as calls: what ``@app.route("/")`` on a function registers, written as a statement."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import ImportNeed
from flask_modernize_codemods.app_factory.refusal import Refused, finding

if TYPE_CHECKING:
    from flask_modernize.project.applications import Use
    from flask_modernize.sources import SourceFile


@dataclass(frozen=True, slots=True)
class Form:
    """How one decorator is written as a call. ``{args}`` are its arguments, ``{name}`` is the function.

    ``bare`` is for the decorator without parentheses or arguments, ``called`` for the one with arguments; empty means
    that ``app.<decorator>(...)(function)`` is as good as it gets.
    """

    kind: str
    bare: str = ""
    called: str = ""


_HOOK = "app.{method}({name})"

FORMS: dict[str, Form] = {
    "route": Form("route"),
    "get": Form("route"),
    "post": Form("route"),
    "put": Form("route"),
    "patch": Form("route"),
    "delete": Form("route"),
    "endpoint": Form("route"),
    "before_request": Form("hook", _HOOK),
    "after_request": Form("hook", _HOOK),
    "teardown_request": Form("hook", _HOOK),
    "teardown_appcontext": Form("hook", _HOOK),
    "before_first_request": Form("hook", _HOOK),
    "url_value_preprocessor": Form("hook", _HOOK),
    "url_defaults": Form("hook", _HOOK),
    "context_processor": Form("hook", _HOOK),
    "errorhandler": Form("error", called="app.register_error_handler({args}, {name})"),
    "shell_context_processor": Form("shell", _HOOK),
    "template_filter": Form("hook", "app.add_template_filter({name})", "app.add_template_filter({name}, {args})"),
    "template_test": Form("hook", "app.add_template_test({name})", "app.add_template_test({name}, {args})"),
    "template_global": Form("hook", "app.add_template_global({name})", "app.add_template_global({name}, {args})"),
}
"""By method of the application. What is not here is called as it is: ``app.method(...)(function)``."""


@dataclass(frozen=True, slots=True)
class Registration:
    """A statement that registers a function, and what stands in place of the decorator (None: nothing)."""

    text: str
    kind: str
    decorator: str | None = None
    needs: tuple[ImportNeed, ...] = ()


def registration(use: Use, click: str | None) -> Registration:
    """``use`` is a decorator on a function; ``click`` is what the module calls click, None if it has not imported it.

    Raises Refused for what cannot be written as a call.
    """
    decorated = use.decorated
    assert decorated is not None and use.chain is not None
    source = use.syntax.source
    name = decorated.name
    if use.method in ("cli.command", "cli.group"):
        return _command(use, click)
    form = FORMS.get(use.method, Form("other"))
    arguments = _arguments(source, use)
    if use.method == "route" and use.call is not None and use.call.args:
        return Registration(_url_rule(source, use.call, name), "route")
    template = form.called if arguments.strip() else form.bare
    if template:
        text = template.format(method=use.method, args=arguments, name=name)
    else:
        called = f"({arguments})" if use.call is not None else ""
        text = f"app.{use.method}{called}({name})"
    return Registration(text, form.kind)


def _arguments(source: SourceFile, use: Use) -> str:
    """The text between the parentheses of a decorator; a trailing comma is left out."""
    if use.call is None or use.chain is None or not (use.call.args or use.call.keywords):
        return ""
    start = source.offset(use.chain.end_lineno or 0, use.chain.end_col_offset or 0)
    end = source.offset(use.call.end_lineno or 0, use.call.end_col_offset or 0)
    return source.text(start, end).strip()[1:-1].strip().rstrip(",")


def _url_rule(source: SourceFile, call: ast.Call, name: str) -> str:
    """``app.add_url_rule(rule, view_func=name, ...)`` with the other arguments as they were written."""
    rule = call.args[0]
    start = source.offset(rule.lineno, rule.col_offset)
    middle = source.offset(rule.end_lineno or 0, rule.end_col_offset or 0)
    end = source.offset(call.end_lineno or 0, call.end_col_offset or 0)
    rest = source.text(middle, end).rstrip()[:-1].rstrip().rstrip(",").rstrip()
    return f"app.add_url_rule({source.text(start, middle)}, view_func={name}{rest})"


def _command(use: Use, click: str | None) -> Registration:
    """Click commands stay at module level, and are added to the application's."""
    decorated = use.decorated
    assert decorated is not None
    arguments = _arguments(use.syntax.source, use)
    if use.call is None or any(each.arg in (None, "with_appcontext") for each in use.call.keywords):
        raise Refused(
            finding(use.syntax, decorated, "F-IMPORT-TIME", f"the command {decorated.name} is made in an unusual way")
        )
    path, needs = use.path, []
    kind = use.method.partition(".")[2]
    if click is None:
        needs.append(ImportNeed(path, "click", kind))
    maker = f"{click}.{kind}" if click else kind
    if kind == "group":
        arguments = ", ".join([*([arguments] if arguments else []), "cls=AppGroup"])
        needs.append(ImportNeed(path, "flask.cli", "AppGroup"))
        lines = f"@{maker}({arguments})"
    else:
        needs.append(ImportNeed(path, "flask.cli", "with_appcontext"))
        lines = f"@{maker}({arguments})\n@with_appcontext"
    return Registration(f"app.cli.add_command({decorated.name})", "cli", lines, tuple(needs))
