"""Migrations that are made of tables."""

from __future__ import annotations

from flask_modernize.planning import registry
from flask_modernize.planning.run_cache import package_state


def test_a_kept_run_depends_on_the_package_of_the_tables() -> None:
    package = registry.migration("flask-security").plan.__module__.partition(".")[0]
    assert any(path.endswith("flask_security/table.py") for path, _, _ in package_state(package))
