"""Applications that need PostgreSQL: their databases are made on a server that is named, and go again."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from glob import glob
from pathlib import Path

import pytest

from flask_modernize.cli.exits import Refused
from flask_modernize.cli.verify_command import server_url
from flask_modernize.verify.compare import compare
from flask_modernize.verify.runs import CouldNotRun, Target, probe, requests_of

APPLICATION = """
from flask import Flask, jsonify
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.dialects.postgresql import ARRAY

app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = "postgresql://shop@db.example.com/shop"
db = SQLAlchemy(app)


class Author(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(40))


class ABook(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    tags = db.Column(ARRAY(db.String))
    author_id = db.Column(db.ForeignKey("author.id"))


@app.route("/")
def index():
    return jsonify([[book.id, book.tags] for book in db.session.scalars(db.select(ABook).order_by(ABook.id))])


@app.route("/add")
def add():
    book = ABook(tags=["new"])
    db.session.add(book)
    db.session.commit()
    return str(book.id)


@app.route("/clear")
def clear():
    db.session.execute(db.delete(ABook))
    db.session.commit()
    return "gone"
"""


def as_server_user() -> list[str]:
    """PostgreSQL does not run as root."""
    if os.getuid() != 0:
        return []
    runuser = shutil.which("runuser")
    known = subprocess.run(["id", "postgres"], capture_output=True).returncode == 0
    return [runuser, "-u", "postgres", "--"] if runuser and known else ["false"]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a PostgreSQL server of this test."""
    pytest.importorskip("psycopg2")
    programs = sorted(glob("/usr/lib/postgresql/*/bin")) or [os.path.dirname(shutil.which("initdb") or "")]
    if not programs[-1] or as_server_user() == ["false"]:
        pytest.skip("there is no PostgreSQL server to start")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    directory = Path("/tmp", f"flask-modernize-test-{os.getpid()}-{port}")
    directory.mkdir(mode=0o777)
    directory.chmod(0o777)
    data = str(directory / "data")
    run = [*as_server_user(), *("env", "LC_ALL=C", f"PATH={programs[-1]}:{os.environ['PATH']}")]
    options = f"-p {port} -k {directory} -c listen_addresses=127.0.0.1"
    try:
        subprocess.run([*run, "initdb", "-D", data, "-A", "trust", "-U", "postgres"], check=True, capture_output=True)
        started = [*run, "pg_ctl", "-D", data, "-o", options, "-l", f"{data}/log", "-w", "start"]
        subprocess.run(started, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        yield f"postgresql://postgres@127.0.0.1:{port}/postgres"
        subprocess.run([*run, "pg_ctl", "-D", data, "-m", "immediate", "stop"], check=True, capture_output=True)
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def target(url: str, source: str = APPLICATION) -> Target:
    return Target({"app.py": source.encode()}, "app:app", sys.executable, database_url=url)


def test_every_request_starts_from_the_same_rows(server: str) -> None:
    record = probe(target(server))
    answers = {each["request"]["path"]: each["answer"] for each in record["requests"]}
    assert str(answers["/"]["body"]).count("item") == 3
    assert answers["/add"]["body"] == "4"
    assert answers["/add"]["data"]["a_book"]["rows after"] == 4
    assert answers["/clear"]["data"]["a_book"]["rows after"] == 0
    assert record["start"]["engines"] == ["postgresql"]


def test_both_sides_are_compared_and_nothing_is_left_behind(server: str) -> None:
    import psycopg2

    before = probe(target(server))
    after = probe(target(server, APPLICATION.replace("ABook.id)", "ABook.id.desc())")), replay=requests_of(before))
    kinds = {difference.kind for difference in compare(before, after).differences}
    assert "sql-order-by" in kinds
    connection = psycopg2.connect(server)
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE 'flask_modernize%'")
        assert cursor.fetchall() == []
    connection.close()


def test_a_server_that_does_not_answer_is_named() -> None:
    pytest.importorskip("psycopg2")
    with pytest.raises(CouldNotRun) as failure:
        probe(target("postgresql://postgres@127.0.0.1:1/postgres"))
    assert failure.value.stage == "database"
    assert "no database can be made on the server" in str(failure.value)


def test_other_servers_are_refused() -> None:
    assert server_url("postgres://me@here/x") == "postgresql://me@here/x"
    assert server_url("") == ""
    with pytest.raises(Refused, match="--database-url"):
        server_url("mysql://me@here/x")
