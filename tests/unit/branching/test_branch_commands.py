"""The commands on branches, in real git repositories: what is committed, and that nothing else is touched."""

from __future__ import annotations

import contextlib
import json
import os
import re
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
from branch_place import LADDER, Place
from click.testing import CliRunner

from flask_modernize import __version__
from flask_modernize.branching import checks, ladder, messages, report, run_state, workplace
from flask_modernize.branching import gate as gates
from flask_modernize.branching.gate import Gate, Verdict
from flask_modernize.branching.run_state import RunState
from flask_modernize.cli import branch_commands
from flask_modernize.cli.program import program
from flask_modernize.git.repository import GitProblem, Repository
from flask_modernize.planning.contract import Finding, Migration
from flask_modernize.sources import Changes
from flask_modernize.verify.differences import Comparison
from flask_modernize.verify.verification import Order, Verification

REAL_GATE = branch_commands._gate


class Refuses:
    """A check that does not let a result pass in which a word stands."""

    def __init__(self, word: bytes) -> None:
        self.word = word

    def baseline(self, directory: str) -> str:
        Path(directory, "left behind.txt").write_text("by a check")
        return "looked at it"

    def after(self, directory: str, changes: Changes, migration: Migration) -> Verdict:
        found = any(self.word in path.read_bytes() for path in Path(directory).rglob("*.py"))
        Path(directory, "app/views.py").write_bytes(b"a check may do this")
        return Verdict(not found, "the words", f"{self.word.decode()} is there")


def gate_that_refuses(monkeypatch: pytest.MonkeyPatch, word: bytes) -> None:
    monkeypatch.setattr(branch_commands, "_gate", lambda place, state: Gate((Refuses(word),)))


# -- branch -----------------------------------------------------------------------------------------------------------


def test_each_migration_becomes_a_commit_and_the_checkout_is_not_touched(place: Place) -> None:
    place.write("app/views.py", b"import flask\nedited and not committed\n")
    place.write("new.py", b"not tracked\n")
    place.git("add", "app/views.py")
    before = place.state()
    printed = place.ok("branch", "--name", "work")
    assert place.state() == before
    assert place.subjects("work") == [
        "base",
        "first: one() becomes uno()",
        "second: two() becomes due()",
        "third: three() becomes tre()",
        "fourth: four() becomes quattro()",
    ]
    assert "Your checkout was not touched" in printed
    assert place.git("show", "work:app/views.py") == "import flask\nuno()\ndue()\ntre()"
    assert place.git("diff", "--name-only", "-z", "main", "work~3") == (
        "app/models.py\0app/views.py\0other/tool.py\0sp ace/é 'q'.py\0"
    )
    assert place.git("worktree", "list", "--porcelain").count("worktree ") == 1
    assert run_state.load(place.repository) is None


def test_a_commit_says_what_why_and_what_is_left(place: Place) -> None:
    place.ok("branch", "--name", "work")
    text = place.git("log", "-1", "--format=%B", "work~3")
    assert "It is old." in text
    assert "4 places rewritten in 4 files. 1 place left as it is." in text
    assert "- other/tool.py:3 W-ARGUMENTS: one has arguments." in text
    assert "- Look at uno." in text
    assert place.git("log", "-1", "--format=%(trailers:only)", "work~3").splitlines() == [
        "Flask-Modernize-Migration: first",
        f"Flask-Modernize-Version: {__version__}",
        "Flask-Modernize-Verified: no",
    ]
    assert max(map(len, text.splitlines())) <= messages.WIDTH


