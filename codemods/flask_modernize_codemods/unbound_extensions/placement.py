"""Where ``init_app`` has to stand: where the constructor stood, or below the last call that it would lose."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask_modernize.project.applications import is_test_path, start_up
from flask_modernize.project.references import Reference, references
from flask_modernize_codemods.unbound_extensions.import_graph import imported_with_packages, targets
from flask_modernize_codemods.unbound_extensions.statement import Refusal

if TYPE_CHECKING:
    from flask_modernize.project.project import Project
    from flask_modernize_codemods.unbound_extensions.sites import Site


def place_of_init_app(project: Project, site: Site) -> ast.stmt | Refusal:
    """The module-level statement of the site's file in whose place, or below which, ``init_app`` goes."""
    row = site.extension.row
    if not row.before_init:
        return site.statement
    body = site.syntax.module.body
    last = body.index(site.statement)
    for reference, method in _calls(project, site, row.before_init):
        if not reference.at_import_time or _is_guarded(reference):
            message = f"{method}() is called when the app runs; after init_app it would do nothing"
            return Refusal.at(site.syntax, site.call, "X-ORDER", message)
        index = _index(project, site, reference)
        if index is None:
            message = f"it cannot be told when {reference.path} calls {method}(), which after init_app would do nothing"
            return Refusal.at(site.syntax, site.call, "X-ORDER", message)
        last = max(last, index)
    clash = _clash(project, site, row.before_init)
    if clash:
        message = f"the rule {clash!r} is also routed elsewhere, and the order of the two would change"
        return Refusal.at(site.syntax, site.call, "X-ORDER", message)
    return body[last]


def _calls(project: Project, site: Site, methods: tuple[str, ...]) -> Iterator[tuple[Reference, str]]:
    for reference in references(project, site.variable):
        if is_test_path(reference.path) or not isinstance(reference.node, ast.expr):
            continue
        parent = reference.syntax.scopes.parent(reference.node)
        if isinstance(parent, ast.Attribute) and parent.attr in methods:
            yield reference, parent.attr


def _is_guarded(reference: Reference) -> bool:
    return not isinstance(reference.syntax.scopes.parent(_statement(reference)), ast.Module)


def _statement(reference: Reference) -> ast.stmt:
    """The smallest statement around a reference; a decorator is in that of the definition."""
    return reference.syntax.scopes.statement_of(reference.node)


def _index(project: Project, site: Site, reference: Reference) -> int | None:
    """The module-level statement of the site's file that runs the code around the reference."""
    body = site.syntax.module.body
    first = body.index(site.statement)
    if reference.path == site.path:
        index = body.index(_statement(reference))
        return index if index > first else None
    for index, statement in enumerate(body):
        if isinstance(statement, ast.Import | ast.ImportFrom) and _runs(project, site, statement, reference.path):
            return index if index > first else None
    return None


def _runs(project: Project, site: Site, statement: ast.Import | ast.ImportFrom, path: str) -> bool:
    """Whether an import runs the module ``path``, straight away or through other modules."""
    waiting = list(targets(project, site.path, statement))
    seen = {site.path, *waiting}
    while waiting:
        current = waiting.pop()
        if current == path:
            return True
        for each in imported_with_packages(project, current):
            if each not in seen:
                seen.add(each)
                waiting.append(each)
    return False


_PARAMETER = re.compile(r"<[^>]*>")


def _clash(project: Project, site: Site, methods: tuple[str, ...]) -> str:
    """A rule of the extension that the app has from elsewhere as well; empty when there is none."""
    own = set()
    for reference, _ in _calls(project, site, methods):
        call = reference.syntax.scopes.parent(reference.syntax.scopes.parent(reference.node) or reference.node)
        if isinstance(call, ast.Call):
            own |= {_PARAMETER.sub("<>", text) for text in _strings(call) if text.startswith("/")}
    for text in _routes(project, site) if own else ():
        if _PARAMETER.sub("<>", text) in own:
            return text
    return ""


def _routes(project: Project, site: Site) -> Iterator[str]:
    """The rules that the application gets elsewhere, as far as they are written out."""
    for path in sorted({site.path, *(step.path for step in start_up(project, site.application))}):
        syntax = project.syntax(path)
        for node in syntax.scopes.nodes() if syntax is not None else ():
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _ROUTING:
                yield from _strings(node)


_ROUTING = frozenset({"route", "get", "post", "put", "delete", "patch", "add_url_rule"})


def _strings(call: ast.AST) -> Iterator[str]:
    assert isinstance(call, ast.Call)
    for each in call.args:
        if isinstance(each, ast.Constant) and isinstance(each.value, str):
            yield each.value
