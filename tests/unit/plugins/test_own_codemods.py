"""What a project declares of its own: found, checked, run only when trusted, and never in this process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flask_modernize.cli.program import program
from flask_modernize.planning.configuration import ConfigurationError, disk_reader, read_document
from flask_modernize.planning.contract import Plan
from flask_modernize.planning.registry import Registry, Withheld
from flask_modernize.plugins.codemods import with_codemods
from flask_modernize.plugins.plan_data import BadData, plan_data, plan_of

TRUST = "--trust-repository-codemods"
VARIABLE = "FLASK_MODERNIZE_TRUST_REPOSITORY_CODEMODS"
NATIVE = """
import os
from house_words import NEW
from flask_modernize.planning.contract import *

open(os.environ.get("MARK", "imported"), "w").close()

def plan(project, options, paths):
    groups, findings = [], []
    for path in project.tree.python_paths() if paths is None else sorted(paths):
        data = project.tree.read(path)
        if b"raise_here" in data:
            raise KeyError(path)
        if b"hang_here" in data:
            while True: pass
        if b"exit_here" in data:
            os._exit(9)
        at = data.find(b"old(")
        if at >= 0:
            line = data.count(b"\\n", 0, at) + 1
            edits, needs = (Edit(path, at, at + 3, NEW),), (ImportNeed(path, "lib", "new"),)
            groups.append(Group("old() to new()", path, line, edits, needs))
        if b"left" in data:
            findings.append(Finding(path, 1, 1, "H-LEFT", options["word"]))
    return Plan(tuple(groups), tuple(findings), ("Look at it.",) if groups else ())

