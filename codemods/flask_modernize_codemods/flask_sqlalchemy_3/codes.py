"""The finding codes of this migration."""

from __future__ import annotations

from flask_modernize.planning.contract import Code

GUIDE = "Database Patterns"

CODES: tuple[Code, ...] = ()