def test_the_branch_starts_where_it_is_told_to(place: Place) -> None:
    place.write("app/more.py", b"import flask\none()\n")
    place.git("add", "-A")
    place.git("commit", "-q", "-m", "more")
    place.ok("branch", "--name", "work", "--onto", "HEAD~1")
    assert "more" not in place.subjects("work")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--onto", "nowhere"), "'nowhere' is not a commit"),
        (("--name", "main"), "There is a branch 'main' already"),
        (("--name", "a..b"), "cannot be the name of a branch"),
        (("--name", "-x"), "cannot be the name of a branch"),
        (("--batch", "sometimes"), "by-package, by-owner or a number"),
        (("--only", "fifth"), "there is no migration 'fifth'"),
        (("--reformat",), "neither ruff format nor black"),
    ],
)
def test_words_that_make_no_sense_are_refused(place: Place, arguments: tuple[str, ...], said: str) -> None:
    result = place.run("branch", *arguments)
    assert result.exit_code == 2
    assert said in result.stderr
    assert place.git("branch", "--format=%(refname:short)") == "main"


def test_the_default_name_is_the_migration_or_the_date(place: Place) -> None:
    assert "on flask-modernize/first, from" in place.ok("branch", "--only", "first")
    assert "on flask-modernize/first-2, from" in place.ok("branch", "--only", "first")
    assert re.search(r"on flask-modernize/\d{4}-\d\d-\d\d, from", place.ok("branch"))


def test_settings_of_name_and_subject(place: Place) -> None:
    text = '[tool.flask-modernize]\nbranch-name = "bot/{what}"\ncommit-subject = "chore: {migration} ({sites})"\n'
    place.write("pyproject.toml", text.encode())
    place.git("add", "-A")
    place.git("commit", "-q", "-m", "settings")
    place.ok("branch", "--only", "first")
    assert place.subjects("bot/first")[-1] == "chore: first (4)"


def test_nothing_to_do_makes_no_branch(place: Place) -> None:
    place.git("rm", "-rq", "app", "other", "setup.py", "sp ace")
    place.write("empty.py", b"import flask\n")
    place.git("add", "-A")
    place.git("commit", "-q", "-m", "nothing")
    assert "Nothing was committed" in place.ok("branch", "--name", "work")
    assert place.git("branch", "--format=%(refname:short)") == "main"


