"""What the checks of a branch are told, and what they need not find out twice."""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from branch_place import LADDER, Place

from flask_modernize.branching import checks
from flask_modernize.branching.checks import BehaviourCheck, TestsCheck
from flask_modernize.branching.gate import Gate
from flask_modernize.branching.run_state import RunState
from flask_modernize.cli import branch_commands, session
from flask_modernize.planning.contract import Edit, Group, Migration, Options, Plan
from flask_modernize.planning.libraries import Library
from flask_modernize.planning.registry import Registry
from flask_modernize.project import Project
from flask_modernize.sources import Changes, working_tree
from flask_modernize.verify import verification
from flask_modernize.verify.runs import Record, Target, probe

REAL_GATE = branch_commands._gate
PYTHON = shlex.quote(sys.executable)

APPLICATION = b"""import os
from flask import Flask
app = Flask(__name__)
@app.route("/")
def index():
    return "%d" % len(app.config)
@app.route("/secret")
def secret():
    return open(os.path.join(app.instance_path, "secret")).read()
"""


def word(id: str, order: int, old: bytes, new: bytes) -> Migration:
    """A migration that puts one text for another."""

    def plan(project: Project, options: Options, paths: frozenset[str] | None) -> Plan:
        found = []
        for path in project.tree.python_paths():
            place = project.tree.read(path).find(old)
            if place >= 0:
                found.append(Group(f"{id} it", path, 1, (Edit(path, place, place + len(old), new),)))
        return Plan(tuple(found))

    return replace(LADDER[0], id=id, order=order, plan=plan)


@pytest.fixture
def application(place: Place, monkeypatch: pytest.MonkeyPatch) -> Place:
    """A repository with an application, and two migrations that do it no harm; real checks."""
    place.write("app.py", APPLICATION)
    place.write(".gitignore", b"/instance/\n.env\n*.pyc\n.venv/\n")
    place.write("instance/secret", b"hush")
    place.write(".env", b"A=1")
    place.write(".venv/lib/x.py", b"")
    place.git("add", "-A")
    place.git("commit", "-q", "-m", "application")
    ladder = (word("double", 1, b'"%d" %', b'"%s" %'), word("shout", 2, b"def index", b"def  index"))
    monkeypatch.setattr(session, "installed", lambda: Registry(ladder))
    monkeypatch.setattr(branch_commands, "_gate", REAL_GATE)
    return place


