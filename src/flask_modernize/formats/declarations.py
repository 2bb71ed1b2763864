"""What a file says the project depends on, with the places of its words, so that one of them can be replaced.

Texts are decoded as Latin-1, one character a byte: names and versions are ASCII, and places stay exact whatever else
the file holds. Lines end at ``\\n``, ``\\r\\n`` and ``\\r``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum


class Role(Enum):
    """What a dependency is for."""

    RUNTIME = "runtime"
    DEVELOPMENT = "development"


class Form(Enum):
    """How a declaration is written, and so how another version has to be written there."""

    REQUIREMENT = "requirement"
    """``Flask>=1.0``: PEP 508."""
    VERSION = "version"
    """``"^1.0"``, the value that Poetry and Pipenv have under a name."""
    CONDA = "conda"
    """``flask=1.0``"""
    SHELL = "shell"
    """A bare word of a shell command, where ``<`` and ``>`` have to be quoted."""
    FIXED = "fixed"
    """It cannot be edited here: it is computed, or installed from a URL."""


Span = tuple[int, int]
"""Start and end in bytes of the file."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """One distribution that a file asks for."""

    name: str
    """Normalised as PEP 503 does: ``flask-sqlalchemy``."""
    written: str
    specifier: str
    """PEP 440, as written but for spaces; empty when any version will do."""
    line: int
    """1-based."""
    whole: Span
    """The requirement: name, extras, version, marker; of a :attr:`Form.VERSION` the value alone."""
    constraint: Span
    """The version as written; empty, where one would go, when there is none."""
    entry: Span
    """What goes when the declaration goes: its lines, or the item of a list with the comma that follows."""
    extras: tuple[str, ...] = ()
    marker: str = ""
    role: Role = Role.RUNTIME
    form: Form = Form.REQUIREMENT
    hashed: bool = False
    """Whether the hashes of its files stand beside it."""
    source: str = ""
    """URL or directory that it is installed from, instead of an index."""
    table_key: Span | None = None
    """Of a :attr:`Form.VERSION`: where the name stands."""

    def moved(self, offset: int, width: int = 1) -> Declaration:
        """The same with its places times ``width`` plus ``offset``."""

        def shifted(span: Span) -> Span:
            return span[0] * width + offset, span[1] * width + offset

        return replace(
            self,
            whole=shifted(self.whole),
            constraint=shifted(self.constraint),
            entry=shifted(self.entry),
            table_key=shifted(self.table_key) if self.table_key else None,
        )


@dataclass(frozen=True, slots=True)
class DependencyFile:
    """One file that declares dependencies."""

    path: str
    declarations: tuple[Declaration, ...]
    locked: bool = False
    """Whether a tool writes this file: it is only read."""
    command: str = ""
    """Of a locked file: how it is made again when a declaration has changed, to be run in its directory."""
    upgrade: str = ""
    """Of a locked file: how the distribution ``{name}`` gets its newest version there."""
    encoding: str = "latin-1"
    """How new text is written into it: ``latin-1`` stands for any superset of ASCII."""


def normalised(name: str) -> str:
    """The name of a distribution as PEP 503 compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


# -- lines ------------------------------------------------------------------------------------------------------------

_LINE = re.compile(r"([^\r\n]*)(\r\n|\n|\r|\Z)")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a text: ``start:end`` without and ``start:stop`` with its line end. ``number`` is 1-based."""

    number: int
    text: str
    start: int
    end: int
    stop: int


def lines_of(text: str, start: int = 0) -> Iterator[Line]:
    """The lines of a text; not the nothing after the last line end. ``start`` is the place of the text in the file."""
    position, number = 0, 1
    while position < len(text):
        match = _LINE.match(text, position)
        assert match is not None
        yield Line(number, match[1], start + position, start + match.end(1), start + match.end())
        position, number = match.end(), number + 1


def line_number(text: str, offset: int) -> int:
    """The 1-based line that an offset of the text is on."""
    before = text[:offset]
    return before.count("\n") + before.count("\r") - before.count("\r\n") + 1


_COMMA = re.compile(r"[ \t]*,")
_LINE_END = re.compile(r"[ \t]*(?:\r\n|\n|\r)")
_COMMA_BEFORE = re.compile(r",[ \t]*\Z")


def item_span(text: str, start: int, end: int) -> Span:
    """What goes when the item ``start:end`` of a list goes: its line, or itself and one of the commas around it."""
    comma = _COMMA.match(text, end)
    stop = comma.end() if comma else end
    begin = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
    line_end = _LINE_END.match(text, stop)
    if line_end is not None and not text[begin:start].strip():
        return begin, line_end.end()
    if comma is not None:
        return start, stop + (len(text[stop:]) - len(text[stop:].lstrip(" \t")) if line_end is None else 0)
    before = _COMMA_BEFORE.search(text, 0, start)
    return before.start() if before else start, end


# -- requirements -----------------------------------------------------------------------------------------------------

_VERSION = r"(?:===|~=|[=!<>]=|[<>])[ \t]*[^\s,;()\"'#]+"
_REQUIREMENT = re.compile(
    r"(?P<name>[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)[ \t]*"
    r"(?:\[(?P<extras>[^\]\r\n]*)\])?"
    rf"[ \t]*(?P<open>\([ \t]*)?(?P<constraint>(?:{_VERSION})(?:[ \t]*,[ \t]*(?:{_VERSION}))*)?"
    r"(?P<trail>[ \t]*,)?(?P<close>[ \t]*\))?"
    r"[ \t]*(?:@[ \t]*(?P<url>[^\s;]+)[ \t]*)?(?:;(?P<marker>[^#]*))?"
)


def requirement(text: str, offset: int, line: int, entry: Span | None = None) -> Declaration | None:
    """A text that is one PEP 508 requirement, which stands at ``offset``; None for anything else."""
    match = _REQUIREMENT.fullmatch(text.rstrip())
    if match is None or bool(match["open"]) != bool(match["close"]) or (match["url"] and match["constraint"]):
        return None
    if match["trail"] and not match["constraint"]:
        return None
    name_end = match.end("name") if match["extras"] is None else match.end("extras") + 1
    constraint = match.span("constraint") if match["constraint"] else (name_end, name_end)
    whole = (offset, offset + len(text.rstrip()))
    return Declaration(
        name=normalised(match["name"]),
        written=match["name"],
        specifier=re.sub(r"\s+", "", match["constraint"] or ""),
        line=line,
        whole=whole,
        constraint=(offset + constraint[0], offset + constraint[1]),
        entry=entry or whole,
        extras=tuple(extra.strip() for extra in (match["extras"] or "").split(",") if extra.strip()),
        marker=(match["marker"] or "").strip(),
        form=Form.FIXED if match["url"] else Form.REQUIREMENT,
        source=match["url"] or "",
    )


_DEVELOPMENT = re.compile(
    r"(?<![a-z])(?:dev|devel|develop|development|tests?|testing|lint|docs?|ci|qa|typing)(?![a-z])"
)


def role_of(name: str) -> Role:
    """What the dependencies of a group or file of this name are for."""
    return Role.DEVELOPMENT if _DEVELOPMENT.search(name.lower()) else Role.RUNTIME
