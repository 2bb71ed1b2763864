"""Rewrites legacy queries, ``Model.query`` and ``session.query(...)``, as ``select()`` statements.

What it does
    Every ``Model.query...`` and ``db.session.query(...)...`` chain whose model, session and end are known becomes a
    ``select()`` (``delete()``, ``update()``, ``db.session.get()``) that is run by the session. Chains over variables
    are followed through branches and loops. Imports are added.

Why
    ``Query`` is SQLAlchemy's legacy interface; Flask-SQLAlchemy calls ``Model.query`` legacy too. A ``select()`` is a
    plain value: it can be built anywhere, returned, tested and combined, and the session that runs it is visible.

Example before
    ::

        from app.models import User, db

        def find(name):
            user = User.query.filter_by(name=name).first()
            return user or User.query.order_by(User.id).all()

Example after
    ::

        from sqlalchemy import select

        from app.models import User, db

        def find(name):
            user = db.session.scalar(select(User).filter_by(name=name).limit(1))
            return user or db.session.scalars(select(User).order_by(User.id)).all()

Safety
    Results, exceptions, identity and SQL (column labels aside) stay the same; ``count()`` over one model becomes a
    plain COUNT, with the same number. ``unique()`` is kept wherever a Query would have removed repeated entities. What
    cannot be shown to be the same is left alone and reported.

References
    https://docs.sqlalchemy.org/en/20/changelog/migration_20.html#migration-orm-usage
    https://flask-sqlalchemy.readthedocs.io/en/stable/legacy-query/
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Behaviour, IntendedDifference, Migration, Option, Options, Plan
from flask_modernize_codemods.select_queries.codes import CODES, GUIDE

if TYPE_CHECKING:
    from flask_modernize.project import Project


def plan(project: Project, options: Options, paths: frozenset[str] | None) -> Plan:
    """The edits and findings of every file that mentions ``query``."""
    from flask_modernize_codemods.select_queries.planning import plan_files

    return plan_files(project, options, paths)


MIGRATION = Migration(
    id="select-queries",
    order=70,
    summary="Model.query and session.query() become select()",
    behaviour=Behaviour.SAME,
    guide=GUIDE,
    documentation=__doc__ or "",
    plan=plan,
    requires=("SQLAlchemy>=1.4.24",),
    options=(
        Option(
            "target",
            "declared",
            "'declared': rewrite only to what the declared versions have; 'today': assume Flask-SQLAlchemy 3.1",
            ("declared", "today"),
        ),
        Option("query-property", False, "rewrite Base.query of plain SQLAlchemy's query_property() too"),
    ),
    codes=CODES,
    reads_on_demand=True,
    intended=(
        IntendedDifference(
            "sql-read-order",
            "A query that a template iterates ran when the template came to it; a select() runs in the view.",
        ),
    ),
)
