"""Settings: ``[tool.flask-modernize]`` of pyproject.toml or flask-modernize.toml, and what the command line overrides.

A setting that is not known, or has the wrong type, is an error: a misspelt ``exclude`` that is silently ignored would
let the tool edit what its owner wanted to keep.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_modernize.planning.contract import Behaviour, Migration, Option, Options, OptionValue
from flask_modernize.planning.registry import TRUST_ADVICE
from flask_modernize.planning.suggestions import did_you_mean
from flask_modernize.sources import DEFAULT_MAX_BYTES, find_root
from flask_modernize.sources.exclusion import excluded_paths

OWN_FILE = "flask-modernize.toml"
PYPROJECT = "pyproject.toml"
TABLE = "tool.flask-modernize"
LINE_LENGTH = "line-length"
"""Every migration finds the project's line length under this name among its options."""

CODEMODS = "codemods"
"""The folder of the project's own codemods, or a table of them."""

DEFAULT_BRANCH_NAME = "flask-modernize/{what}"
DEFAULT_COMMIT_SUBJECT = "{migration}: {summary}"
DEFAULT_LINE_LENGTH = 0
DEFAULT_MAX_FILE_SIZE = DEFAULT_MAX_BYTES

Read = Callable[[str], bytes | None]
"""Content of a file of the project by its path from the root, None when there is none."""


class ConfigurationError(Exception):
    """A setting that cannot be understood; the message names the file and the key."""


@dataclass(frozen=True, slots=True)
class CommandLine:
    """What the command line says about settings; empty where it says nothing."""

    only: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    """``MIGRATION.NAME=VALUE`` each."""
    jobs: int | None = None
    cache: bool | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting in force, for people. ``origin``: "default", "command line" or where in which file."""

    name: str
    value: object
    origin: str


@dataclass(frozen=True, slots=True)
class Configuration:
    """All settings in force."""

    migrations: tuple[str, ...]
    """Ids of the migrations that run, in the order of the ladder."""
    exclude: tuple[str, ...] = ()
    """gitignore-style patterns of files that count as not there."""
    migration_excludes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By migration: patterns of files that it reads and does not edit."""
    options: Mapping[str, Options] = field(default_factory=dict)
    """By migration: every option with its value, and ``line-length``."""
    max_file_size: int = DEFAULT_MAX_FILE_SIZE
    """In bytes; larger files are not read."""
    line_length: int = DEFAULT_LINE_LENGTH
    """In characters."""
    jobs: int | None = None
    """Number of processes; None: as many as the machine has processors."""
    cache: bool = True
    asked: frozenset[str] = frozenset()
    """Ids of migrations that run whatever versions of their library are declared: named by ``--only`` or ``always``."""
    branch_name: str = DEFAULT_BRANCH_NAME
    """Template of the name of a new branch: ``{what}`` is the migration if there is one only, else the date."""
    commit_subject: str = DEFAULT_COMMIT_SUBJECT
    """Template of a commit's first line: ``{migration}``, ``{summary}``, ``{sites}``."""
    settings: tuple[Setting, ...] = ()
    notes: tuple[str, ...] = ()
    """Remarks for the reader, for instance that one of two configuration files is not in use."""


@dataclass(frozen=True, slots=True)
class Document:
    """The table of settings as written, and the file that it comes from ("" when there is none)."""

    table: Mapping[str, Any]
    file: str = ""
    notes: tuple[str, ...] = ()
    line_length: tuple[int, str] | None = None
    """Line length that other tools' settings give, and where it stands."""

    def key(self, *names: str) -> str:
        """How to name a key of this document in a message."""
        prefix = TABLE + "." if self.file == PYPROJECT else ""
        return f"{self.file}: {prefix}{'.'.join(names)}"


def project_root(paths: Sequence[str]) -> str:
    """The root of the project that ``paths`` (at least one) belong to, absolute.

    The nearest directory upwards with settings for this tool, within what ``sources.find_root`` takes for the project;
    else all of that.
    """
    top = find_root(paths)
    directory = os.path.commonpath([os.path.realpath(path) for path in paths])
    while directory != top and directory.startswith(top):
        if os.path.isdir(directory) and _has_settings(disk_reader(directory)):
            return directory
        directory = os.path.dirname(directory)
    return top


