"""Flask-SocketIO as version 5 has it.

What it does
    ``room`` becomes ``to``, and pages load the client of Socket.IO that understands what the server of today says.

Why
    A client of version 1 or 2 keeps asking a server of version 5 and never gets connected; only the log of the server
    says so.

Example before
        from flask_socketio import SocketIO, emit

        socketio = SocketIO()


        @socketio.on("say")
        def say(message):
            emit("said", message["text"], room=message["room"])

Example after
        from flask_socketio import SocketIO, emit

        socketio = SocketIO()


        @socketio.on("say")
        def say(message):
            emit("said", message["text"], to=message["room"])

Safety
    Clients are only exchanged where a page loads them from one of the usual servers for libraries, without a checksum;
    others are reported.

References
    https://flask-socketio.readthedocs.io/en/latest/intro.html#version-compatibility
"""

from __future__ import annotations

from flask_modernize.planning.contract import IntendedDifference
from flask_modernize.rules.library_migration import library_migration

_VERSIONS_OF_THE_CLIENT = (
    r"(?<=/socket\.io/)\d[\d.]*/(?:socket\.io[\w.]*(?=\.js))?"
    r"|(?<=cdn\.socket\.io/)(?:socket\.io-)?\d[\d.]*(?:/socket\.io[\w.]*(?=\.js)|(?=\.js))"
    r"|(?<=/socket\.io-client@)\d[\d.]*(?:/[\w.]+)*?(?=\.js)"
)
"""The parts of the addresses of the known servers that say which client it is."""

MIGRATION = library_migration(
    id="flask-socketio",
    order=27,
    summary="Flask-SocketIO's rooms and clients become those of version 5",
    documentation=__doc__ or "",
    tables="flask_modernize_codemods.flask_socketio.table",
    guide="Technology Stack",
    library="Flask-SocketIO",
    intended=(
        IntendedDifference(
            "body", "pages load the client of Socket.IO that fits the server", words=_VERSIONS_OF_THE_CLIENT
        ),
    ),
)
