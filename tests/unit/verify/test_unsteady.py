"""What two runs of the same code do otherwise is found, also where the first two happened to be alike."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest

from flask_modernize.sources import memory_tree
from flask_modernize.verify import verification
from flask_modernize.verify.verification import MOST_RUNS_AGAIN, Order, Side, Verification, verify

ONE, OTHER = ["SELECT a.x FROM a", "SELECT b.x FROM b"], ["SELECT b.x FROM b", "SELECT a.x FROM a"]
APP = memory_tree({"app.py": b"from flask import Flask\n\napp = Flask(__name__)\n"})


def record(statements: Sequence[str], body: str) -> dict[str, Any]:
    answer = {
        "status": 200,
        "headers": [],
        "cookies": [],
        "content type": "text/html",
        "body": body,
        "sql": [[statement, []] for statement in statements],
    }
    return {
        "versions": {},
        "rules": [],
        "blueprints": [],
        "hooks": {},
        "error_handlers": [],
        "jinja": {"filters": {}, "tests": {}, "globals": {}, "options": {"extensions": []}},
        "commands": [],
        "config": {},
        "extensions": {},
        "application": {},
        "tables": {},
        "start": {},
        "notes": [],
        "requests": [{"request": {"method": "GET", "path": "/"}, "answer": answer}],
    }


def verified(monkeypatch: pytest.MonkeyPatch, *records: Mapping[str, Any]) -> tuple[Verification, int]:
    """What comes of runs that give these records, before, after, and before again; and how many were made."""
    given: Iterator[Mapping[str, Any]] = iter(records)
    runs = []

    def probe(*arguments: Any, **keywords: Any) -> Mapping[str, Any]:
        runs.append(arguments)
        return copy.deepcopy(next(given))

    monkeypatch.setattr(verification, "probe", probe)
    return verify(Order(Side(APP, "before"), Side(APP, "after"))), len(runs)


def test_an_order_that_changes_by_chance_is_looked_at_more_than_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    found, runs = verified(monkeypatch, *(record(order, "x") for order in (ONE, OTHER, ONE, OTHER)))
    assert (found.result, runs) == ("equal", 4)
    assert found.comparison is not None
    assert [each.kind for each in found.comparison.unsteady] == ["sql-read-order"]


def test_an_order_that_is_always_the_same_is_a_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    found, runs = verified(monkeypatch, record(ONE, "x"), record(OTHER, "x"), *[record(ONE, "x")] * MOST_RUNS_AGAIN)
    assert (found.result, runs) == ("different", 2 + MOST_RUNS_AGAIN)


def test_other_differences_are_looked_at_once_more(monkeypatch: pytest.MonkeyPatch) -> None:
    found, runs = verified(monkeypatch, record(ONE, "x"), record(OTHER, "y"), record(ONE, "x"))
    assert (found.result, runs) == ("different", 3)
    found, runs = verified(monkeypatch, record(ONE, "x"), record(ONE, "y"), record(ONE, "z"))
    assert (found.result, runs) == ("equal", 3)
