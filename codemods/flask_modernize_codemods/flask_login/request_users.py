"""``_request_ctx_stack.top.user = user``: Flask-Login keeps the user elsewhere since 0.6.2."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.planning.contract import Finding
from flask_modernize.rules.findings import ASSIGNED
from flask_modernize.rules.matches import File, Matcher
from flask_modernize_codemods.flask_login.login_state import uses_flask_login

_CONTEXTS = frozenset(
    {"flask._request_ctx_stack.top", "flask.globals._request_ctx_stack.top", "flask.globals.request_ctx"}
)


def _find(file: File) -> Iterator[Finding]:
    if not uses_flask_login(file.project):
        return
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.Attribute) and node.attr == "user" and file.means(node.value, *_CONTEXTS):
            message = "the user of a request is not kept there any more"
            yield file.finding(node, ASSIGNED, message, "Call `login_user(user)`, or read `current_user`.")


MATCHER = Matcher(frozenset({b"_request_ctx_stack", b"request_ctx"}), _find)
