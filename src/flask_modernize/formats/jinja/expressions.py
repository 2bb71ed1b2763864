"""Reads expressions as Jinja's grammar has them, with the place of each."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from flask_modernize.formats.jinja.nodes import (
    Attribute,
    Call,
    Choice,
    Expression,
    Filtered,
    Item,
    Many,
    Name,
    Operation,
    Text,
    Value,
)


class NotJinja(Exception):
    """The tag is not what Jinja's grammar says."""


@dataclass(frozen=True, slots=True)
class Token:
    kind: str  # "name", "number", "string", "operator" or "end"
    text: str
    start: int
    end: int


_TOKEN = re.compile(
    r"""(?P<space>\s+)
      | (?P<name>[A-Za-z_\x80-\U0010ffff][\w\x80-\U0010ffff]*)
      | (?P<number>0[bB](?:_?[01])+|0[oO](?:_?[0-7])+|0[xX](?:_?[\da-fA-F])+
          |\d(?:_?\d)*(?:\.\d(?:_?\d)*)?(?:[eE][+-]?\d(?:_?\d)*)?)
      | (?P<string>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")
      | (?P<operator>//|\*\*|==|!=|<=|>=|[-+*/%~<>=()\[\]{}.,:;|])""",
    re.VERBOSE | re.DOTALL,
)


def tokens_of(text: str, start: int, end: int) -> list[Token]:
    found = []
    position = start
    while position < end:
        match = _TOKEN.match(text, position, end)
        if match is None:
            raise NotJinja
        kind = match.lastgroup or ""
        if kind != "space":
            found.append(Token(kind, match[0], match.start(), match.end()))
        position = match.end()
    return found


_COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">="})
_Given = tuple[tuple[Expression, ...], tuple[str, ...]]
"""All arguments, and the names of the last of them."""


