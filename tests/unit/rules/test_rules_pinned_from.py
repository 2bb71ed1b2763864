"""What keeps a behaviour that ended without an error: only where the project may still be on a version that has it."""

from __future__ import annotations

import pytest
from flask_modernize_codemods import flask_3, flask_sqlalchemy_3

from flask_modernize.planning import planner
from flask_modernize.planning.configuration import CommandLine, configure, read_document
from flask_modernize.planning.contract import Migration
from flask_modernize.sources import memory_tree

VIEW = b"""from flask import Flask, request

app = Flask(__name__)


@app.route("/")
def index():
    data = request.get_json()
    if not data:
        return "nothing"
    return data
"""

MODELS = b"""from flask import Flask
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///shop.db"
db = SQLAlchemy(app)


class UserID(db.Model):
    id = db.Column(db.Integer, primary_key=True)
"""


def changed(migration: Migration, source: bytes, requirement: str) -> bool:
    tree = memory_tree({"app.py": source, "requirements.txt": requirement.encode() + b"\n"})
    configuration = configure(read_document({"": b""}.get), (migration,), CommandLine())
    return "app.py" in planner.run(tree, (migration,), configuration, jobs=1, inactive={}).changes.paths


@pytest.mark.parametrize(
    ("requirement", "is_due"),
    [("Flask==1.1.4", True), ("Flask", True), ("Flask>=1.0", True), ("Flask==2.1.0", False), ("Flask==3.0.3", False)],
)
def test_json_that_may_be_missing_is_read_as_before(requirement: str, is_due: bool) -> None:
    assert changed(flask_3.MIGRATION, VIEW, requirement) is is_due


@pytest.mark.parametrize(
    ("requirement", "is_due"), [("Flask-SQLAlchemy==2.5.1", True), ("Flask-SQLAlchemy==3.0.5", False)]
)
def test_tables_and_files_keep_their_names_from_version_2_only(requirement: str, is_due: bool) -> None:
    assert changed(flask_sqlalchemy_3.MIGRATION, MODELS, requirement) is is_due