MIGRATION = Migration(
    id="house-rule", order=50, summary="old() becomes new()", behaviour=Behaviour.SAME, guide="Calls",
    documentation="Not in sections.", plan=plan, options=(Option("word", "left alone", "what is said"),),
)
"""
SETTINGS = '[tool.flask-modernize]\ncodemods = "codemods"\n'


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    project = tmp_path / "project"
    (project / "codemods").mkdir(parents=True)
    monkeypatch.chdir(project)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv(VARIABLE, raising=False)
    (project / "pyproject.toml").write_text(SETTINGS)
    (project / "codemods" / "house_rule.py").write_text(NATIVE)
    (project / "codemods" / "house_words.py").write_text("NEW = b'new'\n")
    (project / "app.py").write_text("x = old(1)\n")
    return project


def run(*arguments: str) -> Result:
    return CliRunner().invoke(program, ["--only", "house-rule", *arguments])


def registry(root: Path, *, trusted: bool) -> Registry:
    return with_codemods(Registry(()), str(root), read_document(disk_reader(str(root))), trusted=trusted)


# -- trust ------------------------------------------------------------------------------------------------------------


def test_code_of_the_repository_is_only_named_unless_it_is_trusted(root: Path) -> None:
    found = registry(root, trusted=False)
    assert found.migrations == ()
    assert found.withheld == (Withheld("house-rule", "codemods/house_rule.py"),)


@pytest.mark.parametrize(
    "declaration", ['bowler = "house_words.py"', 'libcst = "libcst.codemod.commands.rename:RenameCommand"']
)
def test_so_is_what_only_names_code(root: Path, declaration: str) -> None:
    (root / "codemods" / "other.toml").write_text(f'summary = "x"\n{declaration}\n')
    assert "other" in registry(root, trusted=False).withheld_ids
    assert "other" in registry(root, trusted=True).ids


@pytest.mark.parametrize("value", ["", "0", "false"])
def test_nothing_of_it_runs_without_the_word(root: Path, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, value)
    monkeypatch.setenv("MARK", str(root / "mark"))
    result = CliRunner().invoke(program, ["--dry-run", "."])
    assert result.exit_code == 0
    assert "house-rule (codemods/house_rule.py) is code of this repository" in result.stderr
    result = run("--dry-run", ".")
    assert result.exit_code == 2
    assert "it runs only with --trust-repository-codemods" in result.stderr
    assert not (root / "mark").exists()


def test_the_word_is_a_switch_or_a_variable(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "+x = new(1)" in run("--dry-run", TRUST, ".").stdout
    monkeypatch.setenv(VARIABLE, "1")
    assert "+x = new(1)" in run("--dry-run", ".").stdout


def test_its_settings_do_not_get_in_the_way_of_those_who_do_not_trust_it(root: Path) -> None:
    text = SETTINGS + 'disable = ["house-rule"]\n[tool.flask-modernize.house-rule]\nword = "gone"\n'
    (root / "pyproject.toml").write_text(text)
    assert CliRunner().invoke(program, ["--dry-run", "."]).exit_code == 0


def test_the_repository_cannot_give_the_word_itself(root: Path) -> None:
    (root / "pyproject.toml").write_text(SETTINGS + "trust-repository-codemods = true\n")
    result = CliRunner().invoke(program, ["--dry-run", "."])
    assert result.exit_code == 2
    assert "there is no such setting" in result.stderr


def test_the_code_runs_in_another_process_with_little_of_our_environment(root: Path) -> None:
    code = NATIVE.replace("NEW),)", "str(('SECRET' in os.environ, os.getcwd())).encode()),)")
    (root / "codemods" / "house_rule.py").write_text(code)
    command = [sys.executable, "-m", "flask_modernize", "--only", "house-rule", "--dry-run", TRUST, "."]
    environment = {**os.environ, "SECRET": "x"}
    shown = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=True).stdout
    assert "(False, '" in shown
    assert f"'{root}'" not in shown
    assert not (root / "imported").exists(), "what it writes by relative paths is not in the project"


# -- running ----------------------------------------------------------------------------------------------------------


def test_plans_come_back_whole(root: Path) -> None:
    (root / "left.py").write_text("left = 1\n")
    result = run(TRUST, "--allow-dirty", "--option", "house-rule.word=said", ".")
    assert result.exit_code == 0, result.output
    assert (root / "app.py").read_text() == "from lib import new\n\nx = new(1)\n"
    assert "H-LEFT" in result.stdout
    assert "said" in result.stdout
    assert "Look at it." in result.stdout


def test_a_file_that_it_raises_on_is_a_finding_and_the_others_are_done(root: Path) -> None:
    (root / "bad.py").write_text("raise_here = old(1)\n")
    result = run("--check", TRUST, ".")
    assert result.exit_code == 1
    assert "G-CRASH" in result.stdout
    assert "KeyError: 'bad.py' (house_rule.py:13, in plan)" in result.stdout
    assert "unresolved" in result.stdout
    assert "app.py" in result.stdout


def test_a_process_that_is_gone_is_unresolved(root: Path) -> None:
    (root / "bad.py").write_text("exit_here = old(1)\n")
    result = run("--dry-run", TRUST, ".")
    assert result.exit_code == 1
    assert "its process was ended with exit code 9" in result.stdout


def test_no_time_is_wasted_on_what_does_not_end(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flask_modernize.plugins.native_codemods.NativeCodemod.__init__.__defaults__", (3.0,))
    (root / "bad.py").write_text("hang_here = old(1)\n")
    result = run("--dry-run", TRUST, ".")
    assert result.exit_code == 1
    assert "G-TIME" in result.stdout
    assert "it was not done after 3 seconds" in result.stdout


def test_a_result_is_kept_until_the_code_changes(root: Path) -> None:
    assert "+x = new(1)" in run("--dry-run", TRUST, ".").stdout
    assert "nothing has changed since an earlier run" in run("--dry-run", TRUST, "--stats", ".").stderr
    (root / "codemods" / "house_words.py").write_text("NEW = b'newer'\n")
    assert "+x = newer(1)" in run("--dry-run", TRUST, ".").stdout


def test_list_and_explain_say_where_it_comes_from(root: Path) -> None:
    (root / "codemods" / "acme-names.toml").write_text('summary = "acme 2"\nmoved = { "acme.a" = "acme.b" }\n')
    rows = {line.split()[0]: line for line in CliRunner().invoke(program, ["list", TRUST]).stdout.splitlines() if line}
    assert "repository: codemods/house_rule.py" in rows["house-rule"]
    assert "configuration: codemods/acme-names.toml" in rows["acme-names"]
    assert "built-in" in rows["select-queries"]
    assert "not trusted" in CliRunner().invoke(program, ["list"]).stdout
    shown = CliRunner().invoke(program, ["explain", "acme-names"]).stdout
    assert "From: configuration: codemods/acme-names.toml." in shown
    refused = CliRunner().invoke(program, ["explain", "house-rule"])
    assert refused.exit_code == 2
    assert TRUST in refused.stderr


# -- declarations -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("codemods = 1", "codemods must be a folder, or a table"),
        ('codemods = "../other"', "must be a folder within the project"),
        ('codemods = "."', "must be a folder within the project"),
        ('codemods = "nowhere"', "The codemods folder 'nowhere' cannot be read"),
        ("codemods = { folder = 1 }", "codemods.folder must be a string"),
        ('[tool.flask-modernize.codemods.Bad_Id]\nsummary = "x"', "'Bad_Id' cannot be the id of a codemod"),
        ("[tool.flask-modernize.codemods]\nx = 1", "codemods.x must be a table"),
        ('[tool.flask-modernize.codemods.x]\nsummary = "x"', "codemods.x has no rules"),
        ('[tool.flask-modernize.codemods.x]\nmoved = {"a.b" = "a.c"}', "codemods.x.summary must say in one line"),
        (
            '[tool.flask-modernize.codemods.x]\nsumary = "x"',
            "codemods.x.sumary: there is no such setting. Did you mean 'summary'?",
        ),
        (
            '[tool.flask-modernize.codemods.x]\nsummary = "x"\nbowler = "gone.py"',
            "codemods.x.bowler: there is no file 'gone.py'",
        ),
        ('[tool.flask-modernize.codemods.x]\nsummary = "x"\nbowler = "../a.py"', "outside of the project"),
        (
            '[tool.flask-modernize.codemods.x]\nsummary = "x"\nbowler = "a-b"',
            "'a-b' is neither a .py file nor a module",
        ),
        (
            '[tool.flask-modernize.codemods.x]\nsummary = "x"\nlibcst = "app.py"',
            "must be like codemods/rename.py:RenameCommand",
        ),
        (
            '[tool.flask-modernize.codemods.x]\nsummary = "x"\nbowler = "app.py"\nlibcst = "a:B"',
            "either bowler or libcst",
        ),
        (
            '[tool.flask-modernize.codemods.x]\nsummary = "x"\nbowler = "app.py"\ntime-limit = 0',
            "time-limit must be at least 1",
        ),
        (
            '[tool.flask-modernize.codemods.x]\nsummary = "x"\nbowler = "app.py"\ncontains = "x"',
            "contains must be a list",
        ),
        (
            '[tool.flask-modernize.codemods.x]\nsummary = "x"\nbehaviour = "sane"\nmoved = {"a.b" = "a.c"}',
            "behaviour: 'sane' is none of same, review. Did you mean 'same'?",
        ),
    ],
)
def test_mistakes_name_file_and_key(root: Path, settings: str, said: str) -> None:
    head = "" if settings.startswith("[") else "[tool.flask-modernize]\n"
    (root / "pyproject.toml").write_text(head + settings + "\n")
    with pytest.raises(ConfigurationError) as error:
        registry(root, trusted=True)
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("house_rule.py", "MIGRATION = 1", "codemods/house_rule.py cannot be loaded: TypeError: MIGRATION is a int"),
        ("house_rule.py", "MIGRATION = 1 / 0", "ZeroDivisionError: division by zero (house_rule.py:1)"),
        ("house_rule.py", "import sys\nMIGRATION = sys.exit(1)", "SystemExit: 1"),
        (
            "other_rule.py",
            NATIVE,
            "its MIGRATION has the id 'house-rule'; a codemod of the repository is named as its file: 'other-rule'",
        ),
        (
            "house-rule.toml",
            'summary = "x"\nmoved = {"a.b" = "a.c"}',
            "'house-rule' is the name of codemods/house-rule.toml",
        ),
        ("broken.toml", "x =", "codemods/broken.toml: "),
    ],
)
def test_mistakes_in_files_of_the_folder_name_them(root: Path, file: str, text: str, said: str) -> None:
    (root / "codemods" / file).write_text(text)
    with pytest.raises(ConfigurationError) as error:
        registry(root, trusted=True)
    assert said in str(error.value)


def test_other_files_of_the_folder_are_no_codemods(root: Path) -> None:
    for name in ("_private.py", "test_house_rule.py", "conftest.py"):
        (root / "codemods" / name).write_text("MIGRATION = None\n")
    assert registry(root, trusted=True).ids == ("house-rule",)


def test_a_package_in_the_folder_is_one(root: Path) -> None:
    (root / "codemods" / "house_rule").mkdir()
    (root / "codemods" / "house_rule.py").rename(root / "codemods" / "house_rule" / "__init__.py")
    assert registry(root, trusted=True).origins == {"house-rule": "repository: codemods/house_rule/__init__.py"}


def test_the_folder_itself_is_not_rewritten(root: Path) -> None:
    (root / "codemods" / "house_words.py").write_text("NEW = b'new'\ndef f(): old(1)\n")
    assert "house_words" not in run("--dry-run", TRUST, ".").stdout


# -- plans as data ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/etc/passwd", "../x.py", "a/../../x.py", ".git/config", "", "a//b.py", "./a.py"])
def test_a_plan_cannot_leave_the_project(path: str) -> None:
    data = plan_data(Plan())
    data["groups"] = [["x", "a.py", 1, [], [], [[path, "text"]], [], 1, []]]
    with pytest.raises(BadData, match="is not a path within the project"):
        plan_of(data)


@pytest.mark.parametrize(
    "data",
    [None, [], {}, {"groups": 1, "findings": [], "next_steps": []}, {"groups": [[]], "findings": [], "next_steps": []}],
)
def test_a_plan_that_is_none_is_refused(data: object) -> None:
    with pytest.raises(BadData):
        plan_of(data)
