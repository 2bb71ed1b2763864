"""Files besides the program that name a Flask app: Procfile, Dockerfile, compose, units, uwsgi.ini, CI, README ..."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_modernize.formats.server_commands import ServerWord, server_words, uwsgi_files
from flask_modernize.project.memory import remembered
from flask_modernize.sources import UnreadableSource

if TYPE_CHECKING:
    from flask_modernize.project.project import Project

MAX_BYTES = 300_000

_NAMES = re.compile(
    r"""(?ix)
    procfile[\w.-]* | [\w.-]*dockerfile[\w.-]* | makefile | gnumakefile | readme[\w.-]* | \.flaskenv | \.env[\w.-]*
    | justfile | vagrantfile | crontab
    | [\w.-]*\.(?: sh | bash | service | ini | conf | cfg | ya?ml | json | toml | mk | env | bat | ps1 )
    | gunicorn[\w.-]*\.py
    """
)
_UNLIKELY = re.compile(
    r"(?i)(?:^|/)(?:node_modules|vendor|bower_components|locale|translations|package-lock\.json)(?:/|$)"
)


@dataclass(frozen=True, slots=True)
class EntryPoint:
    """One place that tells a server what to run: ``word`` in ``path``, at the bytes ``start:end``."""

    path: str
    line: int
    start: int
    end: int
    word: ServerWord


def is_entry_file(path: str) -> bool:
    """Whether a file may hold commands that start servers, by its name."""
    return _NAMES.fullmatch(path.rpartition("/")[2]) is not None and not _UNLIKELY.search(path)


@remembered
def entry_points(project: Project) -> tuple[EntryPoint, ...]:
    """Every such place in files that are not part of the program, by path and position."""
    return tuple(found for path in project.tree.paths if is_entry_file(path) for found in _in_file(project, path))


def _in_file(project: Project, path: str) -> Iterator[EntryPoint]:
    try:
        data = project.tree.read(path)
    except (UnreadableSource, OSError, KeyError):
        return
    if len(data) > MAX_BYTES or b"\0" in data or not (b":" in data or b"uwsgi" in data or b"wsgi-file" in data):
        return
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return
    for word in sorted([*server_words(text), *uwsgi_files(text)], key=lambda each: each.start):
        start = len(text[: word.start].encode())
        end = start + len(text[word.start : word.end].encode())
        yield EntryPoint(path, text.count("\n", 0, word.start) + 1, start, end, word)
