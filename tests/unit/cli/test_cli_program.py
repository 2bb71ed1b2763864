"""The command line in real git checkouts: what is written, what is printed, and the exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import jsonschema
import pytest
import toy_migration
from click.testing import CliRunner, Result

from flask_modernize.cli import session
from flask_modernize.cli.program import program
from flask_modernize.planning.registry import BrokenEntryPoint, Registry
from flask_modernize.reporting import json_report
from flask_modernize.sources import WriteFailed

VIEWS = b"from flask import request\n\nx = legacy()  # why\ny = legacy(1)\n"
CHANGED = b"from flask import request\nfrom lib import modern\n\nx = modern()  # why\ny = legacy(1)\n"


@dataclass(slots=True)
class Checkout:
    """A project on disk, and the command line started in it."""

    root: Path
    environment: dict[str, str] = field(default_factory=dict)

    def write(self, path: str, data: bytes) -> Path:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        return target

    def git(self, *arguments: str, stdin: bytes = b"") -> bytes:
        command = [
            "git",
            "-c",
            "user.name=t",
            "-c",
            "user.email=t@example.org",
            "-c",
            "commit.gpgsign=false",
            *arguments,
        ]
        return subprocess.run(command, cwd=self.root, input=stdin, check=True, capture_output=True).stdout

    def commit(self) -> None:
        self.git("init", "-q")
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "all")

    def run(self, *arguments: str) -> Result:
        return CliRunner().invoke(program, arguments, prog_name="flask-modernize")

    def state(self) -> dict[str, bytes]:
        return {
            path.relative_to(self.root).as_posix(): path.read_bytes()
            for path in sorted(self.root.rglob("*"))
            if path.is_file() and ".git" not in path.parts
        }


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Checkout:
    root = tmp_path / "project"
    root.mkdir()
    monkeypatch.chdir(root)
    monkeypatch.setenv("FLASK_MODERNIZE_CACHE_DIR", str(tmp_path / "cache"))
    registry = Registry((toy_migration.MIGRATION, toy_migration.OPT_IN))
    monkeypatch.setattr(session, "installed", lambda: registry)
    made = Checkout(root)
    made.write("app/views.py", VIEWS)
    made.write("app/other.py", b"import flask\nz = legacy()\n")
    made.commit()
    return made


# -- dry runs ---------------------------------------------------------------------------------------------------------


def test_a_dry_run_shows_the_diff_and_writes_nothing(checkout: Checkout) -> None:
    before = checkout.state()
    result = checkout.run("--dry-run", ".")
    assert result.exit_code == 0
    assert checkout.state() == before
    assert "# toy: app/views.py\ndiff --git a/app/views.py b/app/views.py\n" in result.stdout
    assert "-x = legacy()  # why\n+x = modern()  # why\n" in result.stdout
    assert (
        "T-ARGUMENTS: The call legacy(1) has arguments.\n  app/views.py:4:5\n  To do: Rewrite it by hand.\n"
        in result.stdout
    )
    assert "2 files would change; nothing was written. To make these changes:\n  flask-modernize .\n" in result.stdout
    assert result.stderr == ""


@pytest.mark.parametrize(
    "arguments",
    [
        ("--dry-run", "app/views.py"),
        ("app/views.py", "--dry-run"),
        ("--only", "toy", "app/views.py", "--dry-run"),
        ("-j", "2", "--dry-run", "--", "app/views.py"),
        ("app/views.py", "-j2", "--dry-run", "--color=never"),
    ],
)
def test_options_may_stand_before_and_after_the_path(checkout: Checkout, arguments: tuple[str, ...]) -> None:
    result = checkout.run(*arguments)
    assert result.exit_code == 0
    assert "1 file would change" in result.stdout
    assert "app/other.py" not in result.stdout


def test_the_path_defaults_to_the_current_directory(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    checkout.write("lib/more.py", b"legacy()\n")
    monkeypatch.chdir(checkout.root / "lib")
    result = checkout.run("--dry-run")
    assert "# toy: more.py\n" in result.stdout
    assert "views.py" not in result.stdout


@pytest.mark.parametrize("where", [".", "app"])
@pytest.mark.parametrize("arguments", [("--format", "patch"), ()])
def test_what_a_dry_run_prints_is_a_patch(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch, where: str, arguments: tuple[str, ...]
) -> None:
    monkeypatch.chdir(checkout.root / where)
    result = checkout.run("--dry-run", *arguments)
    checkout.git("apply", stdin=result.stdout_bytes)
    assert checkout.state()["app/views.py"] == CHANGED


def test_a_patch_of_a_project_inside_of_a_checkout_starts_at_the_top(checkout: Checkout) -> None:
    checkout.write("app/flask-modernize.toml", b"")
    result = checkout.run("--dry-run", "--format", "patch", "app")
    assert b"diff --git a/app/views.py b/app/views.py\n" in result.stdout_bytes
    checkout.git("apply", stdin=result.stdout_bytes)
    assert checkout.state()["app/views.py"] == CHANGED


def test_a_pure_patch_is_nothing_but_a_patch(checkout: Checkout) -> None:
    checkout.write("app/latin.py", b"# coding: latin-1\r\nx = legacy()  # caf\xe9\r\n")
    result = checkout.run("--dry-run", "--format", "patch", ".")
    assert result.stdout_bytes.startswith(b"diff --git ")
    assert b"+x = modern()  # caf\xe9\r\n" in result.stdout_bytes
    assert b"T-ARGUMENTS" not in result.stdout_bytes
    assert checkout.run("--dry-run", "--format", "patch", "--skip", "toy").stdout_bytes == b""


def test_the_json_report_satisfies_its_schema(checkout: Checkout) -> None:
    checkout.write("app/bad.py", b"import flask\nprint 1\n")
    checkout.write("app/crash.py", b"raise_in_migration = 1  # flask-modernize: ignore[tory]\n")
    result = checkout.run("--dry-run", "--format", "json", ".")
    report = json.loads(result.stdout)
    jsonschema.Draft202012Validator.check_schema(json_report.schema())
    jsonschema.validate(report, json_report.schema())
    (migration,) = report["migrations"]
    assert report["schema_version"] == 1
    assert migration["status"] == "unresolved"
    assert migration["counts"]["findings_by_code"] == {"G-CRASH": 1, "T-ARGUMENTS": 1}
    assert migration["files"] == {"changed": ["app/other.py", "app/views.py"], "created": [], "deleted": []}
    assert {"path": "app/views.py", "line": 3, "before": "legacy()", "after": "modern()", "group": 2} in migration[
        "edits"
    ]
    assert [problem["path"] for problem in report["problems"]] == ["app/bad.py"]
    assert [remark["code"] for remark in report["remarks"]] == ["I-UNKNOWN"]
    assert checkout.run("--dry-run", "--format", "json", ".").stdout == result.stdout


# -- writing ----------------------------------------------------------------------------------------------------------


def test_without_dry_run_the_changes_are_written(checkout: Checkout) -> None:
    result = checkout.run(".")
    assert result.exit_code == 0
    assert checkout.state()["app/views.py"] == CHANGED
    assert "2 files changed. Read the diff" in result.stdout
    assert "diff --git" not in result.stdout
    again = checkout.run("--allow-dirty", ".")
    assert again.exit_code == 0
    assert "nothing to change. 1 place above is left to you." in again.stdout


def test_uncommitted_changes_are_refused(checkout: Checkout) -> None:
    checkout.write("README", b"new\n")
    checkout.git("add", "README")
    checkout.write("app/other.py", b"legacy()\n")
    before = checkout.state()
    result = checkout.run(".")
    assert result.exit_code == 2
    assert "There are uncommitted changes:\n  README\n  app/other.py\n" in result.stderr
    assert "--allow-dirty" in result.stderr
    assert checkout.state() == before
    assert checkout.run("--dry-run", ".").exit_code == 0
    assert checkout.run("--allow-dirty", ".").exit_code == 0
    assert checkout.state()["app/views.py"] == CHANGED


def test_untracked_files_that_would_change_are_refused(checkout: Checkout) -> None:
    checkout.write("notes.txt", b"\n")
    checkout.write("app/new.py", b"legacy()\n")
    before = checkout.state()
    result = checkout.run(".")
    assert result.exit_code == 2
    assert "are not in git" in result.stderr
    assert "  app/new.py\n" in result.stderr
    assert "notes.txt" not in result.stderr
    assert checkout.state() == before
    assert checkout.run("app/views.py").exit_code == 0


def test_uncommitted_changes_outside_of_the_project_do_not_matter(checkout: Checkout) -> None:
    checkout.write("app/flask-modernize.toml", b"")
    checkout.write("top.py", b"legacy()\n")
    checkout.commit()
    checkout.write("top.py", b"legacy( )\n")
    assert checkout.run("app").exit_code == 0
    assert checkout.state()["app/views.py"] == CHANGED


def test_outside_of_git_it_writes(checkout: Checkout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = Checkout(tmp_path / "plain")
    plain.write("views.py", VIEWS)
    monkeypatch.chdir(plain.root)
    assert plain.run(".").exit_code == 0
    assert plain.state()["views.py"] == CHANGED


def test_what_cannot_be_written_is_told(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise WriteFailed("the disk is full; nothing was written")

    monkeypatch.setattr(session, "write_changes", fail)
    result = checkout.run(".")
    assert result.exit_code == 1
    assert result.stderr == "Error: the disk is full; nothing was written\n"
    assert result.stdout == ""


# -- exit codes -------------------------------------------------------------------------------------------------------


def test_check_tells_whether_there_is_something_to_do(checkout: Checkout) -> None:
    before = checkout.state()
    result = checkout.run("--check", ".")
    assert result.exit_code == 1
    assert checkout.state() == before
    assert "diff --git" not in result.stdout
    assert "diff --git" in checkout.run("--check", "--dry-run", ".").stdout
    checkout.run(".")
    assert checkout.run("--check", ".").exit_code == 0, "places that are left alone do not make a check fail"


def test_something_unresolved_is_exit_code_1(checkout: Checkout) -> None:
    checkout.write("app/crash.py", b"raise_in_migration\n")
    result = checkout.run("--dry-run", ".")
    assert result.exit_code == 1
    assert "G-CRASH" in result.stdout
    assert "+x = modern()" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--only", "tory", "."), "There is no migration 'tory'. Did you mean 'toy'?"),
        (("--skip", "tory", "."), "Did you mean 'toy'?"),
        (("--dryrun", "."), "--dry-run"),
        (("--format", "xml", "."), "'xml' is not one of"),
        (("--jobs", "0", "."), "0 is not in the range"),
        (("--option", "toy.stile=fancy", "."), "Did you mean 'style'?"),
        (("nowhere",), "There is no file or directory 'nowhere'."),
        (("lst",), "Did you mean the command 'list'?"),
        (("explain", "tory"), "Did you mean 'toy'?"),
        (("explain",), "Missing argument 'ID'"),
        (("list", "--nonsense"), "No such option"),
    ],
)
def test_wrong_usage_is_exit_code_2(checkout: Checkout, arguments: tuple[str, ...], message: str) -> None:
    result = checkout.run(*arguments)
    assert result.exit_code == 2
    assert message.lower() in result.stderr.lower()
    assert result.stdout == ""


def test_a_wrong_configuration_is_exit_code_2(checkout: Checkout) -> None:
    checkout.write("pyproject.toml", b"[tool.flask-modernize]\nexlude = []\n")
    for command in (("--dry-run", "."), ("list",), ("config",)):
        result = checkout.run(*command)
        assert result.exit_code == 2
        assert result.stderr == (
            "Error: pyproject.toml: tool.flask-modernize.exlude: there is no such setting. Did you mean 'exclude'?\n"
        )


def test_a_fault_of_the_tool_is_exit_code_3_with_a_reproducer(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def crash(*_: object, **__: object) -> None:
        raise ZeroDivisionError("oops")

    monkeypatch.setattr(session, "working_tree", crash)
    result = checkout.run("--dry-run", ".")
    assert result.exit_code == 3
    (reproducer,) = (tmp_path / "cache" / "crashes").iterdir()
    assert "Internal error: ZeroDivisionError: oops" in result.stderr
    assert str(reproducer) in result.stderr
    assert "Traceback" in reproducer.read_text()


def test_an_interrupt_says_that_nothing_was_written(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    before = checkout.state()
    monkeypatch.setattr(session, "working_tree", interrupt)
    result = checkout.run(".")
    assert result.exit_code == 130
    assert "Interrupted; nothing was written." in result.stderr
    assert checkout.state() == before


def test_an_interrupt_after_writing_says_so(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(session, "_report", interrupt)
    result = checkout.run(".")
    assert result.exit_code == 130
    assert "the changes had been written" in result.stderr


# -- settings and helpful words ---------------------------------------------------------------------------------------


def test_excluded_files_are_not_looked_at(checkout: Checkout) -> None:
    checkout.write("pyproject.toml", b'[tool.flask-modernize]\nexclude = ["app/other.py"]\n')
    assert "other.py" not in checkout.run("--dry-run", ".").stdout
    result = checkout.run("--dry-run", "app/other.py")
    assert "Note: app/other.py is not looked at" in result.stderr


def test_ignore_comments_are_obeyed(checkout: Checkout) -> None:
    checkout.write("app/views.py", VIEWS.replace(b"# why", b"# flask-modernize: ignore[toy]"))
    result = checkout.run("--dry-run", "app/views.py")
    assert "diff --git" not in result.stdout
    assert result.exit_code == 0


def test_a_directory_without_flask_gets_a_helpful_answer(checkout: Checkout, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    assert "There are no Python files here." in checkout.run("--dry-run", str(empty)).stdout
    (empty / "a.py").write_text("x = 1\n")
    result = checkout.run("--dry-run", str(empty))
    assert "1 Python file looked at; none of them mentions Flask or SQLAlchemy" in result.stdout
    assert result.exit_code == 0


def test_a_warm_run_says_the_same(checkout: Checkout) -> None:
    first = checkout.run("--dry-run", "--stats", ".")
    second = checkout.run("--dry-run", "--stats", ".")
    fresh = checkout.run("--dry-run", "--stats", "--no-cache", ".")
    assert first.stdout == second.stdout == fresh.stdout
    assert "its result was used" in second.stderr
    assert "bytes given to libcst: " in first.stderr
    assert "its result was used" not in first.stderr + fresh.stderr
    assert {line.split()[0] for line in first.stderr.splitlines()} >= {
        "discover",
        "read",
        "index",
        "plan",
        "rewrite",
        "guard",
    }


def test_list_shows_the_ladder(checkout: Checkout) -> None:
    result = checkout.run("list")
    assert result.exit_code == 0
    assert "toy         yes     legacy() becomes modern()\n" in result.stdout
    assert "toy-review  opt-in  does nothing" in result.stdout


def test_explain_shows_documentation_options_and_codes(checkout: Checkout) -> None:
    result = checkout.run("explain", "toy")
    assert result.exit_code == 0
    for words in (
        "What it does",
        "Replaces one name by another.",
        'style = "plain"',
        "one of plain, fancy",
        "T-ARGUMENTS",
    ):
        assert words in result.stdout
    assert "Not in sections." in checkout.run("explain", "toy-review").stdout


def test_config_shows_what_is_in_force_and_why(checkout: Checkout) -> None:
    checkout.write("pyproject.toml", b'[tool.flask-modernize]\njobs = 3\n[tool.flask-modernize.toy]\nstyle = "fancy"\n')
    result = checkout.run("config", "--option", "toy.depth=9")
    lines = {line.split(" = ")[0]: line for line in result.stdout.splitlines()}
    assert lines["jobs"].split("  #") == [lines["jobs"].split("  #")[0], " pyproject.toml: tool.flask-modernize.jobs"]
    assert "= 9" in lines["toy.depth"]
    assert lines["toy.depth"].endswith("# command line")
    assert lines["toy.style"].endswith("# pyproject.toml: tool.flask-modernize.toy.style")
    assert f"# project root: {checkout.root}" in result.stdout


def test_a_path_named_like_a_command(checkout: Checkout) -> None:
    checkout.write("list/more.py", b"legacy()\n")
    assert "migration" in checkout.run("list").stdout.splitlines()[0]
    assert "# toy: list/more.py" in checkout.run("--dry-run", "./list").stdout


def test_options_before_a_command_are_its_own(checkout: Checkout) -> None:
    assert checkout.run("--color", "never", "explain", "toy").exit_code == 0
    result = checkout.run("--dry-run", "list")
    assert result.exit_code == 2
    assert "flask-modernize list" in result.stderr


def test_a_broken_package_is_a_warning(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    registry = Registry((toy_migration.MIGRATION,), (BrokenEntryPoint("bad", "bad-package", "ImportError: x"),))
    monkeypatch.setattr(session, "installed", lambda: registry)
    result = checkout.run("--dry-run", ".")
    assert result.exit_code == 0
    assert (
        "Warning: the migration 'bad' of the package 'bad-package' cannot be loaded: ImportError: x\n" in result.stderr
    )


def test_help_shows_options_commands_and_exit_codes(checkout: Checkout) -> None:
    for arguments in (("--help",), ("-h",), ("--dry-run", "--help")):
        text = checkout.run(*arguments).stdout
        for words in (
            "Usage: flask-modernize [OPTIONS] [PATH]...\n",
            "--dry-run",
            "explain",
            "Examples:",
            "Exit codes:",
        ):
            assert words in text
    assert checkout.run("list", "--help").stdout.startswith("Usage: flask-modernize list [OPTIONS] [PATH]\n")
    assert checkout.run("--version").stdout.startswith("flask-modernize ")


# -- as a process -----------------------------------------------------------------------------------------------------


@pytest.fixture
def process(checkout: Checkout, tmp_path: Path) -> Checkout:
    """The same checkout, for commands that run in a Python of their own."""
    plugin = toy_migration.install(tmp_path / "plugin")
    checkout.environment = {
        **{name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "TERM")},
        "PYTHONPATH": os.pathsep.join([str(plugin), *os.environ.get("PYTHONPATH", "").split(os.pathsep)]),
        "PYTHONWARNINGS": "error",
    }
    return checkout


def started(checkout: Checkout, *command: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, *command],
        cwd=checkout.root,
        env=checkout.environment | environment,
        capture_output=True,
        check=False,
    )


def test_the_module_runs_as_a_process(process: Checkout) -> None:
    done = started(process, "-m", "flask_modernize", "--only", "toy", "--dry-run", ".")
    assert done.returncode == 0, done.stderr
    assert b"+x = modern()  # why\n" in done.stdout
    assert b"\x1b" not in done.stdout
    process.git("apply", stdin=done.stdout)


def test_an_ascii_locale_does_not_matter(process: Checkout) -> None:
    process.write("app/umlaut.py", "x = legacy('ä')  # Ünïcode\n".encode())
    ascii_only = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"}
    for options in ((), ("--format", "json"), ("--color", "always")):
        done = started(process, "-m", "flask_modernize", "--only", "toy", "--dry-run", *options, ".", **ascii_only)
        assert done.returncode == 0, done.stderr


def test_a_closed_pipe_is_quiet(process: Checkout) -> None:
    for number in range(300):
        process.write(f"app/f{number}.py", b"legacy()\n" * 30)
    command = f"{sys.executable} -m flask_modernize --only toy --dry-run . | head -1"
    done = subprocess.run(
        command, shell=True, cwd=process.root, env=process.environment, capture_output=True, check=False
    )
    assert done.stdout == b"== toy: legacy() becomes modern()\n"
    assert done.stderr == b""


LOADED = """
import sys
from flask_modernize.cli import main
try:
    main()
finally:
    print('loaded', *sys.modules, file=sys.stderr)
"""


def loaded(checkout: Checkout, *arguments: str) -> set[str]:
    done = started(checkout, "-c", LOADED, *arguments)
    assert done.returncode == 0, done.stderr
    return set(done.stderr.decode().split("loaded ", 1)[1].split())


def test_help_and_version_import_next_to_nothing(process: Checkout) -> None:
    for option in ("--help", "--version"):
        ours = {name for name in loaded(process, option) if name.startswith("flask_modernize")}
        options = {f"flask_modernize.cli.{name}" for name in ("program", "exits", "trust")}
        assert ours == {"flask_modernize", "flask_modernize.cli", *options}


def test_a_warm_run_parses_nothing(process: Checkout) -> None:
    cold = loaded(process, "--dry-run", ".")
    assert "flask_modernize.planning.planner" in cold
    warm = loaded(process, "--dry-run", ".")
    assert warm.isdisjoint({"libcst", "rich", "flask_modernize.planning.planner", "git", "multiprocessing"})
