"""Small decisions of ``unbound-extensions``: versions, layouts, where imports go, what is refused and why."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import golden_cases
import pytest
from flask_modernize_codemods.unbound_extensions import MIGRATION
from flask_modernize_codemods.unbound_extensions.preparations import import_line
from hypothesis import given
from hypothesis import strategies as st

from flask_modernize.planning.contract import Plan
from flask_modernize.project import Project
from flask_modernize.sources import SourceFile

HEAD = "from flask import Flask\n"


def plan(app: str, **files: str) -> Plan:
    tree = {"app.py": HEAD + dedent(app)} | {f"{name}.py": dedent(text) for name, text in files.items() if text}
    requirements = tree.pop("requirements.py", None)
    if requirements is not None:
        tree["requirements.txt"] = requirements
    return MIGRATION.plan(Project.from_files(tree), {}, None)


def outcome(app: str, **files: str) -> tuple[str, str]:
    """The new module, and the app's module with the edits of its statements (imports are the engine's business)."""
    found = plan(app, **files)
    (group,) = found.groups
    made = next((change.after or b"" for change in group.files), b"")
    text = (HEAD + dedent(app)).encode()
    for edit in sorted((each for each in group.edits if each.path == "app.py"), reverse=True):
        text = text[: edit.start] + edit.replacement + text[edit.end :]
    return made.decode().rpartition("\n\n")[2], text.decode()


def codes(app: str, **files: str) -> list[str]:
    return [finding.code for finding in plan(app, **files).findings]


def lines_with(text: str, *words: str) -> list[str]:
    return [line for line in text.splitlines() if any(word in line for word in words)]


BABEL = "from flask_babel import Babel\napp = Flask(__name__)\nbabel = Babel(app, default_locale='de')\n"


@pytest.mark.parametrize(
    ("requirements", "made", "bound"),
    [
        ("flask-babel==4.0.0", "babel = Babel()\n", "babel.init_app(app, default_locale='de')"),
        ("flask-babel>=3.1", "babel = Babel()\n", "babel.init_app(app, default_locale='de')"),
        ("flask-babel==2.0.0", "babel = Babel(default_locale='de')\n", "babel.init_app(app)"),
        ("flask-babel<3", "babel = Babel(default_locale='de')\n", "babel.init_app(app)"),
    ],
)
def test_the_declared_version_says_where_arguments_go(requirements: str, made: str, bound: str) -> None:
    module, app = outcome(BABEL, requirements=requirements)
    assert module == made
    assert lines_with(app, "init_app") == [bound]


@pytest.mark.parametrize("requirements", ["", "flask-babel", "flask-babel>=1"])
def test_versions_that_are_not_declared_are_refused_where_it_matters(requirements: str) -> None:
    assert codes(BABEL, requirements=requirements) == ["X-VERSION"]


def test_keywords_tell_the_version() -> None:
    app = BABEL.replace("'de'", "'de', locale_selector=None")
    module, after = outcome(app)
    assert module == "babel = Babel()\n"
    assert lines_with(after, "init_app") == ["babel.init_app(app, default_locale='de', locale_selector=None)"]


def test_the_place_of_the_app_tells_the_version() -> None:
    old = "from flask_limiter import Limiter\nfrom keys import key\napp = Flask(__name__)\nlimiter = Limiter({})\n"
    keys = "def key():\n    return 'x'\n"
    assert outcome(old.format("app, key"), keys=keys)[0] == "limiter = Limiter(key_func=key)\n"
    assert outcome(old.format("key, app=app"), keys=keys)[0] == "limiter = Limiter(key)\n"


MIGRATE = "from flask_migrate import Migrate\nfrom db import db\napp = Flask(__name__)\n"
DB = "from flask_sqlalchemy import SQLAlchemy\ndb = SQLAlchemy()\n"


@pytest.mark.parametrize(
    ("call", "made", "bound"),
    [
        ("Migrate(app, db)", "Migrate()", "init_app(app, db)"),
        ("Migrate(app=app, db=db)", "Migrate()", "init_app(app, db=db)"),
        ("Migrate(app, db=db)", "Migrate()", "init_app(app, db=db)"),
        ("Migrate(app, db, 'alembic')", "Migrate(directory='alembic')", "init_app(app, db)"),
        ("Migrate(app, db, render_as_batch=True)", "Migrate(render_as_batch=True)", "init_app(app, db)"),
        ("Migrate(app, db, HERE + '/x')", "Migrate()", "init_app(app, db, HERE + '/x')"),
        ("Migrate(app, db, 'x', compare_type=HERE)", "Migrate(directory='x')", "init_app(app, db, compare_type=HERE)"),
    ],
)
def test_arguments_go_where_they_are_taken(call: str, made: str, bound: str) -> None:
    module, app = outcome(f"{MIGRATE}HERE = __file__\nmigrate = {call}\n", db=DB)
    assert module == f"migrate = {made}\n"
    assert lines_with(app, "init_app") == [f"migrate.{bound}"]


def test_a_long_call_of_init_app_is_broken() -> None:
    options = ", ".join(f"option_number_{number}=HERE" for number in range(6))
    _, app = outcome(f"{MIGRATE}HERE = __file__\nmigrate = Migrate(app, db, {options})\n", db=DB)
    assert "migrate.init_app(\n    app,\n    db,\n    option_number_0=HERE,\n" in app


@pytest.mark.parametrize(
    ("call", "made"),
    [
        ("Admin(app)", "Admin()"),
        ("Admin( app )", "Admin()"),
        ("Admin(app, 'Shop')", "Admin(name='Shop')"),
        ("Admin(app, 'Shop', url='/a')", "Admin(name='Shop', url='/a')"),
        ("Admin(name='Shop', app=app)", "Admin(name='Shop')"),
        ("Admin(name='Shop', app=app, url='/a')", "Admin(name='Shop', url='/a')"),
        ("Admin(app,\n              'Shop',\n              url='/a')", "Admin(name='Shop',\n              url='/a')"),
        ("Admin(\n    app,\n    'Shop',\n)", "Admin(\n    name='Shop',\n)"),
        ("Admin(\n    app,\n    name='Shop',  # shown\n)", "Admin(\n    name='Shop',  # shown\n)"),
    ],
)
def test_the_layout_of_a_constructor_is_kept(call: str, made: str) -> None:
    module, _ = outcome(f"from flask_admin import Admin\napp = Flask(__name__)\nadmin = {call}\n")
    assert module == f"admin = {made}\n"


def test_a_comment_on_the_app_is_not_lost() -> None:
    assert codes(
        "from flask_admin import Admin\napp = Flask(__name__)\nadmin = Admin(\n    app,  # only one\n    name='a')\n"
    ) == ["X-ARGUMENTS"]


@given(st.permutations(["name='a'", "url='/b'", "subdomain='c'", "endpoint='d'"]), st.integers(0, 4))
def test_no_argument_is_lost(keywords: list[str], place: int) -> None:
    arguments = [*keywords[:place], "app=app", *keywords[place:]]
    call = f"Admin({', '.join(arguments)})"
    module, app = outcome(f"from flask_admin import Admin\napp = Flask(__name__)\nadmin = {call}\n")
    assert module == f"admin = Admin({', '.join(keywords)})\n"
    assert lines_with(app, "init_app") == ["admin.init_app(app)"]


def test_imports_stay_below_what_prepares_them() -> None:
    text = "import sys\nsys.path.insert(0, 'lib')\nfrom flask import Flask\nfrom flask_moment import Moment\n"
    syntax = Project.from_files({"app.py": text}).syntax("app.py")
    assert syntax is not None
    assert import_line(syntax, ["Moment"]) == 4
    assert import_line(syntax, ["sys"]) == 0


def test_a_file_keeps_its_line_ends_and_gives_them_to_the_new_one() -> None:
    text = HEAD + "from flask_moment import Moment\napp = Flask(__name__)\nmoment = Moment(app)\n"
    project = Project.from_files({"app.py": text.replace("\n", "\r\n")})
    (group,) = MIGRATION.plan(project, {}, None).groups
    (change,) = group.files
    assert change.after == b"from flask_moment import Moment\r\n\r\nmoment = Moment()\r\n"
    assert SourceFile.from_bytes(change.after).newline == "\r\n"


SCRIPT = "from flask_sqlalchemy import SQLAlchemy\napp = Flask(__name__)\ndb = SQLAlchemy(app)\n"


@pytest.mark.parametrize(
    ("use", "requirements", "kept"),
    [
        ("db.create_all()", "", ["db.init_app(app)", "with app.app_context():"]),
        ("with app.app_context():\n    db.create_all()", "", ["db.init_app(app)", "with app.app_context():"]),
        ("db.session.execute('x')", "", ["db.init_app(app)", "db.app = app"]),
        ("session = db.session", "", ["db.init_app(app)"]),
        ("db.session.execute('x')", "flask-sqlalchemy==3.1.1", ["db.init_app(app)"]),
        (
            "def fill():\n    db.session.execute('x')\n\nfill()",
            "",
            ["db.init_app(app)", "with app.app_context():"],
        ),
        (
            "def fill():\n    more()\n\ndef more():\n    db.session.execute('x')\n    app.run()\n\nfill()",
            "",
            ["db.init_app(app)", "db.app = app"],
        ),
        ("def late():\n    def load():\n        db.create_all()\n\nlate()", "", ["db.init_app(app)"]),
        ("def fill():\n    db.create_all()\n\nfound = fill()", "", ["db.init_app(app)", "db.app = app"]),
        ("def fill():\n    db.session.execute('x')\n", "", ["db.init_app(app)"]),
        ("def fill():\n    db.create_all()\n\nThread(target=fill)", "", ["db.init_app(app)", "db.app = app"]),
        (
            "class A(db.Model):\n    x = db.Column(db.Integer)\n\nA.query.all()",
            "",
            ["db.init_app(app)", "db.app = app"],
        ),
    ],
)
def test_uses_outside_of_a_context_go_on_to_work(use: str, requirements: str, kept: list[str]) -> None:
    _, app = outcome(SCRIPT + use + "\n", requirements=requirements)
    assert lines_with(app, "init_app", "db.app", "app_context") == kept


def test_tests_may_call_functions_without_a_context() -> None:
    app = SCRIPT + "def fill():\n    db.create_all()\n"
    tests = "from app import fill\n\n\ndef test_fill():\n    fill()\n"
    assert "db.app = app" not in outcome(app)[1]
    assert "db.app = app" in outcome(app, test_app=tests)[1]
    assert "db.app = app" not in outcome(app, test_app=tests + "# app_context\n")[1]


def test_unknown_extensions_are_looked_up_where_the_option_says(tmp_path: Path) -> None:
    fancy = (
        "class Fancy:\n    def __init__(self, app=None, **options):\n        if app is not None:\n"
        "            self.init_app(app, **options)\n\n    def init_app(self, app, colour='blue'):\n        pass\n"
    )
    plain = "class Plain:\n    def __init__(self, app):\n        pass\n"
    app = (
        "from flask import Flask\nfrom flask_fancy import Fancy\nfrom flask_plain import Plain\n\n"
        "app = Flask(__name__)\nfancy = Fancy(app, colour='red')\nPlain(app)\n"
    )
    files = {
        ".gitignore": "venv/\n",
        "app.py": app,
        "venv/lib/flask_fancy.py": fancy,
        "venv/lib/flask_plain.py": plain,
    }
    golden_cases.write_files({path: text.encode() for path, text in files.items()}, tmp_path)
    _, without = golden_cases.run(tmp_path, MIGRATION)
    assert golden_cases.found(without) == ["app.py:6 X-UNKNOWN", "app.py:7 X-UNKNOWN"]
    tree, run = golden_cases.run(tmp_path, MIGRATION, ("unbound-extensions.site-packages=venv/lib",))
    assert golden_cases.found(run) == ["app.py:7 X-UNKNOWN"]
    after = golden_cases.result(tree, run)
    assert after["extensions.py"] == b"from flask_fancy import Fancy\n\nfancy = Fancy()\n"
    assert b"fancy.init_app(app, colour='red')\nPlain(app)\n" in after["app.py"]