def test_outside_of_git_and_without_commits(tmp_path: Path, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    bare = tmp_path / "bare.git"
    subprocess.run(["git", "init", "-q", "--bare", str(bare)], check=True)
    outside, empty = tmp_path / "outside", tmp_path / "empty"
    for directory in (outside, empty):
        directory.mkdir()
    subprocess.run(["git", "init", "-q", str(empty)], check=True)
    for directory, said in ((outside, "not in a git repository"), (empty, "no commits yet"), (bare, "bare repository")):
        monkeypatch.chdir(directory)
        result = place.run("branch")
        assert (result.exit_code, said in result.stderr) == (2, True), result.stderr


def test_works_from_a_detached_head_a_subdirectory_a_worktree_and_a_shallow_clone(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.git("switch", "-q", "--detach")
    place.ok("branch", "--name", "detached", "--only", "first")
    place.git("worktree", "add", "-q", "-b", "side", str(tmp_path / "side"))
    monkeypatch.chdir(tmp_path / "side" / "app")
    place.ok("branch", "--name", "from-side", "--only", "first")
    shallow = tmp_path / "shallow"
    subprocess.run(["git", "clone", "-q", "--depth=1", f"file://{place.root}", str(shallow)], check=True)
    monkeypatch.chdir(shallow)
    place.ok("branch", "--name", "cloned", "--only", "first")
    assert place.git("rev-parse", "detached^{tree}") == place.git("rev-parse", "from-side^{tree}")
    assert Place(shallow).git("rev-parse", "cloned^{tree}") == place.git("rev-parse", "detached^{tree}")


def test_a_project_in_a_subdirectory_of_the_repository(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.write("service/pyproject.toml", b"[tool.flask-modernize]\n")
    place.write("service/api.py", b"import flask\none()\n")
    place.git("add", "-A")
    place.git("commit", "-q", "-m", "service")
    place.ok("branch", "--name", "work", "service")
    assert place.git("diff", "--name-only", "main", "work") == "service/api.py"


def test_settings_come_from_the_commit_and_not_from_the_checkout(place: Place) -> None:
    place.write("flask-modernize.toml", b'exclude = ["app/"]\n')
    place.ok("branch", "--name", "work", "--only", "first")
    assert "app/views.py" in place.git("diff", "--name-only", "main", "work")


def test_symlinks_are_not_written_through(place: Place, tmp_path: Path) -> None:
    outside = tmp_path / "outside.py"
    outside.write_bytes(b"import flask\none()\n")
    os.symlink(outside, place.root / "linked.py")
    place.git("add", "-A")
    place.git("commit", "-q", "-m", "link")
    place.ok("branch", "--name", "work")
    assert outside.read_bytes() == b"import flask\none()\n"
    assert "linked.py" not in place.git("diff", "--name-only", "main", "work")


# -- hooks ------------------------------------------------------------------------------------------------------------


def hook(place: Place, script: str) -> None:
    path = place.root / ".git" / "hooks" / "pre-commit"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def test_a_hook_that_fails_keeps_the_migration_out(place: Place) -> None:
    hook(place, "echo we do not like it >&2; exit 1")
    result = place.run("branch", "--name", "work")
    assert result.exit_code == 1
    assert "we do not like it" in result.stdout
    assert "There is no branch work" in result.stdout
    assert place.git("branch", "--format=%(refname:short)") == "main"


def test_a_hook_that_formats_gets_a_second_try(place: Place) -> None:
    script = "grep -q formatted app/models.py || { echo '# formatted' >> app/models.py; exit 1; }"
    hook(place, script)
    place.ok("branch", "--name", "work", "--only", "first")
    assert place.git("show", "work:app/models.py") == "import flask\nuno()\n# formatted"


# -- the gate ---------------------------------------------------------------------------------------------------------


def test_what_does_not_pass_is_not_committed_and_is_kept_as_a_patch(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate_that_refuses(monkeypatch, b"due")
    result = place.run("branch", "--name", "work")
    assert result.exit_code == 1
    assert place.subjects("work") == ["base", "first: one() becomes uno()"]
    assert "due is there" in result.stdout
    patch = re.search(r"kept in\s+(\S+)", result.stdout)
    assert patch is not None
    place.git("switch", "-q", "work")
    place.git("apply", patch[1])
    assert (place.root / "app/views.py").read_bytes() == b"import flask\nuno()\ndue()\nthree()\n"


def test_keep_going_tries_what_does_not_need_it(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    gate_that_refuses(monkeypatch, b"due")
    result = place.run("branch", "--name", "work", "--keep-going")
    assert result.exit_code == 1
    assert place.subjects("work") == ["base", "first: one() becomes uno()", "fourth: four() becomes quattro()"]
    assert re.search(r"third +skipped\n +It needs second\.", result.stdout)


def test_what_a_check_leaves_behind_is_not_committed(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    gate_that_refuses(monkeypatch, b"nothing like this")
    assert "Note: looked at it" in place.ok("branch", "--name", "work")
    assert "left behind.txt" not in place.git("ls-tree", "-r", "--name-only", "work")
    assert place.git("show", "work:app/views.py") == "import flask\nuno()\ndue()\ntre()"


# -- batches ----------------------------------------------------------------------------------------------------------


def changed(place: Place, branch: str) -> list[set[str]]:
    commits = place.git("rev-list", "--reverse", f"main..{branch}").split()
    listed = [place.git("diff", "--name-only", "-z", f"{commit}~", commit) for commit in commits]
    return [set(each.rstrip("\0").split("\0")) for each in listed]


def test_batches_by_package(place: Place) -> None:
    place.ok("branch", "--name", "work", "--only", "first", "--batch", "by-package")
    expected = [{"app/models.py", "app/views.py"}, {"other/tool.py"}, {"sp ace/é 'q'.py"}]
    assert changed(place, "work") == expected
    assert place.subjects("work")[1:] == [f"first: one() becomes uno() ({name})" for name in ("app", "other", "sp ace")]


def test_batches_by_owner(place: Place) -> None:
    place.write(".github/CODEOWNERS", b"* @all # everybody\n/app/ @web @db\n\n# none\napp/models.py @db\n/other/\n")
    place.git("add", "-A")
    place.git("commit", "-q", "-m", "owners")
    place.git("branch", "-f", "main-before", "HEAD")
    place.ok("branch", "--name", "work", "--only", "first", "--batch", "by-owner")
    assert [line.partition("() (")[2] for line in place.subjects("work")[2:]] == [
        "@all)",
        "@db)",
        "@web @db)",
        "no owner)",
    ]


def test_batches_of_so_many_files(place: Place) -> None:
    place.ok("branch", "--name", "work", "--only", "first", "--batch", "3")
    assert [len(paths) for paths in changed(place, "work")] == [3, 1]


# -- next, status, undo -----------------------------------------------------------------------------------------------


def test_next_commits_one_migration_after_the_other_on_the_current_branch(place: Place) -> None:
    place.git("switch", "-q", "-c", "work")
    for number in range(1, 5):
        place.ok("next")
        assert len(place.subjects("work")) == number + 1
    assert (place.root / "app/views.py").read_bytes() == b"import flask\nuno()\ndue()\ntre()\n"
    assert place.git("status", "--porcelain") == ""
    assert "Every migration" in place.ok("next")


def test_next_leaves_everything_alone_when_edits_are_in_the_way(place: Place) -> None:
    place.git("switch", "-q", "-c", "work")
    place.write("app/views.py", b"my edit\n")
    before = place.state()
    result = place.run("next")
    assert result.exit_code == 1
    assert "git did not take the commit" in result.stdout
    assert place.state() == before


def test_status_says_what_a_migration_needs(place: Place) -> None:
    needs = {rung["migration"]: rung["needs"] for rung in json.loads(place.ok("status", "--format", "json"))["ladder"]}
    assert needs == {"first": [], "second": [], "third": ["second"], "fourth": []}
    assert "needs second" in place.ok("status")
    place.ok("branch", "--name", "work", "--only", "second")
    assert "needs second" not in place.ok("status", "--branch", "work")


def test_status_is_read_from_the_history(place: Place) -> None:
    place.git("switch", "-q", "-c", "work")
    place.ok("next")
    place.ok("next")
    printed = json.loads(place.ok("status", "--format", "json"))
    assert [(rung["migration"], rung["status"]) for rung in printed["ladder"]] == [
        ("first", "applied"),
        ("second", "applied"),
        ("third", "pending"),
        ("fourth", "pending"),
    ]
    place.write("app/late.py", b"import flask\none()\n")
    place.git("add", "-A")
    place.git("commit", "-q", "-m", "late")
    assert "Applied before; there is more to do." in place.ok("status")


def test_undo_drops_a_migration_and_does_the_later_ones_again(place: Place) -> None:
    place.ok("branch", "--name", "work")
    place.git("switch", "-q", "work")
    place.write("mine.py", b"import flask\n# mine\n")
    place.git("add", "-A")
    place.git("commit", "-q", "-m", "mine")
    place.ok("undo", "second")
    assert place.subjects("work") == [
        "base",
        "first: one() becomes uno()",
        "third: three() becomes tre()",
        "fourth: four() becomes quattro()",
        "mine",
    ]
    assert (place.root / "app/views.py").read_bytes() == b"import flask\nuno()\ntwo()\ntre()\n"
    assert place.git("status", "--porcelain") == ""
    assert "has no commit of second" in place.run("undo", "second").stderr


def test_undo_reverts_what_others_may_have(place: Place, tmp_path: Path) -> None:
    place.ok("branch", "--name", "work")
    remote = tmp_path / "remote.git"
    subprocess.run(["git", "init", "-q", "--bare", str(remote)], check=True)
    place.git("remote", "add", "origin", str(remote))
    place.git("push", "-q", "origin", "work")
    old = place.git("rev-parse", "work")
    place.ok("undo", "first", "--branch", "work")
    assert place.git("rev-parse", "work~1") == old
    assert place.git("show", "work:app/models.py") == "import flask\none()"
    ladder = json.loads(place.ok("status", "--branch", "work", "--format", "json"))["ladder"]
    assert [(rung["migration"], rung["status"]) for rung in ladder][:2] == [("first", "pending"), ("second", "applied")]


def test_undo_that_does_not_fit_changes_nothing(place: Place) -> None:
    place.ok("branch", "--name", "work")
    place.git("switch", "-q", "work")
    place.write("app/models.py", b"import flask\nuno_and_more()\n")
    place.git("commit", "-q", "-a", "-m", "on top")
    before = place.state()
    result = place.run("undo", "first")
    assert (result.exit_code, "cannot be taken back by itself" in result.stderr) == (2, True)
    assert place.state() == before


# -- interruptions ----------------------------------------------------------------------------------------------------


class Killed(BaseException):
    """Stands for the end of the process."""


@pytest.mark.parametrize("batch", ["", "1"])
@pytest.mark.parametrize(
    "target",
    [
        (Repository, "add_worktree"),
        (Repository, "commit"),
        (Repository, "move_branch"),
        (ladder, "write_changes"),
        (ladder, "working_tree"),
    ],
    ids=lambda target: target[1],
)
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_run_that_ends_anywhere_goes_on_to_the_same_result(
    place: Place, target: tuple[object, str], after: bool, batch: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ("--batch", batch) if batch else ()
    place.ok("branch", "--name", "whole", *words)
    name = target[1]
    original: Callable[..., object] = getattr(target[0], name)
    calls = 1 if name == "add_worktree" else 0  # there is only one of these

    def ends(*arguments: object, **keywords: object) -> object:
        nonlocal calls
        calls += 1
        if calls == 2 and not after:
            raise Killed
        result = original(*arguments, **keywords)
        if calls == 2:
            raise Killed
        return result

    before = place.state()
    with monkeypatch.context() as patched:
        patched.setattr(target[0], name, ends)
        # A killed process runs no clean-up.
        patched.setattr(workplace, "_clear", lambda repository, directory: None)
        with contextlib.suppress(Killed):
            CliRunner().invoke(program, ("branch", "--name", "work", *words), standalone_mode=False)
    place.git("status")
    place.ok("resume")
    assert place.state() == before
    assert place.git("rev-parse", "work^{tree}") == place.git("rev-parse", "whole^{tree}")
    assert place.subjects("work") == place.subjects("whole")
    assert place.git("worktree", "list", "--porcelain").count("worktree ") == 1
    assert run_state.load(place.repository) is None


def test_two_runs_at_once_are_refused(place: Place) -> None:
    with run_state.locked(place.repository):
        result = place.run("branch", "--name", "work")
    assert (result.exit_code, "Another run" in result.stderr) == (2, True)


def test_a_run_that_is_given_up_is_said(place: Place) -> None:
    run_state.save(place.repository, RunState("earlier", place.git("rev-parse", "HEAD"), ""))
    result = place.run("branch", "--name", "work")
    assert "The interrupted run on earlier was given up" in result.stderr
    assert "nothing to go on with" in place.ok("resume")


def test_resume_without_a_run(place: Place) -> None:
    assert "nothing to go on with" in place.ok("resume")


def test_a_damaged_state_counts_as_none(place: Place) -> None:
    run_state.save(place.repository, RunState("work", "abc", ""))
    path = place.root / ".git" / "flask-modernize" / "run.json"
    assert run_state.load(place.repository) is not None
    path.write_text("{")
    assert run_state.load(place.repository) is None


def test_only_a_linked_checkout_is_ever_cleaned(place: Place) -> None:
    with pytest.raises(AssertionError):
        place.repository.check_out_files("HEAD")


def test_git_says_what_is_wrong(place: Place) -> None:
    with pytest.raises(GitProblem, match="git worktree failed"):
        place.repository.add_worktree(str(place.root / "app"), "0" * 40)


def test_gate_without_checks_says_so() -> None:
    assert gates.Gate(()).after("", Changes(), LADDER[0], lambda: None) == Verdict(True, "no")


# -- isolating --------------------------------------------------------------------------------------------------------


def test_isolate_leaves_out_what_does_not_pass_and_commits_the_rest(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(50):
        place.write(f"many/m{number}.py", b"import flask\nfour()\n")
    place.write("many/bad.py", b"import flask\nfour()\n# bad\n")
    place.git("add", "-A")
    place.git("commit", "-q", "-m", "many")
    calls = 0

    class Check(Refuses):
        def after(self, directory: str, changes: Changes, migration: Migration) -> Verdict:
            nonlocal calls
            calls += 1
            text = Path(directory, "many/bad.py").read_bytes()
            return Verdict(b"quattro" not in text, "the words", "bad is changed")

    monkeypatch.setattr(branch_commands, "_gate", lambda place, state: Gate((Check(b""),)))
    result = place.run("branch", "--name", "work", "--only", "fourth", "--on-difference", "isolate")
    assert result.exit_code == 1
    assert calls <= 12
    assert place.git("show", "work:many/bad.py") == "import flask\nfour()\n# bad"
    assert place.git("show", "work:many/m49.py") == "import flask\nquattro()"
    assert "Left out, because the result did not pass with it: many/bad.py:2." in result.stdout
    assert "bad is changed" in result.stdout
    assert "G-DIFFERENCE" in place.git("log", "-1", "--format=%B", "work")


def test_a_batch_that_does_not_pass_by_itself_is_not_split_off(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    class Check(Refuses):
        def after(self, directory: str, changes: Changes, migration: Migration) -> Verdict:
            uno = [b"uno" in Path(directory, path).read_bytes() for path in ("app/models.py", "other/tool.py")]
            return Verdict(uno[0] == uno[1], "both or none")

    monkeypatch.setattr(branch_commands, "_gate", lambda place, state: Gate((Check(b""),)))
    place.ok("branch", "--name", "work", "--only", "first", "--batch", "by-package")
    assert changed(place, "work") == [{"sp ace/é 'q'.py"}, {"app/models.py", "app/views.py", "other/tool.py"}]
    assert not any((place.root / ".git/flask-modernize/patches").iterdir())


# -- JSON and text ----------------------------------------------------------------------------------------------------


def test_json_is_as_its_schema_and_documentation_say(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    schema = report.schema()
    gate_that_refuses(monkeypatch, b"quattro")
    for words in (("branch", "--name", "work"), ("status", "--branch", "work"), ("branch", "--only", "fourth")):
        jsonschema.validate(json.loads(place.run(*words, "--format", "json").stdout), schema)
    jsonschema.validate(json.loads(place.ok("undo", "first", "--branch", "work", "--format", "json")), schema)
    page = (Path(__file__).parents[3] / "docs" / "branches.md").read_text()
    names = {name for definition in schema["$defs"].values() for name in definition["properties"]}
    assert not [name for name in sorted(names) if f"`{name}`" not in page]


def test_lines_fit_a_narrow_terminal(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(branch_commands, "_width", lambda: 40)
    gate_that_refuses(monkeypatch, b"quattro")
    lines = place.run("branch", "--name", "work").stdout.splitlines()
    prose = [line for line in lines if line.startswith(("    ", "Note", "Nothing")) and "/" not in line]
    assert prose
    assert max(map(len, prose)) <= 40
    assert re.search(r"3 commits on work, from \w{9} in [\d.]+ s\.", " ".join(lines))


def test_findings_that_say_the_same_are_one_line() -> None:
    findings = [
        Finding("a.py", 3, 1, "X-A", "no way (line 3)"),
        Finding("a.py", 9, 1, "X-A", "no way (line 9)"),
        Finding("b.py", 1, 1, "X-A", "no way"),
        Finding("b.py", 2, 1, "X-B", "another"),
        *(Finding("c.py", line, 1, "X-C", "many") for line in range(1, 9)),
    ]
    assert messages.finding_lines(findings) == [
        "- a.py:3, 9, b.py:1 X-A: no way",
        "- b.py:2 X-B: another",
        "- c.py:1, 2, 3, 4, 5, 6 and 2 more, X-C: many",
    ]


# -- repositories of all kinds ----------------------------------------------------------------------------------------


def test_a_branch_that_is_checked_out_moves_with_its_files(place: Place) -> None:
    place.git("switch", "-q", "-c", "work")
    run_state.save(place.repository, RunState("work", place.git("rev-parse", "HEAD"), "", limit=1))
    place.ok("resume")
    assert place.git("status", "--porcelain") == ""
    assert place.subjects("work") == ["base", "first: one() becomes uno()"]


def test_commits_of_others_on_the_branch_are_not_moved_away(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    class Check(Refuses):
        def after(self, directory: str, changes: Changes, migration: Migration) -> Verdict:
            if migration.id == "second":
                other = place.git("commit-tree", "-p", "work", "-m", "theirs", "work^{tree}")
                place.git("branch", "-f", "work", other)
            return Verdict(True, "nothing")

    monkeypatch.setattr(branch_commands, "_gate", lambda place, state: Gate((Check(b""),)))
    result = place.run("branch", "--name", "work")
    assert result.exit_code == 1
    assert "git did not take the commit" in result.stdout
    assert place.subjects("work") == ["base", "first: one() becomes uno()", "theirs"]


def test_worktrees_that_are_away_are_not_forgotten(place: Place, tmp_path: Path) -> None:
    place.git("worktree", "add", "-q", "-b", "side", str(tmp_path / "side"))
    (tmp_path / "side").rename(tmp_path / "away")
    place.ok("branch", "--name", "work")
    (tmp_path / "away").rename(tmp_path / "side")
    assert Place(tmp_path / "side").git("status", "--porcelain") == ""


def test_a_sparse_checkout_stays_sparse_and_the_whole_program_is_seen(place: Place) -> None:
    # As by hand, without an own configuration for each worktree, which `git sparse-checkout` would change.
    place.git("config", "core.sparseCheckout", "true")
    (place.root / ".git/info/sparse-checkout").write_text("/other/\n")
    place.git("read-tree", "-mu", "HEAD")
    settings = (place.root / ".git/config").read_text()
    before = place.state()
    place.ok("branch", "--name", "work", "--only", "first")
    assert place.state() == before
    assert (place.root / ".git/config").read_text() == settings
    assert not (place.root / "app").exists()
    assert "app/views.py" in place.git("diff", "--name-only", "main", "work")


def test_files_with_filters_are_compared_as_they_are_checked_out(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    for word in ("clean", "smudge"):
        place.git("config", f"filter.turn.{word}", "tr a-zA-Z n-za-mN-ZA-M")
    place.write(".gitattributes", b"*.py filter=turn\n")
    place.git("add", "--renormalize", ".")
    place.git("add", "-A")
    place.git("commit", "-q", "-m", "filters")
    orders: list[Order] = []

    def verify(order: Order, known: object) -> Verification:
        orders.append(order)
        return Verification("equal", comparison=Comparison(*[()] * 3))

    monkeypatch.setattr(checks, "verify", verify)
    monkeypatch.setattr(branch_commands, "_gate", lambda place, state: Gate((checks.BehaviourCheck("", ""),)))
    monkeypatch.setattr(checks, "_compared", lambda verification: orders[-1].before.tree.read("setup.py").decode())
    place.ok("branch", "--name", "work", "--only", "fourth")
    assert "Verified: import flask four()" in place.git("log", "-1", "--format=%B", "work")
    assert place.git("show", "work:setup.py") == "vzcbeg synfx\ndhnggeb()"


def test_an_author_is_needed_before_anything_is_run(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.delenv(f"GIT_{who}_NAME")
        monkeypatch.delenv(f"GIT_{who}_EMAIL")
    monkeypatch.setenv("HOME", str(place.root))
    place.git("config", "user.useConfigOnly", "true")
    result = place.run("branch", "--name", "work")
    assert (result.exit_code, "who you are" in result.stderr) == (2, True)


def test_signing_that_does_not_work_loses_nothing(place: Place) -> None:
    place.git("config", "commit.gpgsign", "true")
    place.git("config", "gpg.program", "/no/such/program")
    result = place.run("branch", "--name", "work")
    assert result.exit_code == 1
    assert "gpg failed to sign" in result.stdout
    assert re.search(r"kept in\s+\S+first\.patch", result.stdout)


def test_names_that_git_cannot_have_side_by_side(place: Place) -> None:
    place.git("branch", "flask-modernize")
    place.git("branch", "deep/er")
    for words in (("branch",), ("branch", "--name", "deep")):
        result = place.run(*words)
        assert (result.exit_code, "git cannot have a branch" in result.stderr) == (2, True)


def test_hooks_of_checkouts_do_not_run(place: Place) -> None:
    path = place.root / ".git" / "hooks" / "post-checkout"
    path.write_text("#!/bin/sh\nexit 1\n")
    path.chmod(0o755)
    place.ok("branch", "--name", "work")


def test_settings_of_the_user_do_not_change_what_is_read(place: Place) -> None:
    for setting in ("log.showSignature true", "diff.relative true", "color.ui always", "core.commentChar F"):
        place.git("config", *setting.split())
    place.ok("branch", "--name", "work", "--only", "first")
    ladder = json.loads(place.ok("status", "--branch", "work", "--format", "json"))["ladder"]
    assert ladder[0]["status"] == "applied"


def test_started_by_a_hook(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_DIR", "/somewhere/else")
    monkeypatch.setenv("GIT_INDEX_FILE", "/somewhere/else/index")
    place_ok = place.run("branch", "--name", "work")
    assert place_ok.exit_code == 0, place_ok.stderr


def test_a_full_or_read_only_disk_is_said(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*arguments: object) -> None:
        raise OSError(28, "No space left on device", "x")

    monkeypatch.setattr(ladder, "write_changes", full)
    result = place.run("branch", "--name", "work")
    assert (result.exit_code, result.stderr) == (2, "Error: No space left on device: x. What was committed stays.\n")
    monkeypatch.undo()


def test_tests_that_cannot_be_started_are_refused(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    check = checks.TestsCheck("no-such-program --all", "python")
    monkeypatch.setattr(branch_commands, "_gate", lambda place, state: Gate((check,)))
    result = place.run("branch", "--name", "work")
    assert (result.exit_code, "cannot be run: no-such-program" in result.stderr) == (2, True)


def test_undo_runs_the_tests_on_what_it_does_again(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.ok("branch", "--name", "work")
    check = checks.TestsCheck("grep -q one app/views.py", "python")
    monkeypatch.setattr(branch_commands, "_gate", lambda place, state: Gate((check,)))
    place.ok("undo", "second", "--branch", "work")
    assert check.before is not None


def test_variables_reach_the_tests_also_after_an_interruption(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(branch_commands, "_gate", REAL_GATE)
    words = ("--no-verify", "--env", "WANTED=yes", "--test", "sh -c 'test $WANTED = yes'")
    with monkeypatch.context() as patched:
        patched.setattr(ladder, "write_changes", lambda *_: (_ for _ in ()).throw(OSError("no")))
        assert place.run("branch", "--name", "work", *words).exit_code == 2
    assert ": tests as before" in place.ok("resume")
    assert "Verified: tests as before" in place.git("log", "-1", "--format=%B", "work")
    result = place.run("branch", "--name", "other", "--env", "nothing")
    assert (result.exit_code, "write NAME=VALUE" in result.stderr) == (2, True)
