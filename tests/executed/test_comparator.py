"""The comparison itself: it finds every wrong rewrite made by hand, says what differs, and lets the right ones pass."""

from __future__ import annotations

import pytest

from executed.by_hand import RIGHT, WRONG, pair
from executed.equivalence import Outcome, observe
from executed.sql_shape import shape
from executed.stacks import NAMES, require


@pytest.fixture(scope="module", params=NAMES)
def outcomes(request: pytest.FixtureRequest) -> dict[str, Outcome]:
    stack = require(request.param)
    return {outcome.snippet.name: outcome for outcome in observe([pair([*WRONG, *RIGHT])], stack)}


def found(outcome: Outcome) -> set[str]:
    return {difference.what for difference in outcome.differences}


@pytest.mark.parametrize("name", [rewrite.name for rewrite in WRONG])
def test_finds_what_a_wrong_rewrite_changes(outcomes: dict[str, Outcome], name: str) -> None:
    expected = next(rewrite.differ for rewrite in WRONG if rewrite.name == name)
    assert found(outcomes[name]) == expected, outcomes[name].report()


@pytest.mark.parametrize("name", [rewrite.name for rewrite in RIGHT])
def test_lets_a_right_rewrite_pass(outcomes: dict[str, Outcome], name: str) -> None:
    if outcomes[name].differences:
        pytest.fail(outcomes[name].report(), pytrace=False)


@pytest.mark.parametrize(
    ("legacy", "new"),
    [
        ("SELECT b.id AS b_id FROM b", "SELECT b.id FROM b"),
        ("SELECT b.name AS b_name FROM b ORDER BY b_name", "SELECT b.name FROM b ORDER BY b.name"),
        (
            "SELECT a_1.b_id AS a_1_b_id FROM (SELECT b.id AS b_id FROM b LIMIT ?) AS a_1",
            "SELECT a_1.id FROM (SELECT b.id FROM b LIMIT ?) AS a_1",
        ),
        (
            "SELECT b_2.id, b_1.id FROM b AS b_2 JOIN b AS b_1 ON b_2.up = b_1.id",
            "SELECT b_1.id, b_2.id FROM b AS b_1 JOIN b AS b_2 ON b_1.up = b_2.id",
        ),
        ("SELECT EXISTS (SELECT DISTINCT 1 FROM b LIMIT 1)", "SELECT EXISTS (SELECT DISTINCT b.id FROM b LIMIT 1)"),
        ("SELECT EXISTS (SELECT 1 FROM b) AS anon_1", "SELECT EXISTS (SELECT b.id, b.name FROM b) AS anon_1"),
        (
            "SELECT count(*) AS count_1 FROM (SELECT b.id AS b_id FROM b WHERE b.x = ? ORDER BY b.id) AS anon_1",
            "SELECT count(*) AS count_1 FROM b WHERE b.x = ?",
        ),
    ],
)
def test_shapes_are_equal_where_no_row_can_differ(legacy: str, new: str) -> None:
    assert shape(legacy, [7]) == shape(new, [7])


@pytest.mark.parametrize(
    ("legacy", "new"),
    [
        ("SELECT b.id AS b_id FROM b", "SELECT b.name FROM b"),
        ("SELECT b.id FROM b ORDER BY b.id", "SELECT b.id FROM b ORDER BY b.name"),
        ("SELECT a_1.b_id FROM (SELECT b.id AS b_id FROM b) AS a_1", "SELECT a_1.id FROM (SELECT c.id FROM c) AS a_1"),
        ("SELECT count(*) FROM (SELECT b.id FROM b LIMIT ?) AS a_1", "SELECT count(*) FROM b LIMIT ?"),
        ("SELECT EXISTS (SELECT DISTINCT 1 FROM b OFFSET ?)", "SELECT EXISTS (SELECT DISTINCT b.id FROM b OFFSET ?)"),
        ("SELECT EXISTS (SELECT 1 FROM b WHERE b.x = ?)", "SELECT EXISTS (SELECT sum(b.y) FROM b WHERE b.x = ?)"),
        ("SELECT count(*) FROM (SELECT sum(b.y) FROM b WHERE b.x = ?) AS a_1", "SELECT count(*) FROM b WHERE b.x = ?"),
        ("SELECT count(*) FROM (SELECT DISTINCT b.id FROM b) AS a_1", "SELECT count(*) FROM b"),
        ("SELECT b.id FROM b WHERE EXISTS (SELECT 1 FROM c)", "SELECT b.id FROM b WHERE EXISTS (SELECT 1 FROM d)"),
        (
            "SELECT b_1.id FROM b AS b_1 JOIN b AS b_2 ON b_1.up = b_2.id",
            "SELECT b_1.id FROM b AS b_2 JOIN b AS b_1 ON b_2.up = b_1.id",
        ),
        ("SELECT b.id FROM b WHERE b.x = ? AND b.y = ?", "SELECT b.id FROM b WHERE b.y = ? AND b.x = ?"),
    ],
)
def test_shapes_differ_where_rows_could(legacy: str, new: str) -> None:
    assert shape(legacy, [7, 8]) != shape(new, [7, 8])
