"""What an application under verification can and cannot do, and what is seen of it."""

from __future__ import annotations

import os
import random
import socket
import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from flask_modernize.verify.runs import CouldNotRun, Limits, ProbeServer, Target, probe, requests_of

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the probe's server forks")

HEAD = "from flask import Flask\napp = Flask(__name__)\n"


LIMITS = Limits(seconds=60, request_seconds=1)


def ran(source: str, server: ProbeServer, **keywords: Any) -> Mapping[str, Any]:
    files = {"app.py": (HEAD + textwrap.dedent(source)).encode()}
    return probe(Target(files, "app:app"), server=server, limits=LIMITS, **keywords)


def answer(record: Mapping[str, Any], path: str) -> Mapping[str, Any]:
    return next(each["answer"] for each in record["requests"] if each["request"]["path"] == path)


def test_the_network_is_closed_but_for_this_machine(probe_server: ProbeServer) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        record = ran(
            f"""
            import socket

            @app.route("/out")
            def out():
                try:
                    socket.create_connection(("192.0.2.1", 80), timeout=1)
                except OSError as error:
                    return type(error).__name__

            @app.route("/name")
            def name():
                try:
                    socket.getaddrinfo("example.com", 443)
                except OSError as error:
                    return type(error).__name__

            @app.route("/here")
            def here():
                socket.create_connection(("127.0.0.1", {port})).close()
                return "connected"
            """,
            probe_server,
        )
    assert answer(record, "/out")["body"] == "ConnectionRefusedError"
    assert answer(record, "/out")["network"] == ["192.0.2.1:80"]
    assert answer(record, "/name")["body"] == "gaierror"
    assert answer(record, "/name")["network"] == ["example.com:443"]
    assert answer(record, "/here")["body"] == "connected"
    assert "network" not in answer(record, "/here")


def test_mail_is_caught_also_from_threads(probe_server: ProbeServer) -> None:
    record = ran(
        """
        import smtplib, threading

        @app.route("/")
        def index():
            thread = threading.Thread(target=send)
            thread.start()
            return "on its way"

        def send():
            server = smtplib.SMTP("mail.example.com", 25)
            server.starttls()
            server.login("a", "b")
            server.sendmail("me@example.com", ["you@example.com"], "Subject: Hi\\r\\n\\r\\nText")
            server.quit()
        """,
        probe_server,
    )
    mail = {"from": "me@example.com", "to": ["you@example.com"], "message": "Subject: Hi\n\nText"}
    assert answer(record, "/")["mails"] == [mail]


TIMES = """
import datetime, random, secrets, time, uuid

OWN = random.Random()

@app.route("/")
def index():
    now = datetime.datetime.now()
    time.sleep(60)
    assert (datetime.datetime.now() - now).total_seconds() == 60
    assert type(now) is type(datetime.datetime(2020, 1, 1)) and isinstance(now, datetime.date)
    import copy, pickle
    assert pickle.loads(pickle.dumps(now)) == copy.deepcopy(now) == now
    return "%s %s %s %s" % (now.isoformat(), random.random(), uuid.uuid4(), secrets.token_hex(8))

@app.route("/dates")
def dates():
    day = datetime.date.today()
    assert isinstance(day, datetime.date) and not isinstance(day, datetime.datetime)
    assert datetime.datetime.strptime("2020-02-01", "%Y-%m-%d").date() < day
    return "%s %s %s" % (day, time.strftime("%Y"), datetime.datetime.fromtimestamp(0, datetime.timezone.utc).year)

@app.route("/draws")
def draws():
    random.seed()
    return "%s %s %s %s" % (OWN.random(), random.random(), random.Random().random(), random.Random(5).random())
"""


def test_the_clock_and_random_numbers_are_the_same_in_every_run(probe_server: ProbeServer) -> None:
    one, two = ran(TIMES, probe_server), ran(TIMES, probe_server)
    assert answer(one, "/")["status"] == 200
    assert answer(one, "/") == answer(two, "/")
    assert answer(one, "/draws") == answer(two, "/draws")
    assert answer(one, "/draws")["body"].endswith(f" {random.Random(5).random()}")
    assert answer(one, "/dates")["body"] == "2023-11-14 2023 1970"


