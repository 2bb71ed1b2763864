"""Rebuilds a chain of method calls with libcst: the links that stay keep every byte, comments included.

A *chain* is an expression ``base.link(...).link(...)[index]``. libcst is given the text of this one expression, never
more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from flask_modernize.rewriting.volume import GIVEN_TO_LIBCST

if TYPE_CHECKING:
    import libcst as cst

PLACEHOLDER = "__statement__"
"""Stands for the rebuilt chain in the text that wraps it."""


class ChainError(ValueError):
    """The text is not the chain that was announced; the message says what was found."""


@dataclass(frozen=True, slots=True)
class LinkChange:
    """What becomes of one link; the default keeps it. ``arguments`` is the new text between its parentheses."""

    rename: str | None = None
    arguments: str | None = None
    drop: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the expression stands: ``indent`` of its line, ``column`` (0-based, characters) of its first character,
    ``trailing`` characters that follow it on its last line, and the ``line_length`` to keep to."""

    indent: str
    column: int
    trailing: int
    line_length: int
    step: str = "    "
    least: int = 0
    """An expression of no more columns is never broken: that would not make its line short."""


def rebuild_chain(
    source: str, base: str | None, links: Sequence[LinkChange], suffix: str, wrap: str, layout: Layout
) -> str:
    """The new text of the chain ``source``.

    ``links`` are its steps, innermost first; they must be all steps above the base. ``base`` replaces the base (None
    keeps it), ``suffix`` (``.limit(1)``) is appended to the rebuilt chain, and ``wrap`` is the text that takes it in,
    with :data:`PLACEHOLDER` in its place. Line ends are ``\\n``. Raises :class:`ChainError` when the text is another
    chain.
    """
    statement = _Chain.parse(source, len(links)).with_base(base).with_links(links)
    if wrap == PLACEHOLDER:
        text = statement.code(None) + suffix
        return f"({text})" if statement.grouped and "\n" in text else text
    prefix, _, postfix = wrap.partition(PLACEHOLDER)
    return _lay_out(statement, prefix, suffix, postfix, layout)


def _lay_out(statement: _Chain, prefix: str, suffix: str, postfix: str, layout: Layout) -> str:
    inner = layout.indent + layout.step
    broken = statement.is_broken() or bool(statement.comments) or "#" in postfix
    hugged = prefix + statement.code(None) + suffix + postfix
    bare = "\n" not in hugged and (len(hugged) <= layout.least or (statement.depth() == 0 and not suffix))
    if not broken and (bare or _fits(hugged, layout) or "\n" in statement.code(None)):
        # Line breaks inside arguments only: the chain is wrapped where it is, its lines untouched. A bare name or
        # select() alone is not worth a line of its own.
        return hugged
    if broken:
        body = statement.code(inner) + (f"\n{inner}{suffix}" if suffix else "")
        body += "".join(
            f"  {comment}" if place == 0 else f"\n{inner}{comment}" for place, comment in enumerate(statement.comments)
        )
    else:
        body = statement.code(None) + suffix
    others, closing = _other_arguments(postfix)
    width = layout.line_length - len(inner)
    if not broken and len(body) > width and statement.depth() + bool(suffix) > 1:
        body = statement.with_breaks(inner).code(inner) + (f"\n{inner}{suffix}" if suffix else "")
    if others and statement.comments:
        raise ChainError("a comment before the last call")
    if others:
        body = _with_arguments(body, others, inner, width)
    return f"{prefix}\n{inner}{body}\n{layout.indent}{closing}"


def _with_arguments(body: str, others: str, inner: str, width: int) -> str:
    """The chain and the arguments that follow it: on one line, on two, or one line each."""
    if "\n" not in body + others and len(body) + len(others) + 2 <= width:
        return f"{body}, {others}"
    lines = others.split("\n")
    if len(lines) > 1 and all(len(line.strip()) <= width for line in lines):
        return f"{body},\n{inner}" + f"\n{inner}".join(line.strip() for line in lines)
    if len(others) <= width:
        return f"{body},\n{inner}{others}"
    call = _parse(f"f({others})")
    arguments = [_code(argument.with_changes(comma=_no_comma())).strip() for argument in call.args]  # type: ignore[attr-defined]
    return f"{body},\n" + "".join(f"{inner}{argument},\n" for argument in arguments).rstrip("\n")


