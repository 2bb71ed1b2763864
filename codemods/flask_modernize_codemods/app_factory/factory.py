"""The text of ``create_app`` and of the functions that it calls."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask_modernize_codemods.app_factory.pieces import Piece

_GROUPS = {
    "extension": "register_extensions",
    "celery": "celery_init_app",
    "route": "register_blueprints",
    "error": "register_error_handlers",
    "shell": "register_shell_context",
    "cli": "register_cli",
}
_FEW = 5
"""Up to so many statements, a factory is easier to read in one piece."""
_BIG_BLOCK = 7
"""Lines from which on a block gets a function of its own."""


@dataclass(frozen=True, slots=True)
class Style:
    """``unit`` is the indentation, ``local`` the name of the application, ``taken`` the names of the module."""

    unit: str
    local: str
    taken: frozenset[str]


def with_comments(pieces: Sequence[Piece]) -> list[Piece]:
    """Comments whose import is gone stand before what comes next."""
    found: list[Piece] = []
    waiting: list[str] = []
    for piece in pieces:
        if piece.kind == "comment":
            waiting += piece.lines
        elif waiting and piece.imports:
            first, *rest = piece.imports
            comments = [line.strip() for line in waiting]
            found.append(replace(piece, imports=("\n".join([*comments, first]), *rest), blank=True))
            waiting = []
        elif waiting:
            found.append(replace(piece, lines=(*waiting, *piece.lines), blank=True))
            waiting = []
        else:
            found.append(piece)
    if waiting:
        found.append(Piece("other", (1 << 30, 0), tuple(waiting)))
    return found


def factory_text(pieces: Sequence[Piece], style: Style, parameters: str) -> list[str]:
    """``create_app`` and its functions as lines; two blank lines between functions."""
    body, functions = factory_parts(pieces, style)
    lines = [f"def create_app({parameters}):", *body, f"{style.unit}return {style.local}"]
    for function in functions:
        lines += ["", "", *function]
    return lines


def factory_parts(pieces: Sequence[Piece], style: Style) -> tuple[list[str], list[list[str]]]:
    """The lines of the factory's body, without ``return``, and those of each function that it calls."""
    runs = _runs(_gathered(pieces))
    named = _named_runs(runs, pieces, style)
    body: list[str] = []
    functions: list[list[str]] = []
    for number, run in enumerate(runs):
        name = named.get(number)
        if name is None:
            _append(body, run, style)
            continue
        body.append(f"{style.unit}{name}({style.local})")
        functions.append(function_text(f"def {name}({style.local}):", run, style))
    inline = [piece for number, run in enumerate(runs) if number not in named for piece in run]
    return [*_globals(inline, style), *body], functions


def function_text(header: str, pieces: Sequence[Piece], style: Style) -> list[str]:
    """One function: its imports on top, then the statements."""
    imports = _distinct([each for piece in pieces for each in piece.imports])
    lines = [header, *_globals(pieces, style), *(style.unit + each for each in imports)]
    if imports:
        lines.append("")
    body: list[str] = []
    for piece in pieces:
        if piece.blank and body:
            body.append("")
        body += piece.lines
    return [*lines, *_without_lead(body)]


def _globals(pieces: Sequence[Piece], style: Style) -> list[str]:
    names = sorted({name for piece in pieces for name in piece.globals})
    return [f"{style.unit}global {', '.join(names)}"] if names else []


_PLAIN_IMPORT = re.compile(r"from (\S+) import (\w+)")


def _distinct(imports: Sequence[str]) -> list[str]:
    """The lines of import statements and of the comments on them, each statement once; names of one module together."""
    found: dict[str, list[str]] = {}
    comments: dict[str, list[str]] = {}
    for text in imports:
        *notes, statement = text.split("\n")
        match = _PLAIN_IMPORT.fullmatch(statement)
        key = match[1] if match else statement
        comments.setdefault(key, []).extend(notes)
        names = found.setdefault(key, [])
        if match and match[2] not in names:
            names.append(match[2])
    lines: list[str] = []
    for key, names in found.items():
        lines += comments[key]
        lines.append(f"from {key} import {', '.join(names)}" if names else key)
    return lines