def test_what_came_out_of_one_migration_is_not_run_again_for_the_next(
    application: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[Target] = []

    def counted(target: Target, **keywords: Any) -> Record:
        runs.append(target)
        return probe(target, **keywords)

    monkeypatch.setattr(verification, "probe", counted)
    application.ok("branch", "--name", "work", "--python", sys.executable)
    assert len(application.subjects("work")) == 4
    assert [each.files["app.py"].count(b'"%d" %') for each in runs] == [1, 0, 0]


def test_another_tree_than_the_last_result_is_run(application: Place) -> None:
    check = BehaviourCheck(sys.executable, "")
    migration = word("x", 1, b"", b"")

    def after(old: bytes, new: bytes) -> bool:
        tree = working_tree(str(application.root))
        changes = Changes([tree.delta("app.py", tree.read("app.py").replace(old, new))])
        application.write("app.py", tree.read("app.py").replace(old, new))
        return check.after(str(application.root), changes, migration).passed

    assert after(b'"%d" %', b'"%s" %')
    assert not after(b'"%s" %', b'"no%s" %')
    # What did not pass is gone, and the next migration starts from what was before it.
    application.write("app.py", APPLICATION.replace(b'"%d" %', b'"%s" %'))
    assert after(b"def index", b"def  index")
    # Somebody's own commit came between: nothing that is known fits.
    application.write("app.py", APPLICATION.replace(b'"%d" %', b'"by hand %s" %'))
    assert after(b"def index", b"def  index")
    assert len(check.records) == 2


def test_ignored_files_are_said_to_be_missing_and_can_be_given(application: Place) -> None:
    words = ("--python", sys.executable)
    without = application.ok("branch", "--name", "without", *words)
    assert "git ignores `.env`, `instance/`: the application and its tests are run without." in " ".join(
        without.split()
    )
    assert ".venv" not in without
    command = f"{PYTHON} -c \"assert open('instance/secret').read() == 'hush'\""
    given = ("--copy-ignored", "instance/", "--test", command)
    assert "`.env`: the application" in application.ok("branch", "--name", "given", *given, *words)
    tracked = application.git("ls-tree", "-r", "--name-only", "given").splitlines()
    assert not [path for path in tracked if path.startswith(("instance", ".env"))]
    assert "tests as before" in application.git("log", "-1", "--format=%B", "given")


def test_ignored_files_that_are_not_there_are_refused(application: Place) -> None:
    result = application.run("branch", "--copy-ignored", "nothing.cfg")
    assert result.exit_code == 2
    assert "--copy-ignored nothing.cfg: git ignores no such file here." in result.stderr
    result = application.run("verify", "HEAD", ".", "--copy-ignored", "app.py")
    assert result.exit_code == 2, "what git does not ignore is there anyway"


def test_verify_takes_ignored_files(application: Place) -> None:
    words = ("verify", "HEAD", ".", "--python", sys.executable, "--copy-ignored", "instance/", "--format", "json")
    assert json.loads(application.ok(*words))["result"] == "equal"


def test_verify_says_what_it_was_run_without(application: Place) -> None:
    application.write("app.py", APPLICATION + b"A = open('.env').read()\n")
    application.git("commit", "-q", "-a", "-m", "reads .env")
    result = application.run("verify", "HEAD", "HEAD", "--python", sys.executable)
    assert result.exit_code == 4
    assert "It was run without what git ignores, `.env`, `instance/`: see --copy-ignored." in result.stderr
    given = ("--copy-ignored", ".env", "--copy-ignored", "instance/")
    assert application.run("verify", "HEAD", "HEAD", "--python", sys.executable, *given).exit_code == 0


def test_files_stay_executable_where_tests_run(application: Place) -> None:
    application.write("run.sh", b"#!/bin/sh\nexit 0\n")
    (application.root / "run.sh").chmod(0o755)
    assert TestsCheck("./run.sh", sys.executable).baseline(str(application.root)) == ""
    (application.root / "run.sh").chmod(0o644)
    with pytest.raises(checks.CannotCheck):
        TestsCheck("./run.sh", sys.executable).baseline(str(application.root))


# -- what is installed ------------------------------------------------------------------------------------------------


def with_installed(monkeypatch: pytest.MonkeyPatch, ladder: Sequence[Migration], **versions: str) -> None:
    monkeypatch.setattr(session, "installed", lambda: Registry(tuple(ladder)))
    monkeypatch.setattr(branch_commands, "_installed", lambda place, state: versions)


def test_a_migration_that_needs_something_newer_is_skipped_and_says_so(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    ladder = (LADDER[0], replace(LADDER[1], requires=("SQLAlchemy>=1.4.24",)), *LADDER[2:])
    with_installed(monkeypatch, ladder, sqlalchemy="1.3.24", flask="1.1.4")
    result = place.run("branch", "--name", "work", "--format", "json")
    assert result.exit_code == 1
    steps = {step["migration"]: step for step in json.loads(result.stdout)["steps"]}
    assert {id: step["status"] for id, step in steps.items()} == {
        "first": "committed",
        "second": "skipped",
        "third": "skipped",  # it needs the second
        "fourth": "committed",
    }
    assert steps["second"]["reason"] == "The new code needs SQLAlchemy>=1.4.24 (1.3.24 is installed)."


@pytest.mark.parametrize("versions", [{}, {"sqlalchemy": "2.0.40"}, {"flask": "3.1"}, {"sqlalchemy": "2.1.0b1"}])
def test_a_migration_runs_where_what_it_needs_is_there_or_nothing_is_known(
    place: Place, monkeypatch: pytest.MonkeyPatch, versions: dict[str, str]
) -> None:
    ladder = (replace(LADDER[0], requires=("SQLAlchemy>=1.4.24",)), *LADDER[1:])
    with_installed(monkeypatch, ladder, **versions)
    place.ok("branch", "--name", "work")
    assert len(place.subjects("work")) == 5


def test_a_migration_with_nothing_to_do_needs_nothing(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    idle = replace(word("idle", 1, b"not there", b""), requires=("SQLAlchemy>=1.4.24",))
    with_installed(monkeypatch, (idle, *LADDER[1:]), sqlalchemy="1.3.24")
    assert "idle    nothing to do" in place.ok("branch", "--name", "work")


@pytest.mark.parametrize(("installed", "status"), [("1.0.2", "skipped"), ("3.1.3", "unresolved")])
def test_a_library_migration_that_does_not_run_on_the_old_library_does_not_stop_the_others(
    place: Place, monkeypatch: pytest.MonkeyPatch, installed: str, status: str
) -> None:
    ladder = (replace(LADDER[0], library=Library("Flask", needed="3.1", range=">=3.1,<3.2")), LADDER[1])
    with_installed(monkeypatch, ladder, flask=installed)
    check = TestsCheck("grep -q one app/views.py", "python")
    monkeypatch.setattr(branch_commands, "_gate", lambda place, state: Gate((check,)))
    place.write("requirements.txt", b"Flask==1.0.2\n")
    place.git("add", "-A")
    place.git("commit", "-q", "-m", "requirements")
    result = place.run("branch", "--name", "work", "--format", "json")
    assert result.exit_code == 1
    first, second = json.loads(result.stdout)["steps"]
    assert first["status"] == status
    assert Path(first["patch"]).exists()
    if status == "skipped":
        assert first["reason"] == "The new code needs Flask>=3.1 (1.0.2 is installed)."
        assert second["status"] == "committed"
    else:
        assert second["reason"] == "first did not pass; --keep-going goes on."


def test_the_interpreter_is_asked_only_where_code_of_the_project_may_run(place: Place) -> None:
    where = branch_commands._Place(place.repository, str(place.root), "", Registry(LADDER), None)  # type: ignore[arg-type]
    state = RunState("work", "", "", python=sys.executable)
    # The fixture puts another function in place; this one is the real one.
    found = REAL_INSTALLED(where, state)
    assert found["flask"]
    assert found["flask-sqlalchemy"]
    assert REAL_INSTALLED(where, replace(state, python="", verify=False)) == {}


REAL_INSTALLED = branch_commands._installed


def test_an_interpreter_without_flask_is_not_the_applications(tmp_path: Path) -> None:
    from flask_modernize.verify.interpreters import installed_versions

    python = tmp_path / "python"
    python.write_text("#!/bin/sh\necho 'a warning'\necho '{\"Foo.Bar\": \"1\"}'\n")
    python.chmod(0o755)
    assert installed_versions(str(python)) == {}
    python.write_text('#!/bin/sh\necho \'{"Foo.Bar": "1", "Flask": "2"}\'\n')
    assert installed_versions(str(python)) == {"foo-bar": "1", "flask": "2"}
    assert installed_versions(str(tmp_path / "none")) == {}
