"""Extensions that are built into Jinja, in the files that tell Babel where messages are (``babel.cfg``)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Edit, Group, Options, Plan
from flask_modernize.sources import UnreadableSource
from flask_modernize_codemods.jinja_3.built_in_extensions import BUILT_IN

if TYPE_CHECKING:
    from flask_modernize.project import Project

_FILES = re.compile(r"(?:.*/)?(?:[^/]*\.(?:cfg|ini)|[^/]*babel[^/]*\.conf)")
_LINE = re.compile(rb"^(?P<head>extensions[ \t]*=[ \t]*)(?P<names>[^\r\n]*)(?P<end>\r\n|\r|\n|\Z)", re.MULTILINE)
_SECTION = re.compile(rb"^\[jinja2:", re.MULTILINE)


def plan_babel_mappings(project: Project, options: Options) -> Plan:
    """Takes the names of built-in extensions out of ``extensions = ...`` below ``[jinja2: **.html]``."""
    groups = []
    for path in project.tree.paths:
        if not _FILES.fullmatch(path):
            continue
        try:
            data = project.tree.read(path)
        except (UnreadableSource, OSError, KeyError):
            continue
        edits = tuple(_edits(path, data)) if _SECTION.search(data) else ()
        if edits:
            line = data.count(b"\n", 0, edits[0].start) + 1
            groups.append(Group("extensions that are built into Jinja", path, line, edits, sites=len(edits)))
    return Plan(tuple(groups))


def _edits(path: str, data: bytes) -> Iterator[Edit]:
    for match in _LINE.finditer(data):
        names = [each.strip() for each in match["names"].split(b",")]
        kept = [each for each in names if each and each.decode("utf-8", "replace") not in BUILT_IN]
        if len(kept) == len([each for each in names if each]):
            continue
        if kept:
            comma = b", " if b", " in match["names"] else b","
            yield Edit(path, match.start("names"), match.end("names"), comma.join(kept))
        else:
            yield Edit(path, *_whole_line(data, match), b"")


def _whole_line(data: bytes, match: re.Match[bytes]) -> tuple[int, int]:
    """The line with its end; of a last line without one, the end of the line before it stays away instead."""
    if match["end"] or not data[: match.start()].endswith(b"\n"):
        return match.start(), match.end()
    before = 2 if data[: match.start()].endswith(b"\r\n") else 1
    return match.start() - before, match.end()
