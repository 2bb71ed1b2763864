"""What is known of a project's values in one process, or of one project, and handed on to another."""

from __future__ import annotations

import ast
import pickle

from flask_modernize.facts import FileRecord
from flask_modernize.project import Project
from flask_modernize.project.memory import news_of, tell
from flask_modernize.project.sessions import _prover, session_of
from flask_modernize.sources import Changes, FileDelta

FILES = {
    "models.py": "from flask_sqlalchemy import SQLAlchemy\n\ndb = SQLAlchemy()\n",
    "service.py": "def users(session):\n    return session.query(1)\n",
    "views.py": "from models import db\nfrom service import users\n\n\ndef index():\n    return users(db.session)\n",
}


def _session_in_service(project: Project) -> str | None:
    syntax = project.syntax("service.py")
    assert syntax is not None
    name = next(node for node in ast.walk(syntax.module) if isinstance(node, ast.Name) and node.id == "session")
    found = session_of(project, "service.py", name, syntax.scopes.scope_of(name))
    return found.kind if found is not None else None


def test_what_a_process_came_to_know_is_told_once() -> None:
    here, there = Project.from_files(FILES), Project.from_files(FILES)
    assert _session_in_service(there) == "flask-sqlalchemy"
    news = pickle.loads(pickle.dumps(news_of(there)))
    assert any(news)
    assert not any(news_of(there))
    tell(here, news)
    assert _prover(here)._known == _prover(there)._known
    assert not any(news_of(here)), "it was not found out here"


def _changed(project: Project, after: str) -> Project:
    before = FILES["service.py"].encode()
    return project.with_changes(Changes([FileDelta("service.py", before, after.encode())]))


def test_a_changed_project_knows_what_was_known_as_long_as_it_is_lent() -> None:
    project = Project.from_files(FILES)
    assert _session_in_service(project) == "flask-sqlalchemy"
    changed = _changed(project, "\n\ndef users(session):\n    return session.query(2)\n")
    with changed.as_changed_from(project, ["service.py"]):
        prover = _prover(changed)
        assert _session_in_service(changed) == "flask-sqlalchemy"
        assert not prover._known, "it was lent, on whatever line"
    assert _session_in_service(changed) == "flask-sqlalchemy"
    assert _prover(changed) is not prover
    assert _prover(changed)._known


def test_nothing_is_lent_where_the_structure_changed() -> None:
    project = Project.from_files(FILES)
    assert _session_in_service(project) == "flask-sqlalchemy"
    changed = _changed(project, "def users(session=None, more=0):\n    return session.query(2)\n")
    with changed.as_changed_from(project, ["service.py"]):
        assert _session_in_service(changed) == "flask-sqlalchemy"
        assert _prover(changed)._known


def test_records_of_rewritten_files_are_taken_over() -> None:
    project = Project.from_files(FILES)
    record = FileRecord(("session",), (), None, (3, 1, "S-SYNTAX", "made up"))
    changes = Changes([FileDelta("service.py", FILES["service.py"].encode(), b"def users(): pass\n")])
    assert project.with_changes(changes).problems == ()
    assert [each.message for each in project.with_changes(changes, {"service.py": record}).problems] == ["made up"]
