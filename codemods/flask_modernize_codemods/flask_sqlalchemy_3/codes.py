"""The finding codes of this migration."""

from __future__ import annotations

from flask_modernize.planning.contract import Code

GUIDE = "Database Patterns"

URI = "A-URI"
CONTEXT = "A-CONTEXT"
SETTINGS = "A-SETTINGS"
BINDS = "A-BINDS"
SESSION = "A-SESSION"
MYSQL = "A-MYSQL"

CODES: tuple[Code, ...] = (
    Code(
        URI,
        "The address of the database leads elsewhere with Flask-SQLAlchemy 3 or SQLAlchemy 1.4, and cannot be corrected"
        " where it stands.",
        "Give an absolute path to SQLite, and write postgresql:// instead of postgres://.",
    ),
    Code(
        CONTEXT,
        "The database is used without an application context, which version 3 refuses.",
        "Run it inside of `with app.app_context():`.",
    ),
    Code(
        SETTINGS,
        "Settings of the database come after `SQLAlchemy(app)` or `init_app(app)`, which reads them once and for all.",
        "Set them before.",
    ),
    Code(
        BINDS,
        "With several databases, `db.metadata` only has the tables of the default one; each other has its own in"
        " `db.metadatas`.",
        "Use `db.metadatas[key]` where tables of another database are meant.",
    ),
    Code(
        SESSION,
        "A session is made in a way that Flask-SQLAlchemy no longer has.",
        "Use sqlalchemy.orm.scoped_session and sessionmaker.",
    ),
    Code(
        MYSQL,
        "Flask-SQLAlchemy 2 gave MySQL's connections a pool of 10 and a life of two hours; version 3 leaves both to"
        " SQLAlchemy. A server that closes idle connections then answers with an error once in a while.",
        "Set SQLALCHEMY_ENGINE_OPTIONS = {'pool_recycle': 7200, 'pool_size': 10}.",
    ),
)
