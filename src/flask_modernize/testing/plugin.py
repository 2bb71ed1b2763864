"""A pytest plugin: ``pytest_plugins = ["flask_modernize.testing.plugin"]`` in conftest.py gives ``--update-golden``."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

OPTION = "--update-golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds the option."""
    parser.addoption(
        OPTION,
        action="store_true",
        help="rewrite after/ and the findings of the golden cases with what the migration does now (never in CI)",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Refuses the option where nobody reads the new results."""
    if config.getoption(OPTION) and os.environ.get("CI"):
        import pytest

        raise pytest.UsageError(f"{OPTION} is refused when CI is set: read the new results on your own machine")
