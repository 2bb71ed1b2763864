"""Templates that name endpoints, and small questions about their expressions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flask_modernize.formats import jinja

TAKERS = frozenset({"url_for", "get_url"})
COMPARISONS = frozenset({"==", "!=", "in", "not in"})


@dataclass(frozen=True, slots=True, eq=False)
class TemplateSource:
    """A template: a file, or a string in a Python file, with the byte offset of each of its characters."""

    path: str
    template: jinja.Template
    places: Sequence[int] | None = None
    text: str = ""

    def offset(self, index: int) -> int:
        if self.places is None:
            return index
        return self.places[index] if index < len(self.places) else self.places[-1] + 1


def argument_of(call: jinja.Call, index: int | None, keyword: str) -> jinja.Expression | None:
    if index is not None and index < len(call.arguments):
        return call.arguments[index]
    return next((value for name, value in call.keywords if name == keyword), None)


def is_same(expression: jinja.Expression, wanted: tuple[str, ...]) -> bool:
    """Whether an expression is the variable, or the attribute of it."""
    if len(wanted) == 1:
        return isinstance(expression, jinja.Name) and expression.name == wanted[0]
    of = expression.of if isinstance(expression, jinja.Attribute) and expression.name == wanted[1] else None
    return isinstance(of, jinja.Name) and of.name == wanted[0]


def is_request_endpoint(expression: jinja.Expression) -> bool:
    """``request.endpoint`` or ``request.url_rule.endpoint``."""
    if not isinstance(expression, jinja.Attribute) or expression.name != "endpoint":
        return False
    of = expression.of
    if isinstance(of, jinja.Attribute) and of.name == "url_rule":
        of = of.of
    return isinstance(of, jinja.Name) and of.name == "request"


def front_of(source: TemplateSource, expression: jinja.Operation) -> tuple[int, str, str]:
    """Where a prefix of a computed string goes, and what belongs around it: offset, before, after."""
    first: jinja.Expression = expression
    while isinstance(first, jinja.Operation):
        first = first.operands[0]
    if isinstance(first, jinja.Text):
        return source.offset(first.start), "", ""
    if expression.operators[0] in ("~", "+") and source.places is None:
        return source.offset(first.start), "'", f"' {expression.operators[0]} "
    return -1, "", ""


def pattern_of(expression: jinja.Expression) -> str:
    """A regular expression for the strings that an expression may give."""
    if isinstance(expression, jinja.Text):
        return re.escape(expression.value)
    if isinstance(expression, jinja.Operation) and set(expression.operators) <= {"~", "+"}:
        return "".join(pattern_of(each) for each in expression.operands)
    if isinstance(expression, jinja.Operation) and expression.operators == ("%",):
        first = expression.operands[0]
        if isinstance(first, jinja.Text):
            return ".*".join(re.escape(each) for each in re.split(r"%(?:\(\w+\))?[a-zA-Z]", first.value))
    return ".*"
