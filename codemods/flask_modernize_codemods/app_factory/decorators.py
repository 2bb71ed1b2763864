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

MAX_LINE = 100
"""Registrations that get longer are written with one argument on a line."""


@dataclass(frozen=True, slots=True)
class Form:
    """The method that does what a decorator does: ``bare`` without arguments, ``called`` with them.

    The function comes first, or after the arguments (``last``). An empty method: ``app.<decorator>(...)(function)``.
    """

    kind: str
    bare: str = ""
    called: str = ""
    last: bool = False


FORMS: dict[str, Form] = {
    "endpoint": Form("route"),
    "before_request": Form("hook", "before_request"),
    "after_request": Form("hook", "after_request"),
    "teardown_request": Form("hook", "teardown_request"),
    "teardown_appcontext": Form("hook", "teardown_appcontext"),
    "before_first_request": Form("hook", "before_first_request"),
    "url_value_preprocessor": Form("hook", "url_value_preprocessor"),
    "url_defaults": Form("hook", "url_defaults"),
    "context_processor": Form("hook", "context_processor"),
    "errorhandler": Form("error", called="register_error_handler", last=True),
    "shell_context_processor": Form("shell", "shell_context_processor"),
    "template_filter": Form("hook", "add_template_filter", "add_template_filter"),
    "template_test": Form("hook", "add_template_test", "add_template_test"),
    "template_global": Form("hook", "add_template_global", "add_template_global"),
}
"""By method of the application; what is not here is called as it is."""


METHODS = {"route": "", "get": "", "post": "POST", "put": "PUT", "patch": "PATCH", "delete": "DELETE"}
"""Decorators for views, with the HTTP method that they add; empty where that is what ``add_url_rule`` takes anyway."""


@dataclass(frozen=True, slots=True)
class Registration:
    """A call that registers a function, of a method of the application, with its arguments as text.

    ``decorator`` is what stands in place of the decorator (None: nothing).
    """

    method: str
    arguments: tuple[str, ...]
    kind: str
    decorator: str | None = None
    needs: tuple[ImportNeed, ...] = ()

    def lines(self, local: str, unit: str) -> list[str]:
        """The statement, indented by ``unit``; ``local`` is the name of the application."""
        called = f"{unit}{local}.{self.method}"
        line = f"{called}({', '.join(self.arguments)})"
        if "\n" in line or (len(line) > MAX_LINE and len(self.arguments) > 1):
            return [f"{called}(", *(f"{unit * 2}{each}," for each in self.arguments), f"{unit})"]
        return [line]


def registration(use: Use, click: str | None, name: str) -> Registration:
    """``use`` is a decorator on a function; ``click`` is what the module calls click, None if it has not imported it.

    ``name`` is what the factory calls the function. Raises Refused for what cannot be written as a call.
    """
    if use.method in ("cli.command", "cli.group"):
        return _command(use, click, name)
    arguments = _arguments(use)
    if use.method in METHODS and use.call is not None and use.call.args:
        methods = METHODS[use.method]
        quote = arguments[0][0] if arguments[0][0] in "\"'" else '"'
        own = [f"methods=[{quote}{methods}{quote}]"] if methods else []
        return Registration("add_url_rule", (arguments[0], f"view_func={name}", *arguments[1:], *own), "route")
    form = FORMS.get(use.method, Form("route" if use.method in METHODS else "other"))
    method = form.called if arguments else form.bare
    if method:
        return Registration(method, (*arguments, name) if form.last else (name, *arguments), form.kind)
    called = f"({', '.join(arguments)})" if use.call is not None else ""
    return Registration(f"{use.method}{called}", (name,), form.kind)


def _arguments(use: Use) -> list[str]:
    """The arguments of a decorator as they were written."""
    if use.call is None:
        return []
    parts: list[ast.expr | ast.keyword] = [*use.call.args, *use.call.keywords]
    return [_text(use.syntax.source, part) for part in parts]


def _text(source: SourceFile, node: ast.expr | ast.keyword) -> str:
    start = source.offset(node.lineno, node.col_offset)
    end = source.offset(node.end_lineno or 0, node.end_col_offset or 0)
    return source.text(start, end)


def _command(use: Use, click: str | None, name: str) -> Registration:
    """Click commands stay at module level, and are added to the application's."""
    decorated = use.decorated
    assert decorated is not None
    if use.call is None or any(each.arg in (None, "with_appcontext") for each in use.call.keywords):
        raise Refused(
            finding(use.syntax, decorated, "F-IMPORT-TIME", f"the command {decorated.name} is made in an unusual way")
        )
    path, needs = use.path, []
    arguments = _arguments(use)
    kind = use.method.partition(".")[2]
    if click is None:
        needs.append(ImportNeed(path, "click", kind))
    maker = f"{click}.{kind}" if click else kind
    if kind == "group":
        needs.append(ImportNeed(path, "flask.cli", "AppGroup"))
        lines = f"@{maker}({', '.join([*arguments, 'cls=AppGroup'])})"
    else:
        needs.append(ImportNeed(path, "flask.cli", "with_appcontext"))
        lines = f"@{maker}({', '.join(arguments)})\n@with_appcontext"
    return Registration("cli.add_command", (name,), "cli", lines, tuple(needs))