def _has_settings(read: Read) -> bool:
    if read(OWN_FILE) is not None:
        return True
    data = read(PYPROJECT)
    if data is None or b"flask-modernize" not in data:
        return False
    return "flask-modernize" in _table(_toml(PYPROJECT, data, strict=True), "tool")


def disk_reader(root: str) -> Read:
    """Reads files below a directory; what cannot be read counts as absent."""

    def read(path: str) -> bytes | None:
        try:
            with open(os.path.join(root, path), "rb") as file:
                return file.read()
        except OSError:
            return None

    return read


def read_document(read: Read) -> Document:
    """Finds the settings. flask-modernize.toml wins over pyproject.toml. Raises ConfigurationError on broken TOML."""
    own = read(OWN_FILE)
    pyproject_bytes = read(PYPROJECT)
    pyproject = _toml(PYPROJECT, pyproject_bytes, strict=own is None)
    line_length = _line_length_of_other_tools(read, pyproject)
    tool = pyproject.get("tool")
    table = tool.get("flask-modernize") if isinstance(tool, dict) else None
    if own is not None:
        notes = (f"{PYPROJECT}: [{TABLE}] is not in use, because there is a {OWN_FILE}",) if table is not None else ()
        return Document(_toml(OWN_FILE, own, strict=True), OWN_FILE, notes, line_length)
    if table is None:
        return Document({}, "", (), line_length)
    if not isinstance(table, dict):
        raise ConfigurationError(f"{PYPROJECT}: {TABLE} must be a table.")
    return Document(table, PYPROJECT, (), line_length)


def codemods_folder(document: Document) -> str:
    """The folder of the project's own codemods, "" for none. Raises ConfigurationError."""
    value = document.table.get(CODEMODS, "")
    where = document.key(CODEMODS)
    if isinstance(value, dict):
        value, where = value.get("folder", ""), document.key(CODEMODS, "folder")
    elif not isinstance(value, str):
        raise ConfigurationError(f"{where} must be a folder, or a table that declares codemods.")
    if not isinstance(value, str):
        raise ConfigurationError(f"{where} must be {_KIND_NAMES[str]}.")
    folder = os.path.normpath(value).replace(os.sep, "/") if value else ""
    if folder == os.curdir or folder.startswith(("/", "..")):
        raise ConfigurationError(f"{where} must be a folder within the project.")
    return folder


def configure(
    document: Document, migrations: Iterable[Migration], command_line: CommandLine, withheld: Iterable[str] = ()
) -> Configuration:
    """Checks a document against the migrations there are. Raises ConfigurationError.

    ``withheld`` are ids of codemods that are there and must not be looked into: they may be named, and do not run.
    """
    ladder = tuple(migrations)
    kept_out = tuple(withheld)
    known = (*(migration.id for migration in ladder), *kept_out)
    for id in command_line.only:
        if id in kept_out:
            raise ConfigurationError(f"--only: {id!r} is code of this repository: {TRUST_ADVICE}")
    _check_keys(document, known)
    folder = codemods_folder(document)
    values = {key.name: _engine_value(document, key) for key in _ENGINE_KEYS}
    for name in ("enable", "disable", "always"):
        _check_ids(values[name], known, document.key(name))
    _check_ids(command_line.only, known, "--only")
    _check_ids(command_line.skip, known, "--skip")
    _check_contradictions(document, values, command_line)
    _check_patterns(values["exclude"] or (), document.key("exclude"))
    overrides = _overrides(command_line.options, ladder)
    line_length, line_origin = _line_length(document, values)
    excludes: dict[str, tuple[str, ...]] = {}
    options: dict[str, Options] = {}
    settings: list[Setting] = []
    for migration in ladder:
        table = document.table.get(migration.id, {})
        excludes[migration.id] = _migration_exclude(document, migration, table)
        options[migration.id], chosen = _migration_options(document, migration, table, overrides, line_length)
        origin = _origin(document, migration.id, "exclude") if "exclude" in table else "default"
        settings += [Setting(f"{migration.id}.exclude", excludes[migration.id], origin), *chosen]
    jobs = command_line.jobs if command_line.jobs is not None else values["jobs"]
    cache = command_line.cache if command_line.cache is not None else values["cache"] is not False
    return Configuration(
        migrations=_selected(ladder, values, command_line),
        exclude=(*(values["exclude"] or ()), *((f"/{folder}/",) if folder else ())),
        migration_excludes=excludes,
        options=options,
        max_file_size=values["max-file-size"] or DEFAULT_MAX_FILE_SIZE,
        line_length=line_length,
        jobs=jobs,
        cache=cache,
        asked=frozenset((*command_line.only, *(values["always"] or ()))),
        branch_name=_template(document, "branch-name", values, ("what",)) or DEFAULT_BRANCH_NAME,
        commit_subject=_template(document, "commit-subject", values, ("migration", "summary", "sites"))
        or DEFAULT_COMMIT_SUBJECT,
        settings=(*_engine_settings(document, values, command_line, line_length, line_origin), *settings),
        notes=document.notes,
    )


