"""Arguments of ``Flask(...)``: a URL of static files without a slash in front, subdomains that nothing matches."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask_modernize.project.dependencies import is_pinned_from
from flask_modernize.project.memory import remembered
from flask_modernize.project.test_paths import is_test_path
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement
from flask_modernize_codemods.flask_3.request_needs import reachable

if TYPE_CHECKING:
    from flask_modernize.project.project import Project


def _find(file: File) -> Iterator[Match]:
    has_subdomains = not is_test_path(file.syntax.path) and uses_subdomains(file.project, file.syntax.path)
    for node in file.syntax.scopes.nodes():
        if not isinstance(node, ast.Call) or not (has_subdomains or _static_path(node)):
            continue
        if file.means(node.func, "flask.Flask"):
            yield from _with_slash(file, node)
            if has_subdomains:
                yield from _matching(file, node)


def _static_path(call: ast.Call) -> ast.Constant | None:
    """The URL of static files, where it is a text that does not begin with a slash."""
    value = next((each.value for each in call.keywords if each.arg in ("static_url_path", "static_path")), None)
    if isinstance(value, ast.Constant) and isinstance(value.value, str) and value.value[:1] not in ("", "/"):
        return value
    return None


def _with_slash(file: File, call: ast.Call) -> Iterator[Match]:
    value = _static_path(call)
    if value is not None:
        start = file.span(value)[0]
        quote = start + min((file.text(value).index(each) for each in "'\"" if each in file.text(value)), default=0)
        slash = Replacement(quote + 1, quote + 1, ("/",))
        yield Match("flask-static-url-path-slash", "URLs begin with a slash", value, (slash,))


def _matching(file: File, call: ast.Call) -> Iterator[Match]:
    """``subdomain_matching=True``, without which routes with ``subdomain=`` are never found since Flask 1.0."""
    given = {each.arg for each in call.keywords}
    if call.args and not given & {"subdomain_matching", "host_matching", None}:
        last = max(file.span(each)[1] for each in (*call.args, *call.keywords))
        addition = Replacement(last, last, (", subdomain_matching=True",))
        yield Match("flask-subdomain-matching", "subdomains are matched", call, (addition,))


def uses_subdomains(project: Project, path: str) -> bool:
    """Whether a module, or one that it imports, has a route or blueprint for a subdomain."""
    found = with_subdomains(project)
    return bool(found) and bool(found & {path, *reachable(project, path)})


@remembered
def with_subdomains(project: Project) -> frozenset[str]:
    """Modules with routes for subdomains; none where no host name is set, or Flask 1 does not match."""
    if not any(project.files_with(b"SERVER_NAME")) or is_pinned_from(project, "Flask", "1.0"):
        return frozenset()
    return frozenset(path for path in project.files_with(b"subdomain") if _has_subdomain(project, path))


def _has_subdomain(project: Project, path: str) -> bool:
    syntax = project.syntax(path)
    if syntax is None or is_test_path(path):
        return False
    for node in syntax.scopes.nodes():
        if isinstance(node, ast.Call) and any(_is_subdomain(each) for each in node.keywords):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in ("route", "add_url_rule", "Blueprint", "register_blueprint", "Module", "get", "post"):
                return True
    return False


def _is_subdomain(keyword: ast.keyword) -> bool:
    return keyword.arg == "subdomain" and isinstance(keyword.value, ast.Constant) and bool(keyword.value.value)


MATCHER = Matcher(frozenset({b"Flask"}), _find)
