"""Which migrations count as applied between two trees, and what that lets pass."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flask_modernize.planning.contract import IntendedDifference, Migration
from flask_modernize.planning.registry import installed
from flask_modernize.sources import Tree, memory_tree
from flask_modernize.verify.differences import Difference, Intended
from flask_modernize.verify.intents import Stack, declared_by, intended_between

URI = Difference("config-value", "SQLALCHEMY_DATABASE_URI", "sqlite:///a.db (str)", "sqlite:////app/a.db (str)")
OLD = {"flask": "1.1.4", "flask-sqlalchemy": "2.5.1"}
NEW = {"flask": "3.1.0", "flask-sqlalchemy": "3.1.1"}


@pytest.fixture(scope="module")
def migrations() -> tuple[Migration, ...]:
    return installed().migrations


def tree(requirement: str = "", code: str = "x = 1\n") -> Tree:
    files = {"app.py": code.encode()}
    return memory_tree({**files, "requirements.txt": f"{requirement}\n".encode()} if requirement else files)


def applied(
    before: Stack, after: Stack, migrations: tuple[Migration, ...], difference: Difference = URI
) -> dict[str, str]:
    found = intended_between(before, after, migrations, [difference])
    return {each.migration: each.applied for each in found}


def test_a_library_that_is_installed_in_an_older_and_a_newer_version(migrations: tuple[Migration, ...]) -> None:
    found = applied(Stack(tree(), OLD), Stack(tree(), NEW), migrations)
    assert found == {"flask-sqlalchemy-3": "Flask-SQLAlchemy 2.5.1 is installed before, Flask-SQLAlchemy 3.1.1 after"}
    assert applied(Stack(tree(), NEW), Stack(tree(), OLD), migrations) == {}
    assert applied(Stack(tree(), NEW), Stack(tree(), NEW), migrations) == {}


def test_a_library_whose_declared_version_is_raised(migrations: tuple[Migration, ...]) -> None:
    old, new = Stack(tree("Flask-SQLAlchemy==2.5.1")), Stack(tree("Flask-SQLAlchemy>=3.1,<3.2"))
    found = applied(old, new, migrations)
    assert found == {
        "flask-sqlalchemy-3": "before, Flask-SQLAlchemy==2.5.1 (requirements.txt:1) is below 3.1; "
        "after, Flask-SQLAlchemy>=3.1,<3.2 (requirements.txt:1) is not below 3.1"
    }
    assert applied(old, old, migrations) == {}
    assert applied(new, old, migrations) == {}


def test_a_library_in_whose_place_another_is_used(migrations: tuple[Migration, ...]) -> None:
    renamed = Difference("config-value", "CACHE_TYPE", "simple (str)", "SimpleCache (str)")
    found = applied(
        Stack(tree(), {"flask": "1.0", "flask-cache": "0.13.1"}),
        Stack(tree(), {"flask": "3.1", "flask-caching": "2.3"}),
        migrations,
        renamed,
    )
    assert found == {"flask-caching": "Flask-Cache 0.13.1 is installed before, Flask-Caching 2.3 after"}


def test_what_a_migration_finds_to_do_on_one_side_only(migrations: tuple[Migration, ...]) -> None:
    base = "from flask_sqlalchemy import SQLAlchemy\n\ndb = SQLAlchemy()\n\n\nclass User(db.Model):\n"
    base += "    id = db.Column(db.Integer, primary_key=True)\n\n\ndef users():\n    return "
    old, new = tree(code=base + "User.query.all()\n"), tree(code=base + "db.session.scalars(db.select(User)).all()\n")
    order = Difference("sql-read-order", "GET /", "SELECT 1; SELECT 2", "SELECT 2; SELECT 1")
    assert applied(Stack(old), Stack(new), migrations, order) == {
        "select-queries": "it would change 1 place before, and none of them after"
    }
    assert applied(Stack(old), Stack(old), migrations, order) == {}
    assert applied(Stack(new), Stack(new), migrations, order) == {}


def test_only_what_could_be_meant_is_looked_into(migrations: tuple[Migration, ...]) -> None:
    lost = Difference("status", "GET /", "200", "500")
    assert applied(Stack(tree("Flask-SQLAlchemy==2.5.1"), OLD), Stack(tree(), NEW), migrations, lost) == {}


def test_words_that_may_differ_and_nothing_beside_them(migrations: tuple[Migration, ...]) -> None:
    migration = replace(
        next(each for each in migrations if each.id == "flask-socketio"),
        intended=(IntendedDifference("body", "another client", words=r"socket\.io/[\d.]+"),),
    )
    intended = declared_by((migration,), {"flask-socketio": "said so"})
    assert intended == (Intended("body", "*", r"socket\.io/[\d.]+", "flask-socketio", "another client", "said so"),)
    old = '<script src="//cdn/socket.io/1.4.6"></script>'
    page = Difference("body", "GET /", "...1.4.6...", "...4.7.5...", whole=(old, old.replace("1.4.6", "4.7.5")))
    assert intended[0].covers(page)
    assert not intended[0].covers(replace(page, whole=(old, old.replace("1.4.6", "4.7.5") + "<p>lost</p>")))
    assert not intended[0].covers(replace(page, whole=(old, "")))
    assert not intended[0].covers(replace(page, kind="status"))
