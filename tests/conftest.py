"""Options that the whole test suite shares."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

from flask_modernize.verify.runs import ProbeServer

pytest_plugins = ["flask_modernize.testing.plugin", "pytester"]

# CI draws the same examples every time; a developer's machine draws new ones. Timing is no part of any property.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("developer", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "developer")

# Packages that applications of the tests use; importing them once saves half a second for each.
PRELOADED = (
    "flask",
    "werkzeug.test",
    "flask_sqlalchemy",
    "flask_login",
    "flask_wtf",
    "flask_migrate",
    "flask_restful",
    "flask_babel",
    "flask_mail",
    "flask_admin",
)


@pytest.fixture(scope="session")
def probe_server() -> Iterator[ProbeServer]:
    """Runs applications in forks of a process that has the libraries imported; one for each worker."""
    with ProbeServer(modules=PRELOADED) as server:
        yield server
