"""Jinja templates, read without changing a byte: the expressions in ``{{ }}`` and ``{% %}``, with their places.

Jinja's own lexer knows lines only, normalises line ends and drops white space, so this one is written for places. It
reads ISO 8859-1, whatever the file is in: every byte is one character then, and all that Jinja's syntax is made of is
ASCII in the encodings that Flask can load. A piece that cannot be read is kept as `Unreadable` and stops nothing.
"""

from __future__ import annotations

from flask_modernize.formats.jinja.nodes import (
    Attribute,
    Binding,
    Call,
    Choice,
    Expression,
    Filtered,
    Item,
    Many,
    Name,
    Operation,
    Tag,
    Template,
    Text,
    Unreadable,
    Value,
    children,
    walk,
)
from flask_modernize.formats.jinja.templates import read_template, read_text

__all__ = [
    "Attribute",
    "Binding",
    "Call",
    "Choice",
    "Expression",
    "Filtered",
    "Item",
    "Many",
    "Name",
    "Operation",
    "Tag",
    "Template",
    "Text",
    "Unreadable",
    "Value",
    "children",
    "read_template",
    "read_text",
    "walk",
]
