"""As whom requests are sent."""

from __future__ import annotations

import base64
import contextlib
import importlib
import json
import re
import sys
import types
from typing import Any

from flask_modernize.verify.probe.rows import PASSWORD, first_value, text_for
from flask_modernize.verify.probe.sources import sources
from flask_modernize.verify.probe.tables import all_tables, table_name
from flask_modernize.verify.probe.world import WORLD, Record, unseen

USER_AGENT = "flask-modernize"


class Actors:
    """Nobody; a user of Flask-Login; someone with the session that the project's own code makes; one with a header."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self._signed_in: dict[str, tuple[Record, Record]] = {}

    def found(self) -> list[Record]:
        """What a request says about each actor that this application knows: `actor` and what it is known by."""
        actors: list[Record] = [{"actor": "anonymous"}]
        identity = login_identity(self.app)
        values = session_values()
        if identity is not None:
            actors.append({"actor": "user", "user": identity})
        elif values:
            actors.append({"actor": "session", "session": values})
        if "flask_httpauth" in sys.modules:
            actors.append({"actor": "basic"})
        if "flask_jwt_extended" in sys.modules or "flask_jwt" in sys.modules:
            actors.append({"actor": "token"})
        return actors

    def sign_in(self, client: Any, request: Record) -> Record:
        """Makes the client that of the request's actor; the headers that its requests need."""
        key = json.dumps([request.get(name) for name in ("actor", "user", "session")], sort_keys=True)
        if key not in self._signed_in:
            self._signed_in[key] = self._credentials(request)
        session, headers = self._signed_in[key]
        if session:
            with contextlib.suppress(Exception), client.session_transaction() as open_session:
                open_session.update(session)
        return headers

    def _credentials(self, request: Record) -> tuple[Record, Record]:
        """Content of the session, and headers."""
        actor = request.get("actor")
        if actor == "user":
            return login_session(self.app, request["user"]), {}
        if actor == "session":
            return request["session"], {}
        if actor == "basic":
            return {}, {"Authorization": "Basic " + base64.b64encode(f"user1:{PASSWORD}".encode()).decode()}
        return {}, token_header(self.app) if actor == "token" else {}


def user_loader(app: Any) -> Any:
    """The function that Flask-Login asks for a user, None without."""
    manager = getattr(app, "login_manager", None)
    return getattr(manager, "_user_callback", None) or getattr(manager, "user_callback", None)


def login_identity(app: Any) -> str | None:
    """The identity of a user that the application's loader knows."""
    load = user_loader(app)
    if load is None:
        return None
    candidates = ["1"]
    for table in sorted(all_tables(), key=lambda table: ("user" not in table.name.lower(), table_name(table))):
        keys = list(table.primary_key.columns)
        if len(keys) == 1:
            value = first_value(table, keys[0])
            if value is not None and value not in candidates:
                candidates.append(value)
    with unseen():
        for candidate in candidates:
            with contextlib.suppress(Exception), app.test_request_context():
                if load(candidate) is not None:
                    return candidate
    return None


def login_session(app: Any, identity: str) -> Record:
    """What Flask-Login puts into the session of that user."""
    values: Record = {}
    with contextlib.suppress(Exception), app.test_request_context(headers={"User-Agent": USER_AGENT}):
        session: Any = importlib.import_module("flask").session
        flask_login: Any = importlib.import_module("flask_login")
        flask_login.login_user(user_loader(app)(identity))
        values = dict(session)
    return {key: value for key, value in values.items() if key != "_flashes"}


def session_values() -> Record:
    """Values for the keys that the project's own code puts into the session."""
    assert WORLD.job is not None
    found: Record = {}
    for source in sources(WORLD.job.root):
        for key in re.findall(r"""\bsession\[['"](\w+)['"]\]\s*=[^=]""", source):
            if re.search(r"id$|uid", key):
                found[key] = 1
            elif re.search(r"email|name|user", key):
                found[key] = text_for(key, 1)
            elif re.search(r"log|auth|admin|sign", key):
                found[key] = True
    return found


def token_header(app: Any) -> Record:
    with contextlib.suppress(Exception), app.test_request_context():
        if "flask_jwt_extended" in sys.modules:
            flask_jwt_extended: Any = sys.modules["flask_jwt_extended"]
            try:
                token = flask_jwt_extended.create_access_token(identity="1", fresh=True)
            except TypeError:
                token = flask_jwt_extended.create_access_token(identity="1")
            return {"Authorization": f"Bearer {token}"}
        extension = app.extensions["jwt"]
        token = extension.jwt_encode_callback(types.SimpleNamespace(id=1))
        token = token.decode() if isinstance(token, bytes) else token
        return {"Authorization": "{} {}".format(app.config.get("JWT_AUTH_HEADER_PREFIX", "JWT"), token)}
    return {}
