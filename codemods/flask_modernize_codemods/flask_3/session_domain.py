"""``SERVER_NAME`` of applications with subdomains: their sessions are shared with these only where it is said."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.project.test_paths import is_test_path
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.whole_lines import below, has_own_lines
from flask_modernize_codemods.flask_3.application_arguments import with_subdomains

ROW = "flask-session-cookie-domain"
_OLD, _NEW = "SERVER_NAME", "SESSION_COOKIE_DOMAIN"


def _find(file: File) -> Iterator[Match]:
    if is_test_path(file.syntax.path) or any(file.project.files_with(_NEW.encode())):
        return
    if not with_subdomains(file.project):
        return
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and names_key(node.targets[0], _OLD):
            host = node.value.value if isinstance(node.value, ast.Constant) else None
            if isinstance(host, str) and "." in host and has_own_lines(file, node):
                target = file.text(node.targets[0]).replace(_OLD, _NEW)
                value = file.text(node.value).replace(host, "." + host.partition(":")[0])
                added = below(file, node, f"{target} = {value}")
                yield Match(ROW, "sessions are shared with subdomains", node, (added,))


def names_key(target: ast.expr, key: str) -> bool:
    """Whether an assignment is to a setting: ``config["KEY"]``, or ``KEY`` in a module or class."""
    if isinstance(target, ast.Subscript):
        return isinstance(target.slice, ast.Constant) and target.slice.value == key
    return isinstance(target, ast.Name) and target.id == key


MATCHER = Matcher(frozenset({_OLD.encode()}), _find, until=("Flask", "2.3"))
