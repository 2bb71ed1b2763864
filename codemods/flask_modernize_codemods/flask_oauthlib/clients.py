"""Clients of Flask-OAuthlib: what each call is called in Authlib, where it is not only another name."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.planning.contract import Finding
from flask_modernize.rules.findings import REMOVED
from flask_modernize.rules.matches import File, Matcher

_ADVICE = (
    "In `oauth.register()` of Authlib: `consumer_key` is `client_id`, `consumer_secret` is `client_secret`, `base_url`"
    " is `api_base_url`, `request_token_params` with a scope is `client_kwargs`; then `authorize_redirect()` and"
    " `authorize_access_token()`."
)


def _find(file: File) -> Iterator[Finding]:
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.Call) and file.means(node.func, "flask_oauthlib.client.OAuth.remote_app"):
            message = f"`{file.text(node.func)}()` makes a client of Flask-OAuthlib, which today's oauthlib breaks"
            yield file.finding(node, REMOVED, message, _ADVICE)


MATCHER = Matcher(frozenset({b"remote_app"}), _find)