def _append(body: list[str], run: Sequence[Piece], style: Style) -> None:
    """Adds statements to the factory itself, each below the imports that it needs and that are not there yet."""
    for piece in run:
        imports = [line for each in _distinct(piece.imports) if (line := style.unit + each) not in body]
        if (piece.blank or imports) and body:
            body.append("")
        body += [*imports, *piece.lines]


def _without_lead(lines: list[str]) -> list[str]:
    while lines and not lines[0]:
        lines = lines[1:]
    return lines


_WITHOUT_INFLUENCE = frozenset({"route", "error", "shell", "cli"})
"""Kinds that read nothing of an extension's settings while they register."""


def _gathered(pieces: Sequence[Piece]) -> list[Piece]:
    """Settings of extensions join the extensions, where only registrations of views and commands stand between."""
    found: list[Piece] = []
    for piece in pieces:
        if piece.kind == "setting":
            place = len(found)
            while place and found[place - 1].kind in _WITHOUT_INFLUENCE:
                place -= 1
            if place and found[place - 1].kind == "extension":
                found.insert(place, replace(piece, kind="extension"))
                continue
        found.append(piece)
    return found


def _runs(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Neighbours of one kind. A block stands alone, but for those that set up logging."""
    runs: list[list[Piece]] = []
    for piece in pieces:
        before = runs[-1][-1] if runs else None
        if before is not None and ((_logs(piece) and _logs(before)) or before.kind == piece.kind not in _ALONE):
            runs[-1].append(piece)
        else:
            runs.append([piece])
    return runs


def _named_runs(runs: Sequence[Sequence[Piece]], pieces: Sequence[Piece], style: Style) -> dict[int, str]:
    """The runs that become functions: a kind only when all of it stands together, a block only when it is long."""
    kinds = [run[0].kind for run in runs]
    few = sum(1 for piece in pieces) <= _FEW
    named: dict[int, str] = {}
    for number, run in enumerate(runs):
        kind = kinds[number]
        name = _GROUPS.get(kind, "")
        if kind == "block":
            name = _block_name(run)
        elif kind == "celery":
            name = name if any(line.lstrip().startswith("class ") for piece in run for line in piece.lines) else ""
        elif kinds.count(kind) > 1 or few or (len(run) == 1 and not run[0].imports and len(run[0].lines) < 4):
            name = ""
        elif name == "register_blueprints" and not any("register_blueprint(" in line for p in run for line in p.lines):
            name = "register_routes"
        if not name or name in style.taken or name in named.values() or not _stands_alone(run, pieces, style):
            continue
        named[number] = name
    return named


_ALONE = frozenset({"block", "creation"})


def _block_name(run: Sequence[Piece]) -> str:
    long = sum(len(piece.lines) for piece in run) >= _BIG_BLOCK
    return "configure_logging" if long and all(_logs(piece) for piece in run) else ""


def _logs(piece: Piece) -> bool:
    """Whether it is a block that sets up logging."""
    text = "\n".join(piece.lines)
    return piece.kind == "block" and (".addHandler(" in text or "logging." in text)


def _stands_alone(run: Sequence[Piece], pieces: Sequence[Piece], style: Style) -> bool:
    """Whether the statements share no variable but the application with the others."""
    inside = {id(piece) for piece in run}
    others = [piece for piece in pieces if id(piece) not in inside]
    bound = {name for piece in run for name in piece.binds}
    read = {name for piece in run for name in piece.reads} | bound
    bound_elsewhere = {name for piece in others for name in piece.binds} - {style.local}
    read_elsewhere = {name for piece in others for name in piece.reads}
    return not (bound & read_elsewhere) and not (read & bound_elsewhere)
