"""The golden cases that docs/shapes.md names are there, and those that change something are run on both sides."""

from __future__ import annotations

import re
from pathlib import Path

import golden_cases
import pytest

ROWS = [
    line.split(" | ")
    for line in (Path(__file__).parents[2] / "docs" / "shapes.md").read_text().splitlines()[7:]
    if line.startswith("| ")
]
CASES = {case.id: case for case in golden_cases.cases()}
RUN_ELSEWHERE = "app-factory/celery_"
"""By tests/executed/test_celery_workers.py, with workers."""


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0].strip("| "))
def test_every_shape_has_cases(row: list[str]) -> None:
    names = re.findall(r"`([\w-]+/\w+)`", row[1])
    assert names
    for name in names:
        case = CASES[name]
        assert case.leaves or case.boot() is not None or name.startswith(RUN_ELSEWHERE)
