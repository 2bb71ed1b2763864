"""The direction of imports in docs/architecture.md, read from the source of every module."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ENGINE = ROOT / "src" / "flask_modernize"
MIGRATIONS = ROOT / "codemods" / "flask_modernize_codemods"

ORDER = (
    "git",
    "sources",
    "formats",
    "facts",
    "project",
    "rewriting",
    "planning",
    "rules",
    "plugins",
    "verify",
    "reporting",
    "branching",
    "cli",
    "testing",
)
"""A package may import those before it, and its own."""

SLOW = {
    "libcst",
    "rich",
    "git",
    "multiprocessing",
    "concurrent",
    "bowler",
    "pathspec",
    "platformdirs",
    "importlib.metadata",
}
"""Imported at the top of a module only in `WHERE_SLOW_IS_FINE`: starting up must not pay for them."""

WHERE_SLOW_IS_FINE = {
    "reporting/console.py",
    "rewriting",
    "plugins/host/bowler_scripts.py",  # in a child process
    "plugins/host/libcst_commands.py",
}

modules = pytest.mark.parametrize("path", sorted(ENGINE.rglob("*.py")), ids=lambda path: str(path.relative_to(ENGINE)))


def imported(tree: ast.Module, package: str) -> Iterator[tuple[str, ast.AST]]:
    """The absolute names of the modules that a module imports, whereever it does."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: imports are absolute"
            yield from ((f"{node.module}.{alias.name}", node) for alias in node.names)


def package_of(path: Path) -> str:
    parts = path.relative_to(ENGINE).parts
    return parts[0] if len(parts) > 1 else ""


@modules
def test_imports_go_one_way(path: Path) -> None:
    package = package_of(path)
    if not package:
        return
    allowed = ORDER[: ORDER.index(package) + 1]
    for name, _ in imported(ast.parse(path.read_bytes()), package):
        parts = name.split(".")
        if parts[0] == "flask_modernize" and len(parts) > 1 and parts[1] in ORDER:
            assert parts[1] in allowed, f"{package} must not import {name}"


@modules
def test_the_engine_never_imports_a_migration(path: Path) -> None:
    for name, _ in imported(ast.parse(path.read_bytes()), package_of(path)):
        assert not name.startswith("flask_modernize_codemods"), name


@modules
def test_reporting_and_what_is_before_know_nothing_of_click(path: Path) -> None:
    if package_of(path) != "cli":
        for name, _ in imported(ast.parse(path.read_bytes()), package_of(path)):
            assert name.split(".")[0] != "click", name


@modules
def test_what_is_slow_to_import_is_imported_where_it_is_used(path: Path) -> None:
    place = path.relative_to(ENGINE).as_posix()
    if place in WHERE_SLOW_IS_FINE or package_of(path) in WHERE_SLOW_IS_FINE:
        return
    top = ast.Module(ast.parse(path.read_bytes()).body, [])
    top.body = [node for node in top.body if isinstance(node, ast.Import | ast.ImportFrom)]
    for name, node in imported(top, package_of(path)):
        slow = {name, name.rpartition(".")[0], name.split(".")[0]} & SLOW
        assert not slow, f"line {node.lineno}: {name}"  # type: ignore[attr-defined]


@pytest.mark.parametrize("path", sorted(MIGRATIONS.rglob("*.py")), ids=lambda path: str(path.relative_to(MIGRATIONS)))
def test_migrations_use_what_the_planner_offers_and_nothing_behind_it(path: Path) -> None:
    for name, _ in imported(ast.parse(path.read_bytes()), ""):
        assert not name.startswith(("flask_modernize.reporting", "flask_modernize.cli")), name


def test_every_package_is_in_the_order() -> None:
    packages = {path.parent.name for path in ENGINE.glob("*/__init__.py")} | {
        path.name for path in ENGINE.iterdir() if path.is_dir() and path.name != "__pycache__"
    }
    assert packages == set(ORDER)
