"""The project's own formatter over the files that a migration touched; only where one is set up, and only if asked."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from typing import Any

TIME_LIMIT = 300
"""Seconds."""


class NoFormatter(Exception):
    """The project has no formatter that could be run; the message says what was looked for."""


def formatter(directory: str) -> tuple[str, ...]:
    """The command that formats files as the project wants them: ``ruff format`` or ``black``, by its pyproject.toml,
    its ruff.toml or its pre-commit hooks. Raises NoFormatter."""
    name = _configured(directory)
    if name is None:
        raise NoFormatter("This project has neither ruff format nor black set up; leave --reformat out.")
    program = shutil.which(name) or os.path.join(os.path.dirname(sys.executable), name)
    if not os.path.exists(program):
        raise NoFormatter(f"This project is formatted by {name}, which is not installed here.")
    return (program, "format", "--quiet") if name == "ruff" else (program, "--quiet")


def reformat(directory: str, paths: Sequence[str]) -> None:
    """Formats those of ``paths`` that are Python; a file that the formatter does not take stays as it is."""
    python = [path for path in paths if path.endswith((".py", ".pyi"))]
    if python:
        command = [*formatter(directory), "--", *python]
        subprocess.run(command, cwd=directory, check=False, capture_output=True, timeout=TIME_LIMIT)


def _configured(directory: str) -> str | None:
    tool = _tool_tables(os.path.join(directory, "pyproject.toml"))
    if "black" in tool:
        return "black"
    hooks = _text(os.path.join(directory, ".pre-commit-config.yaml"))
    if "ruff-format" in hooks or "format" in tool.get("ruff", {}):
        return "ruff"
    if "id: black" in hooks:
        return "black"
    return "ruff" if "[format]" in _text(os.path.join(directory, "ruff.toml")) else None


def _tool_tables(path: str) -> dict[str, Any]:
    try:
        with open(path, "rb") as file:
            found = tomllib.load(file).get("tool", {})
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _text(path: str) -> str:
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except OSError:
        return ""
