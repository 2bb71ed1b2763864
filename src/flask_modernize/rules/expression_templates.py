"""Putting the parts of old code into the template of a rule; see :mod:`flask_modernize.rules.kinds`."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from flask_modernize.rules.replacing import Span

_PLACEHOLDER = re.compile(r"\{\{|\}\}|\{(self|args|func|value|\d+|:\w+|\w+=)\}")
_ATOMS = (
    ast.Name,
    ast.Attribute,
    ast.Call,
    ast.Subscript,
    ast.Constant,
    ast.List,
    ast.Dict,
    ast.Set,
    ast.ListComp,
    ast.DictComp,
    ast.SetComp,
    ast.JoinedStr,
)
_OPENS, _CLOSES = "([{,=:", ")]},:"


@dataclass(frozen=True, slots=True)
class Fragments:
    """What a template can be filled with; spans are of the old file, ``nodes`` what stands in them."""

    spans: Mapping[str, Span]
    nodes: Mapping[str, ast.expr] = field(default_factory=dict)
    multiline: Callable[[Span], bool] = lambda span: False


@lru_cache(maxsize=512)
def placeholders(template: str) -> tuple[str, ...]:
    """The names of the placeholders in order, repeated ones repeated: ``self``, ``0``, ``name=``, ``:name``."""
    return tuple(match[1] for match in _PLACEHOLDER.finditer(template) if match[1])


def filled(template: str, fragments: Fragments, names: Mapping[str, str]) -> tuple[str | Span, ...] | None:
    """The new text in parts; None where a part is missing, or would be evaluated twice or dropped with effects.

    ``names``: for ``:name`` how the file calls it.
    """
    wanted = placeholders(template)
    for name, node in fragments.nodes.items():
        if (wanted.count(name) > 1 or name not in wanted) and not _is_cheap(node):
            return None
    parts: list[str | Span] = []
    position = 0
    for match in _PLACEHOLDER.finditer(template):
        parts.append(template[position : match.start()])
        position = match.end()
        if match[1] is None:
            parts.append(match[0][0])
        elif match[1].startswith(":"):
            parts.append(names[match[1][1:]])
        elif match[1] not in fragments.spans:
            return None
        else:
            parts.extend(_in_place(template, match, fragments))
    parts.append(template[position:])
    return tuple(part for part in parts if part != "")


def shown(template: str, texts: Mapping[str, str]) -> str:
    """A template as a person reads it, on one line: with the texts of old code, and dots for what is missing."""

    def text_of(match: re.Match[str]) -> str:
        if match[1] is None:
            return match[0][0]
        text = " ".join(texts.get(match[1], "...").split())
        return match[1][1:] if match[1].startswith(":") else text if len(text) <= 40 else "..."

    return _PLACEHOLDER.sub(text_of, template)


def needs_parentheses(template: str) -> bool:
    """Whether the expression that a template gives must be put in parentheses inside of another one."""
    return not isinstance(_tree(template), _ATOMS)


def compares(template: str) -> bool:
    """Whether the expression is a comparison, which binds closer than ``not``, ``and`` and ``or``."""
    return isinstance(_tree(template), ast.Compare)


@lru_cache(maxsize=512)
def _tree(template: str) -> ast.expr:
    def stand_in(match: re.Match[str]) -> str:
        if match[1] is None:
            return match[0][0]
        return match[1].lstrip(":") if match[1].startswith(":") else "_" + match[1].rstrip("=")

    return ast.parse(_PLACEHOLDER.sub(stand_in, template).strip(), mode="eval").body


def _in_place(template: str, match: re.Match[str], fragments: Fragments) -> Iterator[str | Span]:
    span = fragments.spans[match[1]]
    node = fragments.nodes.get(match[1])
    before, after = template[: match.start()].rstrip()[-1:], template[match.end() :].lstrip()[:1]
    compared = template[: match.start()].rstrip()[-2:] in ("==", "!=", "<=", ">=")
    stands_alone = before in _OPENS and not compared and (after in _CLOSES or not after)
    inside = _depth(template[: match.start()]) > 0
    wraps = node is not None and (
        (not stands_alone and not isinstance(node, _ATOMS))
        or (not inside and fragments.multiline(span) and not isinstance(node, _ATOMS))
        or (isinstance(node, ast.Constant) and isinstance(node.value, int) and after == ".")
        or isinstance(node, ast.Starred)
    )
    return iter(("(", span, ")") if wraps else (span,))


def _depth(text: str) -> int:
    bare = _PLACEHOLDER.sub("", text)
    return sum(bare.count(each) for each in "([{") - sum(bare.count(each) for each in ")]}")


def _is_cheap(node: ast.expr) -> bool:
    """Whether it makes no difference how often something is evaluated."""
    if isinstance(node, ast.Attribute):
        return _is_cheap(node.value)
    return isinstance(node, ast.Name | ast.Constant)
