"""Arguments of ``Flask(...)``: a URL of static files without a slash in front, subdomains that nothing matches."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask_modernize.project.memory import remembered
from flask_modernize.project.test_paths import is_test_path
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement

if TYPE_CHECKING:
    from flask_modernize.project.project import Project


def _find(file: File) -> Iterator[Match]:
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.Call) and "flask.Flask" in file.names(node.func):
            yield from _with_slash(file, node)
            yield from _matching(file, node)


def _with_slash(file: File, call: ast.Call) -> Iterator[Match]:
    value = next((each.value for each in call.keywords if each.arg in ("static_url_path", "static_path")), None)
    if isinstance(value, ast.Constant) and isinstance(value.value, str) and value.value[:1] not in ("", "/"):
        start = file.span(value)[0]
        quote = start + min((file.text(value).index(each) for each in "'\"" if each in file.text(value)), default=0)
        yield Match(
            "flask-static-url-path-slash",
            "URLs begin with a slash",
            value,
            (Replacement(quote + 1, quote + 1, ("/",)),),
        )


def _matching(file: File, call: ast.Call) -> Iterator[Match]:
    """``subdomain_matching=True``, without which routes with ``subdomain=`` are never found since Flask 1.0."""
    given = {each.arg for each in call.keywords}
    if given & {"subdomain_matching", "host_matching", None} or not call.args or is_test_path(file.syntax.path):
        return
    if uses_subdomains(file.project):
        last = max(file.span(each)[1] for each in (*call.args, *call.keywords))
        addition = Replacement(last, last, (", subdomain_matching=True",))
        yield Match("flask-subdomain-matching", "subdomains are matched", call, (addition,))


@remembered
def uses_subdomains(project: Project) -> bool:
    """Whether a route or blueprint of the project is for a subdomain."""
    for path in project.files_with(b"subdomain"):
        syntax = project.syntax(path)
        if syntax is None or is_test_path(path):
            continue
        for node in syntax.scopes.nodes():
            if isinstance(node, ast.Call) and any(each.arg == "subdomain" for each in node.keywords):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if name in ("route", "add_url_rule", "Blueprint", "register_blueprint", "get", "post"):
                    return True
    return False


MATCHER = Matcher(frozenset({b"Flask"}), _find)
