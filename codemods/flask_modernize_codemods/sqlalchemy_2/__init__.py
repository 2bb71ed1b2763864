"""SQLAlchemy's removed API, as SQLAlchemy 2.0 has it.

What it does
    Rewrites what SQLAlchemy renamed, moved or removed between 0.9 and 2.0: statements without a connection, plain
    strings as SQL, ``select([...])`` and ``case([...])``, joins and loader options by name, rows read like
    dictionaries, bound metadata, changed URLs. Connections that relied on autocommit get a transaction.

Why
    Most of it raises on SQLAlchemy 2.0. Some of it does something else without a word: what a connection writes is
    rolled back when nothing commits it, and ``str(engine.url)`` hides the password.

Example before
    ::

        from sqlalchemy import case, create_engine, select
        from sqlalchemy.ext.declarative import declarative_base
        from sqlalchemy.orm import relation, sessionmaker

        engine = create_engine("sqlite://", convert_unicode=True)
        Base = declarative_base()
        Session = sessionmaker(bind=engine)


        def tidy(table):
            engine.execute("DELETE FROM basket WHERE age > 30")
            session = Session()
            return session.execute("SELECT count(*) FROM basket").scalar()

Example after
    ::

        from sqlalchemy import case, create_engine, select, text
        from sqlalchemy.orm import declarative_base, relationship, sessionmaker

        engine = create_engine("sqlite://")
        Base = declarative_base()
        Session = sessionmaker(bind=engine)


        def tidy(table):
            with engine.begin() as connection:
                connection.execute(text("DELETE FROM basket WHERE age > 30"))
            session = Session()
            return session.execute(text("SELECT count(*) FROM basket")).scalar()

Safety
    Objects are told by where they come from: an ``execute`` or ``join`` of anything else is left alone. Strings in
    joins and loader options are only rewritten when the model and the attribute are known. What was committed without
    being asked for still is.

References
    https://docs.sqlalchemy.org/en/20/changelog/migration_20.html
    https://docs.sqlalchemy.org/en/20/changelog/migration_14.html
"""

from __future__ import annotations

from flask_modernize.rules.library_migration import library_migration
from flask_modernize_codemods.sqlalchemy_2.codes import CODES

MIGRATION = library_migration(
    id="sqlalchemy-2",
    order=15,
    summary="SQLAlchemy's removed API becomes that of SQLAlchemy 2.0",
    documentation=__doc__ or "",
    tables="flask_modernize_codemods.sqlalchemy_2.table",
    guide="Database Patterns",
    codes=CODES,
    library="SQLAlchemy",
)
