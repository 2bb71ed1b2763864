"""``pip install`` in the RUN instructions of a Dockerfile."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from flask_modernize.formats.declarations import Declaration, DependencyFile, Form, line_number, requirement

_CONTINUED = r"\\[ \t]*\r?\n(?:[ \t]*(?:#[^\r\n]*)?\r?\n)*"
_RUN = re.compile(rf"^[ \t]*RUN\b((?:[^\r\n\\]|{_CONTINUED}|\\.)*)", re.MULTILINE | re.IGNORECASE)
_INSTALL = re.compile(r"(?<![\w.-])(?:pip[\d.]*|uv[ \t]+pip)(?:\"[ \t]*,[ \t]*\"|\s+)install(?![\w-])")
_SEPARATOR = re.compile(r"&&|\|\||;|\||\r?\n(?![ \t]*\\)")
_WORD = re.compile(r"(?<![^\s,\[])(?:\"[^\"]*\"|'[^']*'|[^\s\"',\[\]]+(?:\[[\w, -]*\][^\s\"',\[\]]*)?)(?![^\s,\]])")
_GAP_BEFORE = re.compile(r"(?:[ \t]|\\[ \t]*\r?\n)+\Z")
_WITH_VALUE = frozenset({"-r", "-c", "-i", "-e", "-f", "-t", "--requirement", "--constraint", "--index-url"})
_WITH_VALUE |= {"--extra-index-url", "--find-links", "--trusted-host", "--target", "--prefix", "--cert", "--editable"}


def read_dockerfile(path: str, text: str) -> DependencyFile:
    """Words of ``pip install`` that are requirements, in the shell form and in the list form."""
    return DependencyFile(path, tuple(_declarations(text)))


def _declarations(text: str) -> Iterator[Declaration]:
    for instruction in _RUN.finditer(text):
        # continuation marks, and the comments between lines, become as many spaces
        joined = re.sub(_CONTINUED, lambda match: " " * len(match[0]), instruction[1])
        for install in _INSTALL.finditer(joined):
            rest = joined[install.end() :]
            stop = _SEPARATOR.search(rest)
            offset = instruction.start(1) + install.end()
            yield from _words(text, rest[: stop.start()] if stop else rest, offset)


def _words(text: str, command: str, offset: int) -> Iterator[Declaration]:
    found = list(_requirements(text, command, offset))
    listed = command.lstrip(' \t"').startswith(",")  # ["pip", "install", "flask"]
    for each in found:
        yield replace(each, entry=(0, 0)) if listed or len(found) == 1 else each


def _requirements(text: str, command: str, offset: int) -> Iterator[Declaration]:
    skip = False
    for match in _WORD.finditer(command):
        word, start = match[0], offset + match.start()
        bare = word.strip("\"'")
        if skip or bare.startswith("-"):
            skip = not skip and bare in _WITH_VALUE
            continue
        quoted = bare != word
        if "$" in bare or "/" in bare or bare == ".":
            continue
        inner = start + (1 if quoted else 0)
        gap = _GAP_BEFORE.search(text, 0, start)
        entry = (gap.start() if gap else start, start + len(word))
        found = requirement(bare, inner, line_number(text, start), entry)
        if found is not None and (quoted or not re.search("[<>]", bare)):
            yield found if quoted else replace(found, form=Form.SHELL)