def _no_comma() -> object:
    import libcst as cst

    return cst.MaybeSentinel.DEFAULT


def _other_arguments(postfix: str) -> tuple[str, str]:
    """``, page=1)`` is split into the arguments that follow the chain, and what closes the call."""
    if not postfix.startswith(","):
        return "", postfix
    return postfix[1:-1].strip(), postfix[-1:]


def _fits(text: str, layout: Layout) -> bool:
    lines = text.split("\n")
    widths = [len(line) for line in lines]
    widths[0] += layout.column
    widths[-1] += layout.trailing
    return max(widths) <= layout.line_length


@dataclass(frozen=True, slots=True)
class _Chain:
    """A parsed chain: its base and its steps, innermost first."""

    base: cst.BaseExpression
    steps: tuple[cst.BaseExpression, ...]
    """Call (of an Attribute), Attribute or Subscript nodes; only their outer layer is looked at."""
    comments: tuple[str, ...] = ()
    """Comments that stood before the calls that were dropped at the end."""
    grouped: bool = False
    """Part of the chain stood in parentheses of its own, which are gone."""

    @classmethod
    def parse(cls, source: str, count: int) -> _Chain:
        import libcst as cst

        try:
            node = _without_parentheses(_parse("(" + source + "\n)" if "#" in source else "(" + source + ")"))
        except cst.ParserSyntaxError as error:
            raise ChainError(f"cannot parse {source!r}: {error.message}") from error
        steps: list[cst.BaseExpression] = []
        grouped = False
        for _ in range(count):
            grouped = grouped or bool(steps and node.lpar)
            node = _ungrouped(node) if steps else node
            steps.append(node)
            node = _inner(node)
        return cls(node, tuple(reversed(steps)), grouped=grouped)

    def depth(self) -> int:
        return len(self.steps)

    def with_base(self, base: str | None) -> _Chain:
        return self if base is None else replace(self, base=_parse(base))

    def with_links(self, links: Sequence[LinkChange]) -> _Chain:
        kept = [_change(step, link) for step, link in zip(self.steps, links, strict=True) if not link.drop]
        dropped = [step for step, link in zip(self.steps, links, strict=True) if link.drop]
        comments = [line.strip() for step in dropped for line in _dot_space(step).split("\n") if "#" in line]
        if comments and any(not link.drop for link in links[_first_dropped(links) :]):
            raise ChainError("a comment before a call that goes")
        return replace(self, steps=tuple(kept), comments=tuple(comments))

    def is_broken(self) -> bool:
        """Whether a line break stands before one of the dots."""
        return any("\n" in _dot_space(step) for step in self.steps)

    def with_breaks(self, inner: str) -> _Chain:
        """Every link on a line of its own."""
        import libcst as cst

        space = cst.ParenthesizedWhitespace(
            first_line=cst.TrailingWhitespace(newline=cst.Newline("\n")), last_line=cst.SimpleWhitespace(inner)
        )
        return replace(self, steps=tuple(_with_dot_space(step, space) for step in self.steps))

    def code(self, inner: str | None) -> str:
        """The text; with ``inner`` every line break before a dot is followed by that indentation, backslashes gone."""
        node = self.base
        for step in self.steps:
            if inner is not None and "\n" in _dot_space(step):
                step = _with_dot_space(step, _block_space(step, inner))
            node = _on(step, node)
        return _code(node)


def _first_dropped(links: Sequence[LinkChange]) -> int:
    """The place of the first link that goes."""
    return next((place for place, link in enumerate(links) if link.drop), len(links))


@lru_cache(maxsize=512)
def _parse(text: str) -> cst.BaseExpression:
    import libcst as cst

    GIVEN_TO_LIBCST.add(text)
    return cst.parse_expression(text)


