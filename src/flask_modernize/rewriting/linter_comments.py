"""Comments that speak to a linter about the line they stand on, and go with it."""

from __future__ import annotations

import re

_PRAGMA = re.compile(
    r"#\s*(?:noqa|type:|pylint:|pragma:|isort:|nosec|flake8[:=]|ruff:|pyright:|mypy:|fmt:|yapf:|pyre-)", re.IGNORECASE
)


def is_linter_comment(comment: str) -> bool:
    """Whether a comment (``#`` included) is ``# noqa`` or of its kind: not for reading."""
    return _PRAGMA.match(comment) is not None


def is_noqa(comment: str) -> bool:
    """Whether a comment tells flake8 and its kind to leave the line alone."""
    return comment.lstrip("# ").lower().startswith("noqa")
