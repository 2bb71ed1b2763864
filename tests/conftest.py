"""Options that the whole test suite shares."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

# CI draws the same examples every time; a developer's machine draws new ones. Timing is no part of any property.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("developer", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "developer")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="rewrite after/ and the findings of the golden cases with what the tool does now (never in CI)",
    )


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--update-golden") and os.environ.get("CI"):
        raise pytest.UsageError("--update-golden is refused when CI is set: read the new results on your own machine")
