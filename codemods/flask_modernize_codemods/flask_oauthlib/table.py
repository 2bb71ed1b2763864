"""What Authlib moved up to 1.0, and what Flask-OAuthlib had; rows by the id in the upgrade matrix."""

from __future__ import annotations

from flask_modernize.rules.kinds import Moved, MovedModule, Reported, Rule
from flask_modernize_codemods.flask_oauthlib import clients, pins

_AUTHLIB = "oauth-authlib-flask-client"
_GONE = "this library cannot be imported with today's oauthlib"
_PROVIDER = "Write the provider with `authlib.integrations.flask_oauth2`; its grants and models are other ones."

RULES: tuple[Rule, ...] = (
    MovedModule(_AUTHLIB, "authlib.flask.client.*", "authlib.integrations.flask_client"),
    MovedModule(_AUTHLIB, "authlib.flask.oauth1.*", "authlib.integrations.flask_oauth1"),
    MovedModule(_AUTHLIB, "authlib.flask.oauth2.*", "authlib.integrations.flask_oauth2"),
    *(
        Moved(_AUTHLIB, f"authlib.client.{name}", f"authlib.integrations.requests_client.{name}")
        for name in ("OAuth1Session", "OAuth2Session", "OAuth1Auth", "AssertionSession")
    ),
    *(
        Reported("oauthlib-authlib", f"flask_oauthlib.{name}", _GONE, _PROVIDER)
        for name in ("provider.OAuth1Provider", "provider.OAuth2Provider", "contrib.oauth2.bind_sqlalchemy")
    ),
    Reported(
        "oauth-flask-oauth",
        "flask_oauth.OAuth",
        "Flask-OAuth is for Python 2",
        "Use `OAuth` of `authlib.integrations.flask_client`: `oauth.register()`, `authorize_redirect()` and"
        " `authorize_access_token()`.",
    ),
)

MATCHERS = (clients.MATCHER,)

CODEMODS = (pins.plan,)
