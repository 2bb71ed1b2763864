"""What rules look at in a template, and what they answer."""

from __future__ import annotations

from dataclasses import dataclass

from flask_modernize.formats import jinja
from flask_modernize.project.template_sources import TemplateSource


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """An expression of a template: its tag, and the expression that it is directly in."""

    source: TemplateSource
    tag: jinja.Tag
    node: jinja.Expression
    parent: jinja.Expression | None

    def written(self, node: jinja.Expression) -> str:
        """An expression as the template has it."""
        return self.source.text[start_of(node) : end_of(node)]


@dataclass(frozen=True, slots=True)
class Change:
    """New text for spans of the template (in characters of it): first, behind the last, text. In order, apart."""

    title: str
    pieces: tuple[tuple[int, int, str], ...]

    @property
    def at(self) -> int:
        return self.pieces[0][0]

    @property
    def span(self) -> tuple[int, int]:
        return self.pieces[0][0], self.pieces[-1][1]


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a place is left alone; ``at`` is a character of the template."""

    at: int
    code: str
    message: str
    advice: str


def start_of(node: jinja.Expression) -> int:
    """The first character of an expression; a string begins with its quote."""
    first: jinja.Expression = node
    while (inner := _first_child(first)) is not None:
        first = inner
    return first.start - 1 if isinstance(first, jinja.Text) and first.start == node.start else node.start


def end_of(node: jinja.Expression) -> int:
    """Behind the last character of an expression."""
    last: jinja.Expression = node
    while isinstance(last, jinja.Operation):
        last = last.operands[-1]
    return last.end + 1 if isinstance(last, jinja.Text) and last.end == node.end else node.end


def _first_child(node: jinja.Expression) -> jinja.Expression | None:
    match node:
        case jinja.Attribute(of=of) | jinja.Item(of=of) | jinja.Filtered(of=of):
            return of
        case jinja.Call(function=function):
            return function
        case jinja.Operation(operands=operands, operators=operators) if operators[0] not in ("not",):
            return operands[0]
        case jinja.Choice(then=then):
            return then
        case _:
            return None