TIMES_OF_DATABASES = """
import sqlite3
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import text
app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite://"
db = SQLAlchemy(app)

class Book(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    made = db.Column(db.DateTime, default=db.func.now())
    kept = db.Column(db.DateTime, server_default=db.func.now())

@app.route("/add")
def add():
    db.session.add(Book(id=9))
    db.session.commit()
    return "%s %s" % (db.session.get(Book, 9).made, db.session.get(Book, 9).kept)

@app.route("/plain")
def plain():
    query = "SELECT CURRENT_DATE, datetime('now', '+1 day'), strftime('%Y', 'now'), date('2020-02-01', '+1 month')"
    return " ".join(sqlite3.connect("x.db").execute(query).fetchone())
"""


def test_databases_say_the_same_time_in_every_run(probe_server: ProbeServer) -> None:
    record = ran(TIMES_OF_DATABASES, probe_server)
    first, second = answer(record, "/add")["body"].split(" 2023-11-14")
    assert first.startswith("2023-11-14 22:13:2")
    assert second.startswith(" 22:13:2")
    assert answer(record, "/plain")["body"].startswith("2023-11-14 2023-11-15 22:13:2")
    assert answer(record, "/plain")["body"].endswith(" 2023 2020-03-01")


BEARER = """
import secrets
from flask import jsonify, request
KNOWN = {}

@app.route("/accounts", methods=["POST"])
def register():
    sent = request.get_json() or {}
    if "email" not in sent:
        return jsonify(error="email"), 400
    given = secrets.token_hex(12)
    KNOWN[given] = sent.get("email")
    return jsonify(data={"auth_token": given, "email": sent["email"]})

@app.route("/mine")
def mine():
    _, _, token = request.headers.get("Authorization", "").partition(" ")
    return (KNOWN[token], 200) if token in KNOWN else ("no", 401)
"""


def test_tokens_of_the_application_itself_are_shown(probe_server: ProbeServer) -> None:
    record = ran(BEARER, probe_server)
    answers = [(each["request"]["actor"], each["answer"]["status"]) for each in asked(record, "GET", "/mine")]
    assert answers == [("anonymous", 401), ("bearer", 200)]
    [body] = [each["answer"]["body"] for each in asked(record, "GET", "/mine") if each["request"]["actor"] == "bearer"]
    assert body == asked(record, "POST", "/accounts")[0]["request"]["form"]["email"]
    again = ran(BEARER, probe_server, replay=requests_of(record))
    assert asked(again, "GET", "/mine") == asked(record, "GET", "/mine")


def asked(record: Mapping[str, Any], method: str, path: str) -> list[Mapping[str, Any]]:
    wanted = {"method": method, "path": path}
    return [each for each in record["requests"] if wanted.items() <= each["request"].items()]


def test_what_a_flush_reads_is_told_in_an_order_of_its_own(probe_server: ProbeServer) -> None:
    record = ran(
        """
        from flask_sqlalchemy import SQLAlchemy
        from sqlalchemy import event, text
        app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite://"
        db = SQLAlchemy(app)

        class Book(db.Model):
            id = db.Column(db.Integer, primary_key=True)

        def read(*numbers):
            for number in numbers:
                db.session.connection().execute(text("SELECT %d" % number))

        @event.listens_for(db.session, "before_flush")
        def before_flush(session, context, instances):
            read(5, 3, 4)

        @app.route("/add")
        def add():
            read(2, 1)
            db.session.add(Book())
            db.session.commit()
            read(9, 8)
            return ""
        """,
        probe_server,
    )
    executed = [statement.partition(" (")[0] for statement, _ in answer(record, "/add")["sql"]]
    reads = ["SELECT 2", "SELECT 1", "SELECT 3", "SELECT 4", "SELECT 5"]
    assert executed == [*reads, "INSERT INTO book DEFAULT VALUES", "COMMIT", "SELECT 9", "SELECT 8"]


