"""Names of commands that Click tells otherwise from the names of functions today: they are written down."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask_modernize.project.dependencies import is_pinned_below
from flask_modernize.project.memory import remembered
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement
from flask_modernize.sources import UnreadableSource

if TYPE_CHECKING:
    from flask_modernize.project.project import Project

_DECORATORS = frozenset({"click.command", "click.group", "click.Group.command", "click.Group.group"})
_SUFFIXES = ("_command", "_cmd", "_group", "_grp")
_CALLS = re.compile(rb"\bflask\b[^\n]*")
_WORD = re.compile(rb"[\w-]+")


def _find(file: File) -> Iterator[Match]:
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.FunctionDef):
            for decorator in node.decorator_list:
                name = _old_name(file, node.name)
                if name and _names_nothing(decorator) and file.means(_function(decorator), *_DECORATORS):
                    yield _named(file, decorator, *name)


def _function(decorator: ast.expr) -> ast.expr:
    return decorator.func if isinstance(decorator, ast.Call) else decorator


def _names_nothing(decorator: ast.expr) -> bool:
    """Whether the decorator leaves the name to Click."""
    if not isinstance(decorator, ast.Call):
        return True
    return not decorator.args and all(each.arg not in ("name", None) for each in decorator.keywords)


def _old_name(file: File, function: str) -> tuple[str, str] | None:
    """Row and name, where the command was called otherwise than it would be today."""
    if "_" not in function:
        return None
    if _is_called(file.project, function) and not _is_called(file.project, function.replace("_", "-")):
        return "click-underscore-names", function.lower()
    if function.endswith(_SUFFIXES):
        old = is_pinned_below(file.project, "click", "7.0", file.syntax.path) is not None
        return "click-command-name-suffix", function.lower() if old else function.lower().replace("_", "-")
    return None


def _named(file: File, decorator: ast.expr, row: str, name: str) -> Match:
    if isinstance(decorator, ast.Call):
        place = file.syntax.source.data.index(b"(", file.span(decorator.func)[1]) + 1
        text = f'"{name}"' + (", " if decorator.keywords else "")
    else:
        place = file.span(decorator)[1]
        text = f'("{name}")'
    return Match(row, "the command keeps its name", decorator, (Replacement(place, place, (text,)),))


def _is_called(project: Project, name: str) -> bool:
    """Whether a script, a unit, a Makefile or the like calls ``flask <name>``."""
    return name.encode() in _words_of_calls(project)


@remembered
def _words_of_calls(project: Project) -> frozenset[bytes]:
    """Every word behind a ``flask`` on its line, in files that are not Python."""
    contents = (_content(project, path) for path in _scripts(project))
    return frozenset(
        word
        for content in contents
        if b"flask" in content
        for line in _CALLS.findall(content)
        for word in _WORD.findall(line)
    )


def _scripts(project: Project) -> Iterator[str]:
    for path in project.tree.paths:
        if not path.endswith((".py", ".html", ".js", ".css", ".po", ".svg", ".json", ".lock")):
            yield path


def _content(project: Project, path: str) -> bytes:
    try:
        return project.tree.read(path)
    except (UnreadableSource, OSError, KeyError):
        return b""


MATCHER = Matcher(frozenset({b"command", b"group"}), _find)
