"""``Admin(template_mode="bootstrap3", base_template=...)``: how pages look is a theme today, and only one is left."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.planning.contract import Finding, ImportNeed
from flask_modernize.rules.findings import ARGUMENTS
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.members import needed_names
from flask_modernize.rules.replacing import Replacement
from flask_modernize_codemods.flask_admin.translations import ADMINS

ROW = "admin-template-mode"
_THEME = "flask_admin.theme.Bootstrap4Theme"


def _find(file: File) -> Iterator[Match | Finding]:
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.Call) and file.means(node.func, *ADMINS):
            given = {
                each.arg: each for each in node.keywords if each.arg and each.arg in ("template_mode", "base_template")
            }
            if given:
                yield from _themed(file, node, given)


def _themed(file: File, call: ast.Call, given: dict[str, ast.keyword]) -> Iterator[Match | Finding]:
    mode, base = given.get("template_mode"), given.get("base_template")
    if mode is not None and not isinstance(mode.value, ast.Constant):
        message = f"`{file.text(call.func)}()` no longer takes `template_mode=`, whose value is worked out here"
        yield file.finding(mode.value, ARGUMENTS, message, "Give it `theme=Bootstrap4Theme()`.")
        return
    changes: list[Replacement] = []
    needs: tuple[ImportNeed, ...] = ()
    if base is not None:
        names = needed_names(file, call, (_THEME,))
        if isinstance(names, Finding):
            yield names
            return
        start, end = file.span(base)
        parts = (f"theme={names[0]['Bootstrap4Theme']}(", (start, end), ")")
        changes.append(Replacement(start, end, parts))
        needs = names[1]
    if mode is not None:
        changes.append(_without(file, call, mode))
    yield Match(ROW, "the look of the pages is a theme", call, tuple(changes), needs)
    if mode is not None and _customised(file) and getattr(mode.value, "value", "") != "bootstrap4":
        message = "the pages are Bootstrap 4 today, and templates of this project extend those of Flask-Admin"
        line, column = file.syntax.source.position(file.span(mode)[0])
        advice = "Look at each of these templates in the browser."
        yield Finding(file.syntax.path, line, column, ARGUMENTS, message, advice, file.guide, site=False)


def _without(file: File, call: ast.Call, gone: ast.keyword) -> Replacement:
    """An argument goes with its line, or with the comma before it, or behind it where it is the first."""
    source = file.syntax.source
    first, last = source.line_span(gone.value.lineno), source.line_span(gone.value.end_lineno or gone.value.lineno)
    start, end = file.span(gone)
    if not source.text(first[0], start).strip() and source.text(end, last[1]).strip() in ("", ","):
        return Replacement(first[0], last[1], ())
    items: list[ast.expr | ast.keyword] = sorted([*call.args, *call.keywords], key=lambda each: file.span(each)[0])
    index = items.index(gone)
    if index > 0:
        return Replacement(file.span(items[index - 1])[1], file.span(gone)[1], ())
    after = file.span(items[1])[0] if len(items) > 1 else file.span(gone)[1]
    return Replacement(file.span(gone)[0], after, ())


def _customised(file: File) -> bool:
    """Whether templates of the project extend those of Flask-Admin."""
    return any(
        "templates/" in path and b"admin/" in file.project.tree.read(path)
        for path in file.project.tree.paths
        if path.endswith((".html", ".jinja2"))
    )


MATCHER = Matcher(frozenset({b"template_mode", b"base_template"}), _find)