def test_what_a_flush_writes_is_told_by_table(probe_server: ProbeServer) -> None:
    record = ran(
        """
        from flask_sqlalchemy import SQLAlchemy
        from sqlalchemy import event, text
        app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite://"
        db = SQLAlchemy(app)

        class Book(db.Model):
            id = db.Column(db.Integer, primary_key=True)

        def write(*tables):
            for table in tables:
                db.session.connection().execute(text("DELETE FROM %s WHERE %d = 0" % table))

        @event.listens_for(db.session, "before_flush")
        def before_flush(session, context, instances):
            write(("book", 2), ("author", 3), ("book", 1))

        @app.route("/add")
        def add():
            db.session.execute(text("CREATE TABLE author (id INTEGER)"))
            write(("book", 5), ("author", 4))
            db.session.add(Book())
            db.session.commit()
            return ""
        """,
        probe_server,
    )
    executed = [statement for statement, _ in answer(record, "/add")["sql"] if "DELETE" in statement]
    before = ["DELETE FROM book WHERE 5 = 0", "DELETE FROM author WHERE 4 = 0"]
    flushed = ["DELETE FROM author WHERE 3 = 0", "DELETE FROM book WHERE 2 = 0", "DELETE FROM book WHERE 1 = 0"]
    assert executed == [*before, *flushed]


def test_a_request_that_does_not_end_does_not_end_the_run(probe_server: ProbeServer) -> None:
    record = ran(
        """
        @app.route("/a")
        def endless():
            while True:
                try:
                    pass
                except Exception:
                    pass

        @app.route("/b")
        def index():
            return "fine"
        """,
        probe_server,
    )
    assert answer(record, "/a")["exception"].startswith("TooLong")
    assert answer(record, "/b")["body"] == "fine"


def test_an_import_that_does_not_end_is_ended(probe_server: ProbeServer) -> None:
    files = {"app.py": b"while True: pass"}
    with pytest.raises(CouldNotRun, match="no end within 1 seconds") as caught:
        probe(Target(files, "app:app"), server=probe_server, limits=Limits(seconds=1))
    assert caught.value.stage == "time"


def test_too_much_memory_is_not_to_be_had(probe_server: ProbeServer) -> None:
    files = {"app.py": b"x = bytearray(8 << 30)"}
    with pytest.raises(CouldNotRun, match="MemoryError"):
        probe(Target(files, "app:app"), server=probe_server, limits=Limits(seconds=20, memory=4 << 30))


def test_a_server_is_not_started(probe_server: ProbeServer) -> None:
    record = ran("@app.route('/')\ndef index():\n    return 'here'\napp.run(debug=True)\n", probe_server)
    assert answer(record, "/")["body"] == "here"
    assert "warnings" not in record["start"]


def test_databases_elsewhere_are_replaced(probe_server: ProbeServer, tmp_path: Path) -> None:
    elsewhere = tmp_path / "data.sqlite"
    record = ran(
        f"""
        import os
        import sqlite3
        from flask_sqlalchemy import SQLAlchemy

        app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///{elsewhere}"
        app.config["SQLALCHEMY_BINDS"] = {{"other": "mysql://root:secret@db.example.com/x"}}
        db = SQLAlchemy(app)

        class Thing(db.Model):
            id = db.Column(db.Integer, primary_key=True)
            name = db.Column(db.String(20))

        class Other(db.Model):
            __bind_key__ = "other"
            id = db.Column(db.Integer, primary_key=True)

        @app.route("/")
        def index():
            sqlite3.connect({str(elsewhere)!r}).execute("create table if not exists mine (x)")
            return "%d %d" % (Thing.query.count(), Other.query.count())
        """,
        probe_server,
    )
    assert answer(record, "/")["body"] == "3 3"
    assert not elsewhere.exists()
    assert record["notes"] == []
    assert "secret" not in str(record["config"])


