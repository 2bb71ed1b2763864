"""Settings: where they come from, which one wins, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
import toy_migration

from flask_modernize.planning.configuration import (
    CommandLine,
    Configuration,
    ConfigurationError,
    configure,
    project_root,
    read_document,
)

LADDER = (toy_migration.MIGRATION, toy_migration.OPT_IN)


def configured(command_line: CommandLine | None = None, **files: str) -> Configuration:
    """Files by name with ``_`` for ``.`` (``pyproject_toml``)."""
    named = {name.replace("_", "."): text.encode() for name, text in files.items()}
    return configure(read_document(named.get), LADDER, command_line or CommandLine())


def origin(configuration: Configuration, name: str) -> str:
    return next(setting.origin for setting in configuration.settings if setting.name == name)


def refusal(command_line: CommandLine | None = None, **files: str) -> str:
    with pytest.raises(ConfigurationError) as caught:
        configured(command_line, **files)
    return str(caught.value)


def test_without_files_everything_has_its_default() -> None:
    configuration = configured()
    assert configuration.migrations == ("toy",)
    assert configuration.options["toy"] == {
        "line-length": 0,
        "crash": False,
        "style": "plain",
        "names": (),
        "depth": 3,
    }
    assert {setting.origin for setting in configuration.settings} == {"default"}


def test_pyproject_is_read() -> None:
    text = '[tool.flask-modernize]\nexclude = ["old/"]\njobs = 2\n'
    text += '[tool.flask-modernize.toy]\nstyle = "fancy"\nexclude = ["a"]\n'
    configuration = configured(pyproject_toml=text)
    assert configuration.exclude == ("old/",)
    assert configuration.jobs == 2
    assert configuration.options["toy"]["style"] == "fancy"
    assert configuration.migration_excludes["toy"] == ("a",)
    assert origin(configuration, "toy.style") == "pyproject.toml: tool.flask-modernize.toy.style"


def test_the_own_file_wins_and_says_so() -> None:
    own = Path("flask-modernize.toml").name
    files = {own: b"jobs = 5\n", "pyproject.toml": b"[tool.flask-modernize]\njobs = 2\n"}
    configuration = configure(read_document(files.get), LADDER, CommandLine())
    assert configuration.jobs == 5
    assert origin(configuration, "jobs") == "flask-modernize.toml: jobs"
    assert "pyproject.toml" in configuration.notes[0]


def test_the_command_line_wins() -> None:
    text = '[tool.flask-modernize]\njobs = 2\ncache = true\n[tool.flask-modernize.toy]\nstyle = "fancy"\n'
    given = CommandLine(
        options=("toy.style=plain", "toy.depth=7", "toy.crash=yes", "toy.names=a, b"), jobs=4, cache=False
    )
    configuration = configured(given, pyproject_toml=text)
    assert (configuration.jobs, configuration.cache) == (4, False)
    options = configuration.options["toy"]
    assert (options["style"], options["depth"], options["crash"], options["names"]) == ("plain", 7, True, ("a", "b"))
    assert origin(configuration, "toy.style") == "command line"


def test_opt_in_migrations_run_when_asked() -> None:
    assert configured(pyproject_toml='[tool.flask-modernize]\nenable = ["toy-review"]').migrations == (
        "toy",
        "toy-review",
    )
    assert configured(CommandLine(only=("toy-review",))).migrations == ("toy-review",)
    assert configured(pyproject_toml='[tool.flask-modernize]\ndisable = ["toy"]').migrations == ()
    assert configured(CommandLine(skip=("toy",))).migrations == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("exlude = []", "tool.flask-modernize.exlude: there is no such setting. Did you mean 'exclude'?"),
        ("exclude = 'old'", 'tool.flask-modernize.exclude must be a list of strings, not "old".'),
        ("exclude = [1]", "must be a list of strings, not [1]."),
        ("jobs = 0", "tool.flask-modernize.jobs must be a positive whole number, not 0."),
        ("jobs = true", "must be a positive whole number, not true."),
        ("cache = 1", "must be true or false, not 1."),
        ("enable = ['toi']", "there is no migration 'toi'. Did you mean 'toy'?"),
        ("enable = ['toy']\ndisable = ['toy']", "'toy' is also enabled"),
        ("toy = 1", "tool.flask-modernize.toy must be a table"),
        ("[tool.flask-modernize.toi]\na = 1", "there is no such migration. Did you mean 'toy'?"),
        ("[tool.flask-modernize.toy]\nstil = 'x'", "toy.stil: there is no such setting. Did you mean 'style'?"),
        ("[tool.flask-modernize.toy]\nstyle = 'fanci'", "\"fanci\" is none of plain, fancy. Did you mean 'fancy'?"),
        ("[tool.flask-modernize.toy]\ndepth = 'x'", 'toy.depth must be a positive whole number, not "x".'),
        ("exclude = [", "is not valid TOML"),
    ],
)
def test_what_cannot_be_understood_names_file_and_key(text: str, expected: str) -> None:
    message = refusal(pyproject_toml=f"[tool.flask-modernize]\n{text}\n")
    assert message.startswith("pyproject.toml: ")
    assert expected in message


def test_broken_toml_names_the_line() -> None:
    assert "line 2" in refusal(pyproject_toml="[tool.flask-modernize]\njobs = =\n")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (CommandLine(only=("toi",)), "--only: there is no migration 'toi'. Did you mean 'toy'?"),
        (CommandLine(skip=("toi",)), "--skip: there is no migration 'toi'"),
        (CommandLine(only=("toy",), skip=("toy",)), "'toy' is also given to --only"),
        (CommandLine(options=("style=plain",)), "must have the form MIGRATION.NAME=VALUE"),
        (CommandLine(options=("toy.stile=plain",)), "toy has no setting 'stile'. Did you mean 'style'?"),
        (CommandLine(options=("toy.style=x",)), "is none of plain, fancy"),
        (CommandLine(options=("toy.depth=x",)), "must be a whole number"),
        (CommandLine(options=("toy.crash=maybe",)), "must be true or false"),
    ],
)
def test_what_the_command_line_says_wrongly(given: CommandLine, expected: str) -> None:
    assert expected in refusal(given)


@pytest.mark.parametrize(
    ("name", "text", "length"),
    [
        ("pyproject.toml", "[tool.black]\nline-length = 100\n", 100),
        ("pyproject.toml", "[tool.ruff]\nline-length = 99\n[tool.black]\nline-length = 79\n", 99),
        ("pyproject.toml", "[tool.flask-modernize]\nline-length = 60\n[tool.black]\nline-length = 79\n", 60),
        ("ruff.toml", "line-length = 95\n", 95),
        (".flake8", "[flake8]\nmax-line-length = 110\n", 110),
        ("setup.cfg", "[flake8]\nmax_line_length = 79\n", 79),
        ("tox.ini", "[flake8]\nmax-line-length = 999\n", 120),
        ("setup.cfg", "[flake8]\nmax-line-length = many\n", 0),
        ("setup.cfg", "max-line-length = 79 without a section\n", 0),
    ],
)
def test_the_line_length_is_the_projects_own(name: str, text: str, length: int) -> None:
    configuration = configure(read_document({name: text.encode()}.get), LADDER, CommandLine())
    assert configuration.line_length == length
    assert configuration.options["toy"]["line-length"] == length


def test_the_root_is_the_nearest_directory_with_settings(tmp_path: Path) -> None:
    inner = tmp_path / "services" / "shop"
    (inner / "app").mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'all'\n")
    assert project_root([str(inner / "app")]) == str(tmp_path)
    (inner / "pyproject.toml").write_text("[project]\nname = 'shop'\n")
    (inner / "flask-modernize.toml").write_text("jobs = 1\n")
    assert project_root([str(inner / "app")]) == str(inner)
    assert project_root([str(inner / "app"), str(tmp_path / "services")]) == str(tmp_path)
