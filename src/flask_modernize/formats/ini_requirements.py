"""Requirements in INI files: setup.cfg of setuptools, and the environments of tox.ini."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from flask_modernize.formats.declarations import (
    Declaration,
    DependencyFile,
    Form,
    Role,
    Span,
    lines_of,
    requirement,
    role_of,
)

_SECTION = re.compile(r"\[([^\]]+)\][ \t]*(?:[#;].*)?")
_OPTION = re.compile(r"([^\s:=\[#;][^:=]*?)[ \t]*[:=][ \t]*(.*)")


@dataclass(frozen=True, slots=True)
class _ValueLine:
    """One line of the value of an option. ``first``: the one that the option's name is on."""

    section: str
    option: str
    text: str
    start: int
    number: int
    span: Span
    first: bool


def read_setup_cfg(path: str, text: str) -> DependencyFile:
    """``install_requires`` and its like. Raises ValueError for what is not INI."""
    found: list[Declaration] = []
    for line in _value_lines(text):
        role = _role_in_setup_cfg(line)
        each = _requirement(line) if role is not None else None
        if each is not None and role is not None:
            found.append(replace(each, role=role))
    return DependencyFile(path, tuple(found))


def read_tox_ini(path: str, text: str) -> DependencyFile:
    """``deps`` of the environments; what is only for some of them has the condition before a colon."""
    found: list[Declaration] = []
    for line in _value_lines(text):
        if line.option == "deps" and line.section.startswith("testenv"):
            plain = _without_factor(line)
            each = _requirement(plain)
            if each is not None:
                form = each.form if plain is line else Form.FIXED  # what a matrix tests against is meant as it is
                found.append(replace(each, role=Role.DEVELOPMENT, form=form))
    return DependencyFile(path, tuple(found))


def _role_in_setup_cfg(line: _ValueLine) -> Role | None:
    if line.section == "options" and line.option == "install_requires":
        return Role.RUNTIME
    if line.section == "options" and line.option in {"tests_require", "setup_requires"}:
        return Role.DEVELOPMENT
    return role_of(line.option) if line.section == "options.extras_require" else None


_FACTOR = re.compile(r"!?[\w{},!.-]+:[ \t]*")


def _without_factor(line: _ValueLine) -> _ValueLine:
    match = _FACTOR.match(line.text)
    if match is None:
        return line
    return replace(line, text=line.text[match.end() :], start=line.start + match.end())


def _value_lines(text: str) -> Iterator[_ValueLine]:
    section, option = "", ""
    for line in lines_of(text):
        content = line.text.strip()
        if not content or content[0] in "#;":
            continue
        heading = _SECTION.fullmatch(line.text)
        named = _OPTION.fullmatch(line.text)
        span = (line.start, line.stop)
        if heading is not None:
            section, option = heading[1].strip(), ""
        elif line.text[0] in " \t" and option:
            start = line.start + line.text.index(content)
            yield _ValueLine(section, option, content, start, line.number, span, False)
        elif named is not None and section:
            option = named[1].strip().lower()
            if named[2].strip():
                yield _ValueLine(
                    section, option, named[2].rstrip(), line.start + named.start(2), line.number, span, True
                )
        else:
            raise ValueError(f"line {line.number} is not INI")


def _requirement(line: _ValueLine) -> Declaration | None:
    text = re.sub(r"\s#.*", "", line.text).rstrip()
    entry = (line.start, line.start + len(text)) if line.first else line.span
    return requirement(text, line.start, line.number, entry)