# -- keys and types ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Key:
    name: str
    kind: type
    default: object


_ENGINE_KEYS = (
    _Key("enable", tuple, ()),
    _Key("disable", tuple, ()),
    _Key("always", tuple, ()),
    _Key("exclude", tuple, ()),
    _Key("max-file-size", int, DEFAULT_MAX_FILE_SIZE),
    _Key(LINE_LENGTH, int, DEFAULT_LINE_LENGTH),
    _Key("jobs", int, "one for each processor"),
    _Key("cache", bool, True),
    _Key("branch-name", str, DEFAULT_BRANCH_NAME),
    _Key("commit-subject", str, DEFAULT_COMMIT_SUBJECT),
)
_KIND_NAMES = {tuple: "a list of strings", int: "a positive whole number", bool: "true or false", str: "a string"}


def _check_keys(document: Document, ids: tuple[str, ...]) -> None:
    known = (*(key.name for key in _ENGINE_KEYS), CODEMODS, *ids)
    for name, value in document.table.items():
        if name not in known:
            thing = "migration" if isinstance(value, dict) else "setting"
            raise ConfigurationError(f"{document.key(name)}: there is no such {thing}.{did_you_mean(name, known)}")
        if name in ids and not isinstance(value, dict):
            raise ConfigurationError(f"{document.key(name)} must be a table with the migration's settings.")


def _engine_value(document: Document, key: _Key) -> Any:
    if key.name not in document.table:
        return None
    value = _typed(document.table[key.name], key.kind, document.key(key.name))
    if isinstance(value, int) and not isinstance(value, bool) and value < 1:
        raise ConfigurationError(f"{document.key(key.name)} must be {_KIND_NAMES[int]}, not {value}.")
    return value


def _typed(value: object, kind: type, where: str) -> OptionValue:
    if kind is tuple and isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(value)
    # bool is an int to Python, and not to a person.
    if kind is not tuple and isinstance(value, kind) and (kind is bool or not isinstance(value, bool)):
        assert isinstance(value, bool | str | int)
        return value
    raise ConfigurationError(f"{where} must be {_KIND_NAMES[kind]}, not {_shown(value)}.")


def _shown(value: object) -> str:
    import json

    try:
        return json.dumps(value, ensure_ascii=False)
    except TypeError:
        return str(value)


def _template(document: Document, name: str, values: Mapping[str, Any], known: Sequence[str]) -> str | None:
    """A text with ``{name}`` in it. Raises ConfigurationError for other names than the known ones."""
    import string

    template = values[name]
    if template is None:
        return None
    assert isinstance(template, str)
    allowed = " and ".join(f"{{{each}}}" for each in known)
    try:
        names = [field for _, field, _, _ in string.Formatter().parse(template) if field is not None]
    except ValueError as error:
        raise ConfigurationError(f"{document.key(name)}: {error}. It may hold {allowed}.") from None
    for field_name in names:
        if field_name not in known:
            raise ConfigurationError(f"{document.key(name)}: there is no {{{field_name}}}. It may hold {allowed}.")
    return template


