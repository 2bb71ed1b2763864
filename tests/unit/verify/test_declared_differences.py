"""What migrations declare to be otherwise covers what they do, and no fault beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from flask_modernize.planning.registry import migration
from flask_modernize.verify.compare import compare
from flask_modernize.verify.differences import Comparison, Difference
from flask_modernize.verify.intents import declared_by
from flask_modernize.verify.runs import Target, probe, requests_of

GOLDEN = Path(__file__).parents[2] / "golden"

SHOP = """\
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import and_

app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite://"
db = SQLAlchemy(app)


class Book(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    title = db.Column(db.String(80))


class Loan(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    book_id = db.Column(db.Integer, db.ForeignKey("book.id"))
    days = db.Column(db.Integer)


def lent():
    return db.session.query(Loan.book_id).filter(Loan.days > 3)


def titles(query):
    return " ".join(book.title for book in query.order_by(Book.id))


@app.route("/lent")
def show_lent():
    return titles(Book.query.filter(Book.id.in_(lent().subquery())))


@app.route("/wanted")
def show_wanted(conditions=()):
    return titles(Book.query.filter(and_(*conditions)))
"""
SHOP_AFTER = SHOP.replace("lent().subquery()", "lent()").replace("and_(*conditions)", "and_(True, *conditions)")

CHAT = {
    "app.py": "from flask import Flask, render_template\n\napp = Flask(__name__)\n\n\n"
    "@app.route('/')\ndef index():\n    return render_template('index.html')\n",
    "templates/index.html": (GOLDEN / "flask-socketio/chat/before/templates/index.html").read_text(),
}
CHAT_PAGE_AFTER = (GOLDEN / "flask-socketio/chat/after/templates/index.html").read_text()


def compared(id: str, before: Mapping[str, str], after: Mapping[str, str]) -> Comparison:
    first, second = ({path: text.encode() for path, text in files.items()} for files in (before, after))
    old = probe(Target(first, "app:app"))
    new = probe(Target(second, "app:app"), replay=requests_of(old))
    return compare(old, new, intended=declared_by((migration(id),), {id: ""}))


def test_sub_queries_and_empty_conjunctions_run_the_same_statements() -> None:
    comparison = compared("sqlalchemy-2", {"app.py": SHOP}, {"app.py": SHOP_AFTER})
    assert comparison.differences == ()
    assert comparison.statements >= 2


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("in_(lent())", "not_in(lent())", "GET /lent"),
        (".filter(Loan.days > 3)", "", "GET /lent"),
        ("query(Loan.book_id)", "query(Loan.id)", "GET /lent"),
        (".filter(Book.id.in_(lent()))", "", "GET /lent"),
        ("and_(True, *conditions)", "and_(False, *conditions)", "GET /wanted"),
        ("and_(True, *conditions)", "Book.id > 1", "GET /wanted"),
    ],
)
def test_other_criteria_are_found_in_the_step_of_sqlalchemy_2(old: str, new: str, where: str) -> None:
    assert old in SHOP_AFTER
    comparison = compared("sqlalchemy-2", {"app.py": SHOP}, {"app.py": SHOP_AFTER.replace(old, new)})
    assert {each.where for each in comparison.differences if each.kind.startswith("sql")} == {where}


def test_pages_load_another_client() -> None:
    comparison = compared("flask-socketio", CHAT, {**CHAT, "templates/index.html": CHAT_PAGE_AFTER})
    assert (comparison.result, [each.kind for each in comparison.intended]) == ("intended only", ["body"])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (r'<script type="text/javascript".*</script>\n', ""),
        (r"\Z", "<p>more</p>"),
        (r"//cdnjs\.cloudflare\.com/", "//example.com/"),
        (r"socket\.io-client@4", "other-client@4"),
        (r"4\.7\.5/dist/socket\.io\.js", '4.7.5/dist/another.js" data-x="socket.io.js'),
    ],
)
def test_anything_else_on_these_pages_is_found_in_the_step_of_flask_socketio(old: str, new: str) -> None:
    page, changed = re.subn(old, new, CHAT_PAGE_AFTER, count=1)
    assert changed == 1
    comparison = compared("flask-socketio", CHAT, {**CHAT, "templates/index.html": page})
    assert [each.kind for each in comparison.differences] == ["body"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("cdnjs.cloudflare.com/ajax/libs/socket.io/1.3.6/socket.io.min.js", "{}/4.7.5/socket.io.min.js"),
        ("cdn.socket.io/socket.io-1.4.5.js", "cdn.socket.io/4.7.5/socket.io.min.js"),
        ("cdn.socket.io/1.2.0/socket.io.js", "cdn.socket.io/4.7.5/socket.io.js"),
        (
            "unpkg.com/socket.io-client@2.3.0/dist/socket.io.slim.min.js",
            "unpkg.com/socket.io-client@4.7.5/dist/socket.io.min.js",
        ),
    ],
)
def test_every_server_that_is_known(old: str, new: str) -> None:
    new = new.replace("{}", old.rsplit("/", 2)[0])
    [intended] = declared_by((migration("flask-socketio"),), {"flask-socketio": ""})
    pages = tuple(f'<script src="//{url}"></script>' for url in (old, new))
    assert intended.covers(Difference("body", "GET /", *pages))
    assert not intended.covers(Difference("body", "GET /", pages[0], pages[1].replace("script", "object")))
