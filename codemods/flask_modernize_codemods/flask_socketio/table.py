"""What Flask-SocketIO renamed, or does otherwise up to 5; rows by the id in the upgrade matrix."""

from __future__ import annotations

from flask_modernize.rules.kinds import RenamedKeyword, Rule
from flask_modernize_codemods.flask_socketio import clients, servers

RULES: tuple[Rule, ...] = tuple(
    RenamedKeyword("socketio-room-to", f"flask_socketio.{name}", "room", "to")
    for name in ("emit", "send", "SocketIO.emit", "SocketIO.send")
)

MATCHERS = (servers.MATCHER,)
CODEMODS = (clients.plan,)