def _check_ids(ids: Iterable[str] | None, known: tuple[str, ...], where: str) -> None:
    for id in ids or ():
        if id not in known:
            raise ConfigurationError(f"{where}: there is no migration {id!r}.{did_you_mean(id, known)}")


def _check_contradictions(document: Document, values: Mapping[str, Any], command_line: CommandLine) -> None:
    for id in values["enable"] or ():
        if id in (values["disable"] or ()):
            raise ConfigurationError(f"{document.key('disable')}: {id!r} is also enabled.")
    for id in command_line.only:
        if id in command_line.skip:
            raise ConfigurationError(f"--skip: {id!r} is also given to --only.")


# -- migrations -------------------------------------------------------------------------------------------------------


def _selected(ladder: tuple[Migration, ...], values: Mapping[str, Any], command_line: CommandLine) -> tuple[str, ...]:
    # Only what keeps the behaviour runs unasked; --only asks, and so does "enable".
    enabled = {migration.id for migration in ladder if migration.behaviour is Behaviour.SAME}
    enabled = (enabled | set(values["enable"] or ())) - set(values["disable"] or ())
    chosen = set(command_line.only) or enabled
    return tuple(migration.id for migration in ladder if migration.id in chosen - set(command_line.skip))


def _migration_exclude(document: Document, migration: Migration, table: Mapping[str, Any]) -> tuple[str, ...]:
    where = document.key(migration.id, "exclude")
    value = _typed(table.get("exclude", []), tuple, where)
    assert isinstance(value, tuple)
    _check_patterns(value, where)
    return value


def _check_patterns(patterns: Sequence[str], where: str) -> None:
    try:
        excluded_paths((), patterns)
    except ValueError as error:
        raise ConfigurationError(f"{where}: {error}") from None


def _migration_options(
    document: Document,
    migration: Migration,
    table: Mapping[str, Any],
    overrides: Mapping[tuple[str, str], str],
    line_length: int,
) -> tuple[Options, list[Setting]]:
    known = {option.name: option for option in migration.options}
    for name in table:
        if name != "exclude" and name not in known:
            suggestion = did_you_mean(name, (*known, "exclude"))
            raise ConfigurationError(f"{document.key(migration.id, name)}: there is no such setting.{suggestion}")
    values: dict[str, OptionValue] = {LINE_LENGTH: line_length}
    settings: list[Setting] = []
    for name, option in known.items():
        value, origin = option.default, "default"
        if name in table:
            where = document.key(migration.id, name)
            value = _chosen(_typed(table[name], type(option.default), where), option, where)
            origin = _origin(document, migration.id, name)
        if (migration.id, name) in overrides:
            value = _parsed(overrides[migration.id, name], option, f"--option {migration.id}.{name}")
            origin = "command line"
        values[name] = value
        settings.append(Setting(f"{migration.id}.{name}", value, origin))
    return values, settings


def _chosen(value: OptionValue, option: Option, where: str) -> OptionValue:
    given = value if isinstance(value, tuple) else (value,)
    for item in given if option.choices else ():
        if item not in option.choices:
            suggestion = did_you_mean(str(item), option.choices)
            raise ConfigurationError(f"{where}: {_shown(item)} is none of {', '.join(option.choices)}.{suggestion}")
    return value


def _overrides(given: Iterable[str], ladder: tuple[Migration, ...]) -> dict[tuple[str, str], str]:
    ids = {migration.id: migration for migration in ladder}
    overrides: dict[tuple[str, str], str] = {}
    for text in given:
        matched = re.fullmatch(r"([^.=]+)\.([^=]+)=(.*)", text, re.DOTALL)
        if matched is None:
            raise ConfigurationError(f"--option {text}: must have the form MIGRATION.NAME=VALUE.")
        id, name, value = matched.groups()
        _check_ids((id,), tuple(ids), "--option")
        names = [option.name for option in ids[id].options]
        if name not in names:
            raise ConfigurationError(f"--option: {id} has no setting {name!r}.{did_you_mean(name, names)}")
        overrides[id, name] = value
    return overrides


_WORDS = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}


