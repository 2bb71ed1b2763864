"""``celery worker -A app`` in scripts, Procfiles and compose files: options of Celery itself come first today."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Edit, Group, Options, Plan
from flask_modernize.project.entry_points import is_entry_file
from flask_modernize.sources import SourceFile, UnreadableSource

if TYPE_CHECKING:
    from flask_modernize.project.project import Project

_SUBCOMMANDS = (
    "amqp beat call control events flower inspect list migrate multi purge report result shell status upgrade worker"
).replace(" ", "|")
_COMMAND = re.compile(
    rf"(?P<head>(?:^|[\s\"'=/])celery)(?P<own>(?:[ \t]+-{{1,2}}[^\s\"'|&;]+)*?)[ \t]+(?P<sub>{_SUBCOMMANDS})"
    r"(?P<rest>(?:[ \t]+[^\s|&;><#]+)*)"
)
_OPTION = re.compile(
    r"[ \t]+(?P<option>(?:-A|--app|-b|--broker|--result-backend|--loader|--config|--workdir)(?:=|[ \t]+)[^\s\"'|&;]+)"
)
_NAMES = re.compile(r"(^|/)(Makefile|Procfile[.\w]*|[\w.-]*\.(sh|bash|bat|ps1|service|ya?ml|conf|cfg|ini|md|rst|txt))$")


def plan(project: Project, options: Options) -> Plan:
    """The lines that start Celery."""
    groups: list[Group] = []
    for path in project.tree.paths:
        if not path.endswith(".py") and (_NAMES.search(path) or is_entry_file(path)):
            source = _source(project, path)
            if source is not None and b"celery" in source.data:
                groups += _changes(path, source)
    return Plan(tuple(groups))


def _source(project: Project, path: str) -> SourceFile | None:
    try:
        return SourceFile.of_any_text(project.tree.read(path))
    except (UnreadableSource, OSError, KeyError):
        return None


def _changes(path: str, source: SourceFile) -> Iterator[Group]:
    for number in range(1, source.line_count + 1):
        start, end = source.line_span(number)
        line = source.text(start, end)
        new = _COMMAND.sub(_ordered, line)
        if new != line:
            edit = Edit(path, start, end, source.encode(new))
            yield Group("options of Celery stand before the subcommand", path, number, (edit,))


def _ordered(match: re.Match[str]) -> str:
    moved = "".join(f" {each['option']}" for each in _OPTION.finditer(match["rest"]))
    if not moved:
        return match[0]
    return f"{match['head']}{match['own']}{moved} {match['sub']}{_OPTION.sub('', match['rest'])}"
