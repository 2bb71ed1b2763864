"""Migrations are found through entry points, whatever state the packages behind them are in."""

from __future__ import annotations

from dataclasses import replace
from importlib.metadata import EntryPoint
from types import SimpleNamespace

import pytest
import toy_migration

from flask_modernize.planning import registry

SECOND = replace(toy_migration.MIGRATION)
EARLY = replace(toy_migration.MIGRATION, id="early", order=1)
NOT_ONE = "something else"


def entry_point(name: str, value: str, package: str = "toys") -> EntryPoint:
    point = EntryPoint(name, value, registry.GROUP)
    vars(point).update(dist=SimpleNamespace(name=package))
    return point


def test_migrations_come_in_the_order_of_the_ladder() -> None:
    points = [entry_point("toy", "toy_migration:MIGRATION"), entry_point("early", f"{__name__}:EARLY")]
    assert registry.load_registry(points).ids == ("early", "toy")
    assert registry.load_registry(reversed(points)).ids == ("early", "toy")


def test_where_a_migration_comes_from_is_kept() -> None:
    points = [
        entry_point("toy", "toy_migration:MIGRATION", "flask-modernize"),
        entry_point("early", f"{__name__}:EARLY", "rules"),
    ]
    assert registry.load_registry(points).origins == {"toy": "built-in", "early": "package rules"}


def test_an_unknown_migration_is_an_error_with_a_suggestion() -> None:
    found = registry.load_registry([entry_point("toy", "toy_migration:MIGRATION")])
    assert found.migration("toy") is toy_migration.MIGRATION
    with pytest.raises(registry.UnknownMigration, match="Did you mean 'toy'"):
        found.migration("tory")


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("no_such_module_anywhere:MIGRATION", "ModuleNotFoundError"),
        ("toy_migration:NOTHING", "AttributeError"),
        (f"{__name__}:NOT_ONE", "is a str, not a Migration"),
    ],
)
def test_a_broken_package_does_not_stop_the_others(value: str, reason: str) -> None:
    found = registry.load_registry(
        [entry_point("bad", value, "bad-package"), entry_point("toy", "toy_migration:MIGRATION")]
    )
    assert found.ids == ("toy",)
    assert [broken.name for broken in found.broken] == ["bad"]
    assert "bad-package" in str(found.broken[0])
    assert reason in found.broken[0].reason


def test_two_packages_must_not_bring_the_same_migration() -> None:
    points = [entry_point("toy", "toy_migration:MIGRATION"), entry_point("toy", f"{__name__}:SECOND", "other-toys")]
    with pytest.raises(registry.RegistryError, match=r"'toy': 'other-toys' and 'toys'"):
        registry.load_registry(points)


def test_the_same_migration_may_be_announced_twice() -> None:
    points = [entry_point("toy", "toy_migration:MIGRATION", package) for package in ("toys", "toys-editable")]
    assert registry.load_registry(points).ids == ("toy",)


def test_the_own_migrations_are_installed() -> None:
    assert "select-queries" in registry.installed().ids