def _parsed(text: str, option: Option, where: str) -> OptionValue:
    kind = type(option.default)
    if kind is bool:
        if text.lower() not in _WORDS:
            raise ConfigurationError(f"{where} must be {_KIND_NAMES[bool]}, not {text!r}.")
        return _WORDS[text.lower()]
    if kind is int:
        if not re.fullmatch(r"-?\d+", text):
            raise ConfigurationError(f"{where} must be a whole number, not {text!r}.")
        return int(text)
    if kind is tuple:
        return _chosen(tuple(item.strip() for item in text.split(",") if item.strip()), option, where)
    return _chosen(text, option, where)


# -- where values come from -------------------------------------------------------------------------------------------


def _origin(document: Document, *names: str) -> str:
    return document.key(*names) if document.file else "default"


def _engine_settings(
    document: Document, values: Mapping[str, Any], command_line: CommandLine, line_length: int, line_origin: str
) -> list[Setting]:
    settings = []
    if command_line.only:
        settings.append(Setting("only", command_line.only, "command line"))
    if command_line.skip:
        settings.append(Setting("skip", command_line.skip, "command line"))
    for key in _ENGINE_KEYS:
        value, origin = values[key.name], _origin(document, key.name)
        if value is None:
            value, origin = key.default, "default"
        if key.name == LINE_LENGTH:
            value, origin = line_length, line_origin
        if key.name == "jobs" and command_line.jobs is not None:
            value, origin = command_line.jobs, "command line"
        if key.name == "cache" and command_line.cache is not None:
            value, origin = command_line.cache, "command line"
        settings.append(Setting(key.name, value, origin))
    origin = _origin(document, CODEMODS) if CODEMODS in document.table else "default"
    settings.append(Setting(CODEMODS, codemods_folder(document), origin))
    return settings


def _line_length(document: Document, values: Mapping[str, Any]) -> tuple[int, str]:
    if values[LINE_LENGTH] is not None:
        return values[LINE_LENGTH], _origin(document, LINE_LENGTH)
    return document.line_length or (DEFAULT_LINE_LENGTH, "default")


def _line_length_of_other_tools(read: Read, pyproject: Mapping[str, Any]) -> tuple[int, str] | None:
    """Formatters first: they say what is wanted. A linter's limit only says what is tolerated, and counts up to 120."""
    for place, table in (
        *((f"{name}: ", _toml(name, read(name), strict=False)) for name in (".ruff.toml", "ruff.toml")),
        (f"{PYPROJECT}: tool.ruff.", _table(pyproject, "tool", "ruff")),
        (f"{PYPROJECT}: tool.black.", _table(pyproject, "tool", "black")),
    ):
        length = table.get(LINE_LENGTH)
        if isinstance(length, int) and 20 <= length <= 320:
            return length, f"{place}{LINE_LENGTH}"
    for file, section in (
        (".flake8", "flake8"),
        ("setup.cfg", "flake8"),
        ("tox.ini", "flake8"),
        ("setup.cfg", "pycodestyle"),
    ):
        length = _ini_line_length(read(file), section)
        if length is not None and length >= 20:
            return min(length, 120), f"{file}: [{section}] max-line-length"
    return None


def _table(document: Mapping[str, Any], *names: str) -> Mapping[str, Any]:
    current: Any = document
    for name in names:
        current = current.get(name) if isinstance(current, dict) else None
    return current if isinstance(current, dict) else {}


def _ini_line_length(data: bytes | None, section: str) -> int | None:
    if data is None or b"max" not in data:
        return None
    import configparser

    parser = configparser.RawConfigParser(strict=False)
    try:
        parser.read_string(data.decode("utf-8", "replace"))
    except configparser.Error:
        return None
    for name in ("max-line-length", "max_line_length"):
        text = parser.get(section, name, fallback="").strip()
        if text.isdigit():
            return int(text)
    return None


def _toml(file: str, data: bytes | None, *, strict: bool) -> Mapping[str, Any]:
    if data is None:
        return {}
    import tomllib

    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        message = f"{file}: must be encoded as UTF-8."
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        message = f"{file}: is not valid TOML: {error}"
    if strict:
        raise ConfigurationError(message)
    return {}
