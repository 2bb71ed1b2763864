"""What the parts of this migration tell one another: refusals, and text cut out of files."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_modernize.facts.sketch import dotted_name
from flask_modernize.rewriting.source_text import span

if TYPE_CHECKING:
    from flask_modernize.project.syntax import Syntax
    from flask_modernize.sources import SourceFile


@dataclass(frozen=True, slots=True, order=True)
class Refusal:
    """A place that is left alone, or (``site`` False) one to know about. ``line`` and ``column`` are 1-based."""

    path: str
    line: int
    column: int
    code: str
    message: str
    site: bool = True

    @classmethod
    def at(cls, syntax: Syntax, node: ast.AST, code: str, message: str, *, site: bool = True) -> Refusal:
        line, column = node.lineno, node.col_offset  # type: ignore[attr-defined]
        _, shown = syntax.source.position(syntax.source.offset(line, column))
        return cls(syntax.path, line, shown, code, message, site)


def text_of(source: SourceFile, node: ast.AST) -> str:
    """The source of a node; line ends are ``\\n``."""
    return source.text(*span(source, node))


def first_name(node: ast.expr) -> str:
    """``flask_login`` of ``flask_login.LoginManager``; empty where it is no dotted name."""
    return (dotted_name(node) or "").partition(".")[0]
