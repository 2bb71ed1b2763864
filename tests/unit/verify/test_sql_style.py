"""Statements that are the same, and those that only look so."""

from __future__ import annotations

import pytest

from flask_modernize.verify.sql_style import (
    columns_of_subqueries,
    count_of_rows,
    exists_of_anything,
    in_of_a_selection,
    without_true_criteria,
)


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        (
            "SELECT count (*) FROM (SELECT a.x, a.y FROM a WHERE a.x = ?) AS anon_1",
            "SELECT count (*) FROM a WHERE a.x = ?",
        ),
        (
            "SELECT count (*) FROM (SELECT a.x, (SELECT b.y FROM b LIMIT 1) FROM a ORDER BY a.x) AS anon_1",
            "SELECT count (*) FROM a",
        ),
        (
            "SELECT count (*) FROM (SELECT a.x FROM a JOIN b ON a.x = b.x) AS q",
            "SELECT count (*) FROM a JOIN b ON a.x = b.x",
        ),
    ],
)
def test_counts(statement: str, expected: str) -> None:
    assert count_of_rows(statement) == expected
    assert count_of_rows(expected) == expected


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT count (*) FROM (SELECT DISTINCT a.x FROM a) AS anon_1",
        "SELECT count (*) FROM (SELECT a.x FROM a LIMIT ? OFFSET ?) AS anon_1",
        "SELECT count (*) FROM (SELECT a.x FROM a GROUP BY a.x) AS anon_1",
        "SELECT count (*) FROM (SELECT a.x FROM a UNION SELECT b.x FROM b) AS anon_1",
        "SELECT count (*) FROM (SELECT a.x FROM a) AS anon_1 JOIN b ON b.x = anon_1.x",
        "SELECT count (a.x) FROM (SELECT a.x FROM a) AS anon_1",
        "SELECT count (*) FROM a",
    ],
)
def test_counts_of_something_else(statement: str) -> None:
    assert count_of_rows(statement) == statement


def test_exists() -> None:
    one = "SELECT EXISTS (SELECT 1 FROM a WHERE a.x = ? AND EXISTS (SELECT 1 FROM b))"
    assert (
        exists_of_anything("SELECT EXISTS (SELECT a.x, f (a.y, 1) FROM a WHERE a.x = ? AND EXISTS (SELECT b.z FROM b))")
        == one
    )
    assert exists_of_anything(one) == one
    for other in (
        "SELECT a.x FROM a",
        "SELECT EXISTS (SELECT a.x FROM a UNION SELECT b.x FROM b)",
        "SELECT exists_1 FROM a",
    ):
        assert exists_of_anything(other) == other


def test_columns_of_subqueries() -> None:
    long = "SELECT anon_1.a_x, anon_1.b_y FROM (SELECT a.x, b.y FROM a) AS anon_1 LEFT OUTER JOIN c ON anon_1.a_x = c.x"
    short = "SELECT anon_1.x, anon_1.y FROM (SELECT a.x, b.y FROM a) AS anon_1 LEFT OUTER JOIN c ON anon_1.x = c.x"
    assert columns_of_subqueries(long) == short
    assert columns_of_subqueries(short) == short


def test_columns_of_one_name_are_kept_apart() -> None:
    statement = "SELECT anon_1.a_x, anon_1.b_x FROM (SELECT a.x, b.x FROM a, b) AS anon_1"
    assert columns_of_subqueries(statement) == statement


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        (
            "SELECT b.x FROM b WHERE b.y IN (SELECT anon_1.z FROM (SELECT a.z FROM a WHERE a.y = ?) AS anon_1) LIMIT ?",
            "SELECT b.x FROM b WHERE b.y IN (SELECT a.z FROM a WHERE a.y = ?) LIMIT ?",
        ),
        (
            "SELECT b.x FROM b WHERE (b.id NOT IN (SELECT q.a_id FROM (SELECT a.id FROM a) AS q))",
            "SELECT b.x FROM b WHERE (b.id NOT IN (SELECT a.id FROM a))",
        ),
        (
            "SELECT b.x FROM b WHERE b.id IN (SELECT q.a_id FROM (SELECT a.id AS a_id FROM a) AS q)",
            "SELECT b.x FROM b WHERE b.id IN (SELECT a.id FROM a)",
        ),
        (
            "SELECT b.x FROM b WHERE b.id IN (SELECT q.max_1 FROM (SELECT max (a.id) FROM a GROUP BY a.y) AS q)",
            "SELECT b.x FROM b WHERE b.id IN (SELECT max (a.id) FROM a GROUP BY a.y)",
        ),
    ],
)
def test_in_of_a_selection(statement: str, expected: str) -> None:
    assert in_of_a_selection(statement) == expected
    assert in_of_a_selection(expected) == expected


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT b.x FROM b WHERE b.id IN (SELECT q.id FROM (SELECT a.id FROM a) AS q WHERE q.id > ?)",
        "SELECT b.x FROM b WHERE b.id IN (SELECT q.y FROM (SELECT a.id FROM a) AS q)",
        "SELECT b.x FROM b WHERE b.id IN (SELECT q.id FROM (SELECT a.id, a.y FROM a) AS q)",
        "SELECT b.x FROM b WHERE b.id IN (SELECT c.id FROM (SELECT a.id FROM a) AS q JOIN c ON c.x = q.id)",
        "SELECT b.x FROM b WHERE b.id IN (SELECT a.id FROM a)",
        "SELECT b.x FROM b WHERE b.id IN (SELECT q.id FROM (SELECT a.id AS a_id FROM a) AS q)",
        "SELECT b.x FROM b WHERE b.id IN (?, ?)",
        "SELECT b.x FROM b WHERE b.id IN (SELECT q.id FROM (SELECT a.id FROM a) AS q LIMIT ?)",
    ],
)
def test_in_of_something_else(statement: str) -> None:
    assert in_of_a_selection(statement) == statement


def test_criteria_that_are_always_true() -> None:
    assert without_true_criteria("SELECT a.x FROM a WHERE 1 = 1 ORDER BY a.x") == "SELECT a.x FROM a ORDER BY a.x"
    assert without_true_criteria("SELECT a.x FROM a WHERE true") == "SELECT a.x FROM a"
    for other in ("SELECT a.x FROM a WHERE 1 = 1 AND a.x = ?", "SELECT a.x FROM a WHERE 1 = 10", "SELECT a.x FROM a"):
        assert without_true_criteria(other) == other