def _code(node: cst.BaseExpression) -> str:
    import libcst as cst

    return cst.Module(body=[]).code_for_node(node)


def _without_parentheses(node: cst.BaseExpression) -> cst.BaseExpression:
    return node.with_changes(lpar=node.lpar[1:], rpar=node.rpar[:-1])


def _ungrouped(node: cst.BaseExpression) -> cst.BaseExpression:
    """The step without parentheses around it: the rebuilt chain stands in parentheses as a whole."""
    if not node.lpar:
        return node
    bare = node.with_changes(lpar=[], rpar=[])
    if _code(node).count("#") != _code(bare).count("#"):
        raise ChainError("a comment beside parentheses inside the chain")
    return bare


def _inner(node: cst.BaseExpression) -> cst.BaseExpression:
    import libcst as cst

    if node.lpar:
        raise ChainError("a parenthesised step inside the chain")
    if isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute) and not node.func.lpar:
        return node.func.value
    if isinstance(node, (cst.Attribute, cst.Subscript)):
        return node.value
    raise ChainError(f"{type(node).__name__} where a method call was expected")


def _on(step: cst.BaseExpression, value: cst.BaseExpression) -> cst.BaseExpression:
    import libcst as cst

    if isinstance(step, cst.Call):
        return step.with_changes(func=step.func.with_changes(value=value))
    return step.with_changes(value=value)


def _dot_space(step: cst.BaseExpression) -> str:
    import libcst as cst

    attribute = step.func if isinstance(step, cst.Call) else step
    if not isinstance(attribute, cst.Attribute):
        return ""
    module = cst.Module(body=[])
    return module.code_for_node(attribute.dot.whitespace_before) + module.code_for_node(attribute.dot.whitespace_after)


def _with_dot_space(step: cst.BaseExpression, space: cst.BaseParenthesizableWhitespace) -> cst.BaseExpression:
    import libcst as cst

    if isinstance(step, cst.Call):
        return step.with_changes(func=_with_dot_space(step.func, space))
    if not isinstance(step, cst.Attribute):
        return step
    dot = step.dot.with_changes(whitespace_before=space, whitespace_after=cst.SimpleWhitespace(""))
    return step.with_changes(dot=dot)


def _block_space(step: cst.BaseExpression, inner: str) -> cst.BaseParenthesizableWhitespace:
    """The white space before a dot as it is inside parentheses: comments kept, backslashes not needed any more."""
    import libcst as cst

    attribute = step.func if isinstance(step, cst.Call) else step
    assert isinstance(attribute, cst.Attribute)
    space = attribute.dot.whitespace_before
    if not isinstance(space, cst.ParenthesizedWhitespace):
        after = attribute.dot.whitespace_after
        space = after if isinstance(after, cst.ParenthesizedWhitespace) else space
    if isinstance(space, cst.ParenthesizedWhitespace):
        lines = [
            line.with_changes(indent=False, whitespace=cst.SimpleWhitespace(inner if line.comment else ""))
            for line in space.empty_lines
        ]
        return space.with_changes(indent=False, empty_lines=lines, last_line=cst.SimpleWhitespace(inner))
    return cst.ParenthesizedWhitespace(
        first_line=cst.TrailingWhitespace(newline=cst.Newline("\n")), last_line=cst.SimpleWhitespace(inner)
    )


def _change(step: cst.BaseExpression, link: LinkChange) -> cst.BaseExpression:
    import libcst as cst

    if link.rename is None and link.arguments is None:
        return step
    if not isinstance(step, cst.Call) or not isinstance(step.func, cst.Attribute):
        raise ChainError("only a method call can be changed")
    if link.rename is not None:
        step = step.with_changes(func=step.func.with_changes(attr=cst.Name(link.rename)))
    if link.arguments is not None:
        model = _parse(f"f({link.arguments}\n)" if "#" in link.arguments else f"f({link.arguments})")
        assert isinstance(model, cst.Call)
        step = step.with_changes(args=model.args, whitespace_before_args=model.whitespace_before_args)
    return step
