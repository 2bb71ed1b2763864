"""``FLASK_ENV`` and options of ``flask run`` in files that are not Python: .env, Procfile, Dockerfile, scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Edit, Finding, Group, Options, Plan
from flask_modernize.project.entry_points import is_entry_file
from flask_modernize.sources import SourceFile, UnreadableSource

if TYPE_CHECKING:
    from flask_modernize.project.project import Project

_DEVELOPMENT = re.compile(
    r"\bFLASK_ENV(?P<sign>\s*[=:]\s*|[ \t]+)(?P<quote>[\"']?)(?:development|dev)(?P=quote)(?![\w-])"
)
_PRODUCTION = re.compile(r"\bFLASK_ENV=([\"']?)production\1[ \t]+(?=\S)")
_PRODUCTION_LINE = re.compile(
    r"^[ \t]*(?:-[ \t]+|export[ \t]+|ENV[ \t]+|set[ \t]+)?"
    r"FLASK_ENV(?:[ \t]*[=:][ \t]*|[ \t]+)([\"']?)production\1[ \t]*$"
)
_COMMAND = re.compile(r"[^;&|]+")
_FLASK = re.compile(r"\bflask\b")
_RUN = re.compile(r"\brun\b")
_LOADING = re.compile(r"(?<![ \t])[ \t]++--(?:eager|lazy)-loading\b")
_NAMES = re.compile(
    r"(^|/)(\.env[.\w-]*|\.flaskenv|Makefile|Procfile[.\w]*|[\w.-]*\.(sh|bash|bat|ps1|service|ya?ml|env))$"
)


def plan(project: Project, options: Options) -> Plan:
    """The lines that say how Flask runs."""
    keeps = _reads_variable(project)
    groups = []
    for path in project.tree.paths:
        if not path.endswith(".py") and (_NAMES.search(path) or is_entry_file(path)):
            source = _source(project, path)
            if source is not None and (b"FLASK_ENV" in source.data or b"-loading" in source.data):
                groups += list(_changes(path, source, keeps))
    findings: tuple[Finding, ...] = ()
    return Plan(tuple(groups), findings)


def _source(project: Project, path: str) -> SourceFile | None:
    try:
        return SourceFile.of_any_text(project.tree.read(path))
    except (UnreadableSource, OSError, KeyError):
        return None


def _reads_variable(project: Project) -> bool:
    """Whether Python code asks for the variable: then it is the application's own, and stays."""
    return any(True for _ in project.files_with(b"FLASK_ENV"))


def _changes(path: str, source: SourceFile, keeps: bool) -> Iterator[Group]:
    has_debug = b"FLASK_DEBUG" in source.data
    goes_on = False
    for number in range(1, source.line_count + 1):
        start, end = source.line_span(number)
        line = source.text(start, end)
        continues, goes_on = goes_on, line.rstrip().endswith("\\")
        if line.lstrip().startswith("#") or not ("FLASK_ENV" in line or "-loading" in line):
            continue
        new = _COMMAND.sub(_without_loading, line)
        if continues and _is_last_word(new, goes_on=goes_on, has_debug=has_debug and not keeps):
            continue  # without it the line before would go on with the next command
        if not keeps:
            new = _without_production(new)
            new = _DEVELOPMENT.sub("" if has_debug and _is_whole(new) else _debug, new)
            if has_debug and not new.strip():
                new = ""
        elif _DEVELOPMENT.search(new) and not has_debug:
            new = _beside(new, alone=not continues)
        if new != line:
            edit = Edit(path, start, end, source.encode(new))
            yield Group("debug mode is a setting of its own", path, number, (edit,))


def _without_loading(command: re.Match[str]) -> str:
    """``flask run`` without the options that are gone. One search after the other: a line may have megabytes."""
    text = command[0]
    flask = _FLASK.search(text)
    run = _RUN.search(text, flask.end()) if flask is not None else None
    return text[: run.end()] + _LOADING.sub("", text[run.end() :]) if run is not None else text


def _is_last_word(line: str, *, goes_on: bool, has_debug: bool) -> bool:
    """Whether the last line of a statement that is written on several ones would go as a whole."""
    goes = _PRODUCTION_LINE.match(line.rstrip("\n")) is not None or (has_debug and _is_whole(line))
    return goes and not goes_on


def _debug(match: re.Match[str]) -> str:
    quote = match["quote"]
    return f"FLASK_DEBUG{match['sign']}{quote}1{quote}"


def _is_whole(line: str) -> bool:
    """Whether a line does nothing but set the variable."""
    rest = _DEVELOPMENT.sub("", line).strip()
    return rest in ("", "-", "export", "ENV", "set")


def _without_production(line: str) -> str:
    """Production is what Flask takes for granted."""
    if _PRODUCTION_LINE.match(line.rstrip("\n")):
        return ""
    return _PRODUCTION.sub("", line)


def _beside(line: str, *, alone: bool) -> str:
    """The application reads the variable itself: debug mode is added on a line, or in front of a command."""
    match = _DEVELOPMENT.search(line)
    assert match is not None
    if alone and _is_whole(line):
        indented = line if line.endswith("\n") else line + "\n"
        return indented + _DEVELOPMENT.sub(_debug, line)
    if "=" not in match["sign"]:
        return line
    return line[: match.start()] + _debug(match) + " " + line[match.start() :]
