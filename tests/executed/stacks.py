"""The library versions on which everything is executed: the environment's own, and SQLAlchemy 2.1 beside it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
BESIDE = "FLASK_MODERNIZE_SQLALCHEMY21"
"""Names a directory made by ``pip install --target <directory> 'sqlalchemy>=2.1,<2.2'``."""


@dataclass(frozen=True, slots=True)
class Stack:
    """``beside`` is a directory whose packages go before the environment's own; None for the environment as it is."""

    name: str
    beside: Path | None = None

    def run(self, request: dict[str, Any]) -> dict[str, Any]:
        """The observations of a child process (see :mod:`executed.child`), by job key; AssertionError if it fails."""
        path = [str(HERE.parent), str(HERE)]
        if self.beside is not None:
            path.insert(0, str(self.beside))
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path), "PYTHONHASHSEED": "0"}
        done = subprocess.run(
            [sys.executable, "-m", "executed.child"],
            input=json.dumps(request),
            capture_output=True,
            text=True,
            env=environment,
            check=False,
        )
        assert done.returncode == 0, f"{self.name}: {done.stderr[-4000:]}"
        answer = json.loads(done.stdout)
        assert answer["sqlalchemy"].startswith(self.name.removeprefix("sqlalchemy-")), answer["sqlalchemy"]
        seen: dict[str, Any] = answer["seen"]
        return seen


def current() -> Stack:
    return Stack("sqlalchemy-2.0")


def newer() -> Stack | None:
    """SQLAlchemy 2.1, if it was installed beside the environment."""
    for place in (os.environ.get(BESIDE), ROOT / ".venv-sqlalchemy21"):
        if place and (Path(place) / "sqlalchemy").is_dir():
            return Stack("sqlalchemy-2.1", Path(place))
    return None


def require(name: str) -> Stack:
    """The stack called ``name``. Without SQLAlchemy 2.1 the test is skipped, except where CI is set: there it fails."""
    if name == "sqlalchemy-2.0":
        return current()
    stack = newer()
    if stack is None:
        reason = f"SQLAlchemy 2.1 is not installed beside the environment: see {BESIDE} in tests/executed/stacks.py"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return stack


NAMES = ("sqlalchemy-2.0", "sqlalchemy-2.1")
