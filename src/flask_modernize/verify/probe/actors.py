"""As whom requests are sent."""

from __future__ import annotations

import base64
import contextlib
import importlib.machinery
import os
import re
import sys
import types
from typing import Any, Iterator

from flask_modernize.verify.probe.rows import PASSWORD, first_value, text_for
from flask_modernize.verify.probe.tables import all_tables, table_name
from flask_modernize.verify.probe.world import WORLD, Record, unseen

USER_AGENT = "flask-modernize"


def pages_below(root: str) -> Iterator[str]:
    for directory, names, files in os.walk(root):
        names[:] = sorted(
            name for name in names if not name.startswith(".") and name not in ("node_modules", "venv", "__pycache__")
        )
        for name in sorted(files):
            if name.endswith(".py"):
                yield os.path.join(directory, name)


def signed_in_actors(app: Any) -> list[str]:
    """Who can send requests besides nobody: a user of Flask-Login, one of a session key, one with a header."""
    found = []
    if login_identity(app) is not None:
        found.append("user")
    elif session_values():
        found.append("session")
    if "flask_httpauth" in sys.modules:
        found.append("basic")
    if "flask_jwt_extended" in sys.modules or "flask_jwt" in sys.modules:
        found.append("token")
    return found


def login_identity(app: Any) -> str | None:
    manager = getattr(app, "login_manager", None)
    load = getattr(manager, "_user_callback", None) or getattr(manager, "user_callback", None)
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
                user = load(candidate)
                if user is not None:
                    return candidate
    return None


def session_values() -> Record:
    """Values for the keys that the project's own code puts into the session."""
    assert WORLD.job is not None
    found: Record = {}
    for path in pages_below(WORLD.job.root):
        if "test" in os.path.basename(path) or os.sep + "tests" + os.sep in path:
            continue
        with contextlib.suppress(OSError, UnicodeDecodeError), open(path, encoding="utf-8") as file:
            for key in re.findall(r"""\bsession\[['"](\w+)['"]\]\s*=[^=]""", file.read()):
                if re.search(r"id$|uid", key):
                    found[key] = 1
                elif re.search(r"email|name|user", key):
                    found[key] = text_for(key, 1)
                elif re.search(r"log|auth|admin|sign", key):
                    found[key] = True
    return found


def sign_in(app: Any, client: Any, actor: str) -> Record:
    """Makes the client one of that actor; the headers that its requests need. The same in every run."""
    if actor == "user":
        identity = login_identity(app)
        manager = getattr(app, "login_manager", None)
        load = getattr(manager, "_user_callback", None) or getattr(manager, "user_callback", None)
        values: Record = {}
        with contextlib.suppress(Exception), app.test_request_context(headers={"User-Agent": USER_AGENT}):
            session: Any = importlib.import_module("flask").session
            flask_login: Any = importlib.import_module("flask_login")
            if load is not None:
                flask_login.login_user(load(identity))
            values = dict(session)
        _put_into_session(client, {key: value for key, value in values.items() if key != "_flashes"})
    elif actor == "session":
        _put_into_session(client, session_values())
    elif actor == "basic":
        return {"Authorization": "Basic " + base64.b64encode(f"user1:{PASSWORD}".encode()).decode()}
    elif actor == "token":
        return token_header(app)
    return {}


def _put_into_session(client: Any, values: Record) -> None:
    with contextlib.suppress(Exception), client.session_transaction() as session:
        session.update(values)


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
