"""environment.yml of conda: its own packages, and those of the pip section."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from flask_modernize.formats.declarations import (
    Declaration,
    DependencyFile,
    Form,
    Line,
    lines_of,
    normalised,
    requirement,
)
from flask_modernize.formats.version_constraints import conda

_ITEM = re.compile(r"([ \t]*)-[ \t]+([\"']?)([^\"'#]+?)\2[ \t]*(?:#.*)?")
_SECTION = re.compile(r"([ \t]*)-[ \t]+pip[ \t]*:[ \t]*(?:#.*)?")
_KEY = re.compile(r"[A-Za-z_-]+[ \t]*:")
_PACKAGE = re.compile(r"(?:[\w-]+::)?([A-Za-z0-9._-]+)[ \t]*((?:[<>=!~]=?|=)[^\"'#]*)?")


def read_conda_environment(path: str, text: str) -> DependencyFile:
    """The lists are read line by line; what is written in brackets on one line is not."""
    return DependencyFile(path, tuple(_declarations(text)))


def _declarations(text: str) -> Iterator[Declaration]:
    inside, pip_indent = False, -1
    for line in lines_of(text):
        if _KEY.match(line.text):
            inside, pip_indent = line.text.startswith("dependencies"), -1
            continue
        section = _SECTION.fullmatch(line.text)
        if inside and section is not None:
            pip_indent = len(section[1])
            continue
        item = _ITEM.fullmatch(line.text)
        if not inside or item is None:
            continue
        if len(item[1]) <= pip_indent:
            pip_indent = -1
        offset = line.start + item.start(3)
        entry = (line.start, line.stop)
        found = requirement(item[3], offset, line.number, entry) if pip_indent >= 0 else _package(item, line, entry)
        if found is not None:
            yield found


def _package(item: re.Match[str], line: Line, entry: tuple[int, int]) -> Declaration | None:
    match = _PACKAGE.fullmatch(item[3])
    if match is None:
        return None
    offset = line.start + item.start(3)
    found = Declaration(
        name=normalised(match[1]),
        written=match[1],
        specifier=conda((match[2] or "").strip()),
        line=line.number,
        whole=(offset, offset + len(item[3])),
        constraint=(offset + (match.end(1) if match[2] is None else match.start(2)), offset + len(item[3].rstrip())),
        entry=entry,
        form=Form.CONDA,
    )
    return replace(found, constraint=(found.constraint[1],) * 2) if match[2] is None else found
