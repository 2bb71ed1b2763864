"""The command verify, from its words to what it prints and its exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flask_modernize.cli.program import program

APP = """\
from flask import Flask, url_for

app = Flask(__name__)
app.config["TITLE"] = "Home"


@app.route("/")
def index():
    return app.config["TITLE"]


@app.route("/about")
def about():
    return url_for("index")
"""

TESTS = """\
import app


def test_index():
    client = app.app.test_client()
    assert client.get("/").data == b"Home"
    client.post("/about?from=test", json={"a": 1})


def test_about():
    assert app.app.test_client().get("/about").status_code == 200
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one commit; it is the current directory."""
    root = tmp_path / "project"
    root.mkdir()
    (root / "app.py").write_text(APP, encoding="utf-8")
    (root / "test_app.py").write_text(TESTS, encoding="utf-8")
    for variable in ("GIT_DIR", "GIT_INDEX_FILE", "VIRTUAL_ENV"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.chdir(root)
    git("init", "-q", "-b", "main")
    commit("first")
    return root


def git(*arguments: str) -> None:
    name = ("-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false")
    environment = {"PATH": os.environ["PATH"], "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    subprocess.run(["git", *name, *arguments], check=True, capture_output=True, env=environment)


def commit(message: str) -> None:
    git("add", "-A")
    git("commit", "-q", "-m", message)


def change(root: Path, old: str, new: str) -> None:
    text = (root / "app.py").read_text(encoding="utf-8")
    assert old in text
    (root / "app.py").write_text(text.replace(old, new), encoding="utf-8")


def verify(*words: str) -> Result:
    return CliRunner().invoke(program, ["verify", *words], standalone_mode=False)


def test_the_last_commit_against_the_working_tree(project: Path) -> None:
    change(project, "def about():", "def about():  # changed")
    done = verify()
    assert done.return_value == 0, done.output
    assert done.output.startswith("Equal (3 routes, ")
    change(project, '"Home"', '"House"')
    done = verify()
    assert done.return_value == 1
    assert "config-value: a setting has another value (1)\n  TITLE\n    before: Home (str)\n" in done.output
    assert "body: another body (1)\n  GET /\n    before: Home\n    after:  House\n" in done.output


def test_a_migration_branch_against_its_base(project: Path) -> None:
    git("switch", "-q", "-c", "modern")
    change(project, '@app.route("/about")', '@app.route("/about-us")')
    commit("Do it\n\nFlask-Modernize-Migration: one")
    change(project, '"Home"', '"House"')
    commit("Do more\n\nFlask-Modernize-Migration: two")
    document = json.loads(verify("--format", "json").output)
    assert {each["kind"] for each in document["differences"]} >= {"route-missing", "route-added", "config-value"}
    assert document["after"]["name"] == "HEAD"
    assert len(document["before"]["name"]) == 40


def test_two_directories_and_an_application_that_moved_into_a_factory(project: Path, tmp_path: Path) -> None:
    after = tmp_path / "after"
    after.mkdir()
    (after / "app.py").write_text(
        "from flask import Blueprint, Flask, current_app, url_for\n"
        "main = Blueprint('main', __name__)\n"
        "@main.route('/')\ndef index():\n    return current_app.config['TITLE']\n"
        "@main.route('/about')\ndef about():\n    return url_for('main.index')\n"
        "def create_app():\n    app = Flask(__name__)\n    app.config['TITLE'] = 'Home'\n"
        "    app.register_blueprint(main)\n    return app\n",
        encoding="utf-8",
    )
    done = verify(str(project), str(after))
    assert done.return_value == 0, done.output
    assert "app:create_app" in done.output
    assert "note: endpoints moved into blueprints: about -> main.about, index -> main.index\n" in done.output


def test_a_side_that_does_not_run(project: Path) -> None:
    change(project, "from flask import", "from flusk import")
    done = verify()
    assert done.return_value == 4
    assert "Could not run: after (.) does not get past its import." in done.output
    assert "No module named 'flusk'" in done.output
    document = json.loads(verify("--format", "json").output)
    assert (document["result"], document["failure"]["side"]) == ("could not run", "after")
    (project / "app.py").write_text("x = 1\n", encoding="utf-8")
    assert verify(".", ".").return_value == 4


def test_the_projects_own_tests_and_what_they_send(project: Path) -> None:
    change(project, "return url_for", "return undefined and url_for")
    done = verify("--test", f"{sys.executable} -m pytest -q -p no:cacheprovider", "--format", "json")
    assert done.return_value == 1
    document = json.loads(done.output)
    assert document["tests"]["before"]["outcomes"] == {
        "test_app.py::test_about": "passed",
        "test_app.py::test_index": "passed",
    }
    assert document["tests"]["broken"] == ["test_app.py::test_about"]
    assert document["tests"]["same"] is False
    again = json.loads(verify("--test", f"{sys.executable} -c 'pass'", "HEAD", "HEAD", "--format", "json").output)
    # The three requests of the tests are sent before the others.
    assert document["compared"]["requests"] == again["compared"]["requests"] + 3


def test_requests_from_a_file(project: Path, tmp_path: Path) -> None:
    path = tmp_path / "requests.json"
    path.write_text('[{"path": "/about?x=1"}]', encoding="utf-8")
    change(project, "return url_for", "from flask import request\n    return request.args.get('x', '') + url_for")
    assert verify().return_value == 0
    done = verify("--requests", str(path))
    assert "  GET /about?x=1\n" in done.output
    path.write_text("{}", encoding="utf-8")
    assert verify("--requests", str(path)).return_value == 2


def test_markdown_for_a_pull_request(project: Path) -> None:
    change(project, '"Home"', '"a | b"')
    lines = verify("--format", "markdown").output.splitlines()
    assert lines[0].startswith("**Different: 2 differences (3 routes")
    assert "| `config-value` | `TITLE` | `Home (str)` | `a \\| b (str)` |" in lines


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("nowhere",), "'nowhere' is neither a directory nor a revision"),
        (("--python", "no-such-python"), "There is no interpreter 'no-such-python'"),
        (("--env", "NAME"), "--env NAME: write NAME=VALUE"),
    ],
)
def test_wrong_words(project: Path, words: tuple[str, ...], message: str) -> None:
    done = CliRunner().invoke(program, ["verify", *words], standalone_mode=False)
    assert done.return_value == 2
    assert message in done.output


def test_outside_of_git_both_sides_must_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    done = verify()
    assert done.return_value == 2
    assert "flask-modernize verify BEFORE AFTER" in done.output


def test_help_imports_nothing_slow() -> None:
    code = (
        "import sys\nfrom flask_modernize.cli.program import program\n"
        "program(['verify', '--help'], standalone_mode=False)\n"
        "print(sorted({'libcst', 'rich', 'git', 'concurrent', 'subprocess'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
    assert "BEFORE and AFTER are revisions" in done.stdout
