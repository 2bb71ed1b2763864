"""Proves that an expression is a SQLAlchemy session. Never by its name."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask_modernize.project import Project
    from flask_modernize.project.databases import Database


@dataclass(frozen=True, slots=True)
class SessionOrigin:
    """Where a session comes from."""

    kind: str
    """``flask-sqlalchemy``, ``scoped`` or ``session``."""
    database: Database | None
    custom_query: str
    """Empty, or why its ``query()`` is not the stock query."""
    text: str
    """How it was proven, in a few words."""


def session_of(project: Project, path: str, node: ast.expr, scope: object) -> SessionOrigin | None:
    """The session that the expression is, or None when that cannot be proven. ``scope``: where the expression stands."""
    raise NotImplementedError