@dataclass(slots=True)
class ExpressionParser:
    """Jinja's grammar for one tag, in its own order of precedence."""

    tokens: Sequence[Token]
    last: int
    position: int = field(default=0)

    # -- moving about --------------------------------------------------------------------------------------------------

    @property
    def current(self) -> Token:
        if self.position < len(self.tokens):
            return self.tokens[self.position]
        return Token("end", "", self.last, self.last)

    @property
    def previous_end(self) -> int:
        return self.tokens[self.position - 1].end if self.position else self.last

    def take(self) -> Token:
        token = self.current
        if token.kind == "end":
            raise NotJinja
        self.position += 1
        return token

    def at(self, *texts: str) -> bool:
        return self.current.kind in ("operator", "name") and self.current.text in texts

    def skip(self, *texts: str) -> bool:
        if self.at(*texts):
            self.position += 1
            return True
        return False

    def expect(self, text: str) -> None:
        if not self.skip(text):
            raise NotJinja

    def name(self) -> str:
        token = self.take()
        if token.kind != "name":
            raise NotJinja
        return token.text

    # -- expressions ---------------------------------------------------------------------------------------------------

    def tuple(self, with_condition: bool = True) -> Expression:
        """One expression, or several with commas between them."""
        start = self.current.start
        items = [self.expression(with_condition)]
        while self.skip(","):
            if self.current.kind == "end" or self.at("if", "recursive", "else", ")"):
                return Many(tuple(items), (), start, self.previous_end)
            items.append(self.expression(with_condition))
        return items[0] if len(items) == 1 else Many(tuple(items), (), start, self.previous_end)

    def expression(self, with_condition: bool = True) -> Expression:
        found = self.either()
        while with_condition and self.skip("if"):
            test = self.either()
            otherwise = self.expression() if self.skip("else") else None
            found = Choice(test, found, otherwise, found.start, self.previous_end)
        return found

    def either(self) -> Expression:
        return self._level(ExpressionParser.both, frozenset({"or"}))

    def both(self) -> Expression:
        return self._level(ExpressionParser.negated, frozenset({"and"}))

    def _level(self, inner: Callable[[ExpressionParser], Expression], operators: frozenset[str]) -> Expression:
        start = self.current.start
        operands = [inner(self)]
        found = []
        while self.at(*operators):
            found.append(self.take().text)
            operands.append(inner(self))
        if not found:
            return operands[0]
        return Operation(tuple(found), tuple(operands), start, self.previous_end)

    def negated(self) -> Expression:
        start = self.current.start
        if self.skip("not"):
            return Operation(("not",), (self.negated(),), start, self.previous_end)
        return self.comparison()

    def comparison(self) -> Expression:
        start = self.current.start
        operands = [self.sum()]
        found = []
        while (operator := self._comparison_operator()) is not None:
            found.append(operator)
            operands.append(self.sum())
        if not found:
            return operands[0]
        return Operation(tuple(found), tuple(operands), start, self.previous_end)

    def _comparison_operator(self) -> str | None:
        if self.at("in", *_COMPARISONS):
            return self.take().text
        following = self.tokens[self.position + 1 : self.position + 2]
        if self.at("not") and following and following[0].text == "in":
            self.position += 2
            return "not in"
        return None

    def sum(self) -> Expression:
        return self._level(ExpressionParser.joined, frozenset({"+", "-"}))

    def joined(self) -> Expression:
        return self._level(ExpressionParser.product, frozenset({"~"}))

    def product(self) -> Expression:
        return self._level(ExpressionParser.power, frozenset({"*", "/", "//", "%"}))

    def power(self) -> Expression:
        return self._level(ExpressionParser.filtered, frozenset({"**"}))

    def filtered(self) -> Expression:
        return self.filters(self.unary())

    def unary(self) -> Expression:
        start = self.current.start
        if self.at("-", "+"):
            operator = self.take().text
            return self.postfix(Operation((operator,), (self.unary(),), start, self.previous_end))
        return self.postfix(self.primary())

    def postfix(self, found: Expression) -> Expression:
        while True:
            if self.skip("."):
                token = self.take()
                if token.kind not in ("name", "number"):
                    raise NotJinja
                found = Attribute(found, token.text, found.start, token.end)
            elif self.skip("["):
                found = self.item(found)
            elif self.at("("):
                found = self.call(found)
            else:
                return found

    def item(self, of: Expression) -> Expression:
        parts: list[Expression] = []
        while not self.skip("]"):
            if not self.skip(":", ","):
                parts.append(self.expression())
        if len(parts) == 1 and isinstance(parts[0], Text):
            return Attribute(of, parts[0].value, of.start, self.previous_end)
        key = parts[0] if len(parts) == 1 else Many(tuple(parts), (), of.start, self.previous_end)
        return Item(of, key, of.start, self.previous_end)

    def call(self, function: Expression) -> Call:
        self.expect("(")
        arguments: list[Expression] = []
        keywords: list[tuple[str, Expression]] = []
        unpacks = False
        while not self.skip(")"):
            following = self.tokens[self.position + 1 : self.position + 2]
            if self.skip("*", "**"):
                unpacks = True
                arguments_or_values = self.expression()
                keywords.append(("*", arguments_or_values))
            elif self.current.kind == "name" and following and following[0].text == "=":
                name = self.name()
                self.expect("=")
                keywords.append((name, self.expression()))
            else:
                arguments.append(self.expression())
            if not self.at(")"):
                self.expect(",")
        return Call(function, tuple(arguments), tuple(keywords), unpacks, function.start, self.previous_end)

    def primary(self) -> Expression:
        token = self.take()
        if token.kind == "name":
            kind = Value if token.text in _CONSTANTS else Name
            return kind(token.text, token.start, token.end)
        if token.kind == "number":
            return Value(token.text, token.start, token.end)
        if token.kind == "string":
            return self._string(token)
        if token.text == "(":
            return self._parenthesised(token)
        if token.text == "[":
            return self._list(token)
        if token.text == "{":
            return self._dictionary(token)
        raise NotJinja

    def _string(self, token: Token) -> Expression:
        """A string; several in a row are one to Jinja, whose parts have no place of their own."""
        if self.current.kind != "string":
            return Text(_unescaped(token.text[1:-1]), token.start + 1, token.end - 1)
        while self.current.kind == "string":
            self.take()
        return Value("", token.start, self.previous_end)

    def _parenthesised(self, opening: Token) -> Expression:
        if self.skip(")"):
            return Many((), (), opening.start, self.previous_end)
        found = self.tuple()
        self.expect(")")
        return found

    def _list(self, opening: Token) -> Expression:
        items = []
        while not self.skip("]"):
            items.append(self.expression())
            if not self.at("]"):
                self.expect(",")
        return Many(tuple(items), (), opening.start, self.previous_end)

    def _dictionary(self, opening: Token) -> Expression:
        keys, values = [], []
        while not self.skip("}"):
            keys.append(self.expression())
            self.expect(":")
            values.append(self.expression())
            if not self.at("}"):
                self.expect(",")
        return Many(tuple(values), tuple(keys), opening.start, self.previous_end)

    def filters(self, of: Expression) -> Expression:
        while True:
            if self.skip("|"):
                of = self._filtered(of)
            elif self.skip("is"):
                of = self._tested(of)
            elif self.at("("):
                of = self.call(of)
            else:
                return of

    def _filtered(self, of: Expression) -> Expression:
        name = self.name()
        while self.skip("."):
            name += "." + self.name()
        arguments, keywords = self._given(of)
        return Filtered(of, name, arguments, False, of.start, self.previous_end, keywords)

    def _given(self, of: Expression) -> _Given:
        """The arguments in brackets, if there are any: all values, and the names of the last of them."""
        if not self.at("("):
            return (), ()
        call = self.call(of)
        return (*call.arguments, *(value for _, value in call.keywords)), tuple(name for name, _ in call.keywords)

    def _tested(self, of: Expression) -> Expression:
        negated = self.skip("not")
        name = self.name()
        arguments, keywords = self._given(of)
        if not arguments and self._starts_argument():
            arguments = (self.postfix(self.primary()),)
        found = Filtered(of, name, arguments, True, of.start, self.previous_end, keywords)
        return Operation(("not",), (found,), of.start, self.previous_end) if negated else found

    def _starts_argument(self) -> bool:
        token = self.current
        if token.kind == "name":
            return token.text not in ("else", "or", "and", "is", "if", "not", "in")
        return token.kind in ("string", "number") or (token.kind == "operator" and token.text in ("[", "{"))


_CONSTANTS = frozenset({"true", "false", "none", "True", "False", "None"})

_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


def _unescaped(text: str) -> str:
    """The value of what stands between quotes, as far as it matters for names: UTF-8, and no control characters."""
    with contextlib.suppress(UnicodeError):
        text = text.encode("latin-1").decode("utf-8")
    return _ESCAPE.sub(r"\1", text) if "\\" in text else text