def test_each_request_finds_the_database_as_it_was(probe_server: ProbeServer) -> None:
    record = ran(
        """
        from flask_sqlalchemy import SQLAlchemy

        app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite://"
        db = SQLAlchemy(app)

        class Thing(db.Model):
            id = db.Column(db.Integer, primary_key=True)

        @app.route("/clear")
        def clear():
            Thing.query.delete()
            db.session.commit()
            return "cleared"

        @app.route("/count")
        def count():
            return str(Thing.query.count())
        """,
        probe_server,
        requests=[{"method": "GET", "path": "/clear"}, {"method": "GET", "path": "/count"}],
    )
    answers = [(each["request"]["path"], each["answer"]["body"]) for each in record["requests"][:4]]
    assert answers == [("/clear", "cleared"), ("/count", "0"), ("/clear", "cleared"), ("/count", "3")]
    assert record["requests"][0]["answer"]["data"]["thing"]["rows after"] == 0


def test_the_application_sees_little_of_our_environment(
    probe_server: ProbeServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://production")
    source = """
    import os, pathlib

    @app.route("/")
    def index():
        pathlib.Path("written.txt").write_text("here")
        inside = os.path.expanduser("~").startswith(os.getcwd())
        return "%s %s %s" % (os.environ.get("DATABASE_URL"), os.environ["MINE"], inside)
    """
    files = {"app.py": (HEAD + textwrap.dedent(source)).encode()}
    record = probe(Target(files, "app:app", environment={"MINE": "given"}), limits=Limits(seconds=20))
    assert answer(record, "/")["body"] == "None given True"


def test_secrets_are_not_written_down(probe_server: ProbeServer) -> None:
    record = ran(
        """
        import os
        app.config.update(SECRET_KEY="s3cret!", API_TOKEN="t0ken!", MAIL_PASSWORD="", DB="redis://u:passw0rd@h/0")
        app.config["SETTINGS"] = {"private_key": "k3y!", "name": "plain"}
        app.config["DRAWN_KEY_SALT"] = os.urandom(16)
        """,
        probe_server,
    )
    text = str(record["config"])
    assert not [secret for secret in ("s3cret!", "t0ken!", "passw0rd", "k3y!") if secret in text]
    assert "plain" in text
    assert record["config"]["DRAWN_KEY_SALT"] == {"type": "bytes", "default": False, "named": True, "random": True}


def test_exceptions_of_threads_and_warnings_of_the_project_are_seen(probe_server: ProbeServer) -> None:
    record = ran(
        """
        import threading, warnings

        @app.route("/")
        def index():
            warnings.warn("old", DeprecationWarning)
            thread = threading.Thread(target=lambda: 1 / 0)
            thread.start()
            thread.join()
            app.logger.error("bad %s", "news")
            return ""
        """,
        probe_server,
    )
    found = answer(record, "/")
    assert found["threads"] == ["ZeroDivisionError: division by zero"]
    assert found["warnings"] == [["DeprecationWarning", "old"]]
    assert found["logs"] == [["ERROR", "bad news", None]]


@pytest.mark.parametrize(
    ("source", "app", "stage", "message"),
    [
        ("import no_such_module", "app:app", "import", "No module named 'no_such_module'"),
        ("x = 1", "app:app", "import", "app has no 'app'"),
        ("app = 3", "app:app", "factory", "a int, not a Flask application"),
        ("def make(): return {}['x']", "app:make", "factory", "KeyError: 'x'"),
        ("import sys; sys.exit(3)", "app:app", "import", "SystemExit: 3"),
        ("import os; os._exit(3)", "app:app", "probe", "ended before its record was written"),
    ],
)
def test_why_an_application_could_not_be_run(
    probe_server: ProbeServer, source: str, app: str, stage: str, message: str
) -> None:
    with pytest.raises(CouldNotRun, match=message) as caught:
        probe(Target({"app.py": source.encode()}, app), server=probe_server)
    assert caught.value.stage == stage


def test_a_process_that_hangs_where_python_does_not_run_is_ended(probe_server: ProbeServer) -> None:
    # Signals are held back, so that the time limit inside of the process comes to nothing.
    source = b"import signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())\nwhile True: pass\n"
    limits = Limits(seconds=0.2)
    with pytest.raises(CouldNotRun, match="ended before its record was written"):
        probe(Target({"app.py": source}, "app:app"), server=probe_server, limits=limits)


def test_a_database_that_is_made_at_the_first_request_is_put_back_too(probe_server: ProbeServer) -> None:
    record = ran(
        """
        import sqlite3

        @app.route("/add")
        def add():
            with sqlite3.connect("late.db") as database:
                database.execute("create table if not exists t (x)")
                database.execute("insert into t values (1)")
                return str(database.execute("select count(*) from t").fetchone()[0])
        """,
        probe_server,
        requests=[{"method": "GET", "path": "/add", "group": group} for group in ("a", "a", "b")],
    )
    assert [each["answer"]["body"] for each in record["requests"][:3]] == ["1", "2", "1"]
    assert record["requests"][0]["answer"]["data"]["t"]["rows after"] == 1


def test_files_outside_of_the_copy_are_not_written(probe_server: ProbeServer, tmp_path_factory: Any) -> None:
    outside = Path.home() / ".flask-modernize-test"
    record = ran(
        f"""
        import logging, logging.handlers, os, shutil
        app.logger.addHandler(logging.handlers.RotatingFileHandler({str(outside)!r} + ".log"))

        def tried(action, *arguments):
            try:
                action(*arguments)
            except PermissionError as error:
                return "refused"
            return "done"

        @app.route("/write")
        def write():
            return tried(open, {str(outside)!r}, "w")

        @app.route("/remove")
        def remove():
            return tried(os.remove, os.path.expanduser({str(outside)!r}))

        @app.route("/tree")
        def tree():
            return tried(shutil.rmtree, {str(outside)!r})

        @app.route("/own")
        def own():
            os.makedirs(os.path.join(app.root_path, "made"), exist_ok=True)
            open(os.path.join(app.root_path, "made", "by.txt"), "w").close()
            os.remove("made/by.txt")
            return open(os.devnull, "w").name
        """,
        probe_server,
    )
    for path in ("/write", "/remove", "/tree"):
        assert answer(record, path)["body"] == "refused"
    assert answer(record, "/own")["body"] == os.devnull
    assert answer(record, "/own")["files"] == ["made/by.txt"]
    assert not outside.exists()
    assert not Path(f"{outside}.log").exists()


def test_files_are_uploaded_to_views_that_read_them(probe_server: ProbeServer) -> None:
    record = ran(
        """
        from flask import request

        @app.route("/photo", methods=["GET", "POST"])
        def photo():
            if request.method == "POST":
                sent = request.files["photo"]
                sent.save(sent.filename)
                return "%s %s %d" % (sent.filename, sent.mimetype, len(open(sent.filename, "rb").read()))
            return '<form method=post enctype="multipart/form-data"><input type=file name=doc accept=".csv"></form>'

        @app.route("/several", methods=["POST"])
        def several():
            return ",".join(each.filename for each in request.files.getlist("papers"))
        """,
        probe_server,
    )
    sent = {(each["request"]["path"], *each["request"].get("files", {})): each for each in record["requests"]}
    assert sent["/photo", "photo"]["answer"]["body"] == "picture.png image/png 67"
    assert sent["/photo", "photo"]["answer"]["files"] == ["picture.png"]
    assert sent["/photo", "doc"]["request"]["files"]["doc"]["filename"] == "rows.csv"
    assert sent["/several", "papers"]["answer"]["body"] == "notes.txt"


def test_listed_requests_may_carry_files(probe_server: ProbeServer) -> None:
    source = """
        from flask import request

        @app.route("/up", methods=["POST"])
        def up():
            return request.form["a"] + request.files["f"].filename + request.files["f"].read().decode()
        """
    listed = [{"method": "POST", "path": "/up", "form": {"a": "1"}, "files": {"f": {"filename": "x", "text": "é"}}}]
    record = ran(source, probe_server, requests=listed, automatic=False)
    assert record["requests"][0]["answer"]["body"] == "1xé"
