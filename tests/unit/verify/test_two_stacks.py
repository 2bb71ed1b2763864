"""One application on two versions of SQLAlchemy."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from flask_modernize.verify.compare import compare
from flask_modernize.verify.runs import Target, probe, requests_of

SHOP = Path(__file__).parents[2] / "verify_apps" / "shop"
ENVIRONMENT = os.environ.get("FLASK_MODERNIZE_SQLALCHEMY21", "")


@pytest.mark.skipif(not os.path.isdir(ENVIRONMENT), reason="SQLAlchemy 2.1 is not installed beside 2.0: make test")
def test_the_same_on_sqlalchemy_2_0_and_2_1() -> None:
    files = {path.relative_to(SHOP).as_posix(): path.read_bytes() for path in SHOP.rglob("*") if path.is_file()}
    old = probe(Target(files, "app:app"))
    new = probe(Target(files, "app:app", paths=(".", ENVIRONMENT)), replay=requests_of(old))
    assert old["versions"]["sqlalchemy"] < new["versions"]["sqlalchemy"]
    comparison = compare(old, new)
    assert comparison.differences == ()
    assert comparison.statements > 30
