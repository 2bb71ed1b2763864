"""What Flask-Login renamed or removed up to 0.6.3; rows by the id in the upgrade matrix."""

from __future__ import annotations

from flask_modernize.rules.kinds import MovedModule, RenamedAttribute, ReplacedName, Reported, Rule
from flask_modernize_codemods.flask_login import (
    header_loaders,
    identifiers,
    inactive_users,
    login_state,
    request_users,
    session_keys,
)
from flask_modernize_codemods.flask_login.templates import plan_template_states

_MANAGER = "flask_login.LoginManager"
_TOKENS = "Load users from the request with `request_loader`, and sign tokens with itsdangerous."

RULES: tuple[Rule, ...] = (
    MovedModule("login-package-layout", "flask.ext.login.*", "flask_login"),
    ReplacedName(
        "login-package-layout", "flask_login.__version__", '{:version}("flask-login")', ("importlib.metadata.version",)
    ),
    RenamedAttribute("login-setup-app", _MANAGER, "setup_app", "init_app"),
    Reported("login-token-loader", f"{_MANAGER}.token_loader", "token loaders are gone", _TOKENS),
    Reported("login-token-loader", "flask_login.make_secure_token", "this helper is gone", _TOKENS),
    Reported(
        "login-token-loader",
        "flask_login.UserMixin.get_auth_token",
        "Flask-Login no longer asks for tokens, and nothing says so",
        _TOKENS + " Whoever has a cookie stays logged in until its identifier (`get_id`) changes.",
        overridden=True,
    ),
    Reported(
        "login-reload-user",
        f"{_MANAGER}.reload_user",
        "this method is gone; users are loaded when `current_user` is first used",
        "Log in with `login_user`, or take it out.",
    ),
    Reported(
        "login-disabled-config",
        f"{_MANAGER}._login_disabled",
        "this attribute is going in Flask-Login 0.7",
        'Set `app.config["LOGIN_DISABLED"]`, or log in with `FlaskLoginClient` in tests.',
    ),
)

MATCHERS = (
    header_loaders.MATCHER,
    identifiers.MATCHER,
    inactive_users.MATCHER,
    login_state.MATCHER,
    request_users.MATCHER,
    session_keys.MATCHER,
)

CODEMODS = (plan_template_states,)

STILL_WORKS = frozenset(
    {
        "flask_login.__version__",
        "flask_login.LoginManager.setup_app",
        "flask_login.LoginManager._login_disabled",
    }
)
"""Old names that today's version has, too: their use does not tell for which one the code was written."""
