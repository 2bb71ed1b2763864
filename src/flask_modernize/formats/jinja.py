"""Jinja templates, read without changing a byte: the expressions in ``{{ }}`` and ``{% %}``, with their places.

Jinja's own lexer knows lines only, normalises line ends and drops white space, so this one is written for places. It
reads ISO 8859-1, whatever the file is in: every byte is one character then, and all that Jinja's syntax is made of is
ASCII in the encodings that Flask can load. A piece that cannot be read is kept as `Unreadable` and stops nothing.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

# ---------------------------------------------------------------------------------------------------- expressions


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """A string constant; ``start`` and ``end`` are the offsets of what is between the quotes."""

    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Value:
    """Any other constant; ``value`` is its source."""

    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Name:
    """A variable."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Attribute:
    """``of.name``, and ``of["name"]``, which is the same to Jinja."""

    of: Expression
    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """``of[key]`` with another key."""

    of: Expression
    key: Expression
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Call:
    """``function(*arguments, name=value)``; ``unpacks`` when there is a ``*x`` or ``**x``."""

    function: Expression
    arguments: tuple[Expression, ...]
    keywords: tuple[tuple[str, Expression], ...]
    unpacks: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Many:
    """A list or a tuple, or a dictionary by its values (``keys`` are its keys then)."""

    items: tuple[Expression, ...]
    keys: tuple[Expression, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """``then if test else otherwise``."""

    test: Expression
    then: Expression
    otherwise: Expression | None
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Operation:
    """Operators of one level: ``==``, ``in``, ``not in``, ``and``, ``or``, ``not``, ``+``, ``~`` ..., in order."""

    operators: tuple[str, ...]
    operands: tuple[Expression, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Filtered:
    """``of | name(...)``, and with ``is_test`` ``of is name(...)``.

    ``arguments`` are all that are given; the last of them are the values of ``keywords``, which are their names.
    """

    of: Expression
    name: str
    arguments: tuple[Expression, ...]
    is_test: bool
    start: int
    end: int
    keywords: tuple[str, ...] = ()


Expression = Text | Value | Name | Attribute | Item | Call | Many | Choice | Operation | Filtered


def children(expression: Expression) -> Iterator[Expression]:
    """The expressions directly inside of one."""
    match expression:
        case Attribute(of=of):
            yield of
        case Item(of=of, key=key):
            yield from (of, key)
        case Call(function=function, arguments=arguments, keywords=keywords):
            yield from (function, *arguments, *(value for _, value in keywords))
        case Many(items=items, keys=keys):
            yield from (*keys, *items)
        case Choice(test=test, then=then, otherwise=otherwise):
            yield from (test, then, *([otherwise] if otherwise is not None else []))
        case Operation(operands=operands):
            yield from operands
        case Filtered(of=of, arguments=arguments):
            yield from (of, *arguments)


def walk(expression: Expression) -> Iterator[Expression]:
    """The expression and everything inside of it, in the order of the text."""
    yield expression
    for child in children(expression):
        yield from walk(child)


# ----------------------------------------------------------------------------------------------------- statements


@dataclass(frozen=True, slots=True, eq=False)
class Binding:
    """``targets = value``; for a loop ``value`` is what is iterated, for a macro's parameter its default."""

    targets: tuple[str, ...]
    value: Expression | None


@dataclass(frozen=True, slots=True, eq=False)
class Tag:
    """One ``{{ ... }}`` (``keyword`` is empty) or ``{% keyword ... %}``.

    ``bindings`` are the names that it gives a value: one for ``set``, ``for``, several for ``with``, ``trans``, the
    parameters of ``macro`` and ``call``. ``name`` is the name of a macro or block; ``imports`` are the (name, alias)
    of ``from``, or for ``import`` one pair with an empty name. ``around`` are the blocks that it stands in, outermost
    first.
    """

    keyword: str
    start: int
    end: int
    expressions: tuple[Expression, ...] = ()
    bindings: tuple[Binding, ...] = ()
    name: str = ""
    imports: tuple[tuple[str, str], ...] = ()
    around: tuple[Tag, ...] = ()

    def roots(self) -> Iterator[Expression]:
        """Every expression of the tag that is not inside of another."""
        yield from self.expressions
        for binding in self.bindings:
            if binding.value is not None:
                yield binding.value


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A tag that could not be read: the offsets of it with its delimiters, and what it holds."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Template:
    """What one template says, in the order of the text."""

    tags: tuple[Tag, ...]
    unreadable: tuple[Unreadable, ...] = ()


def read_template(data: bytes) -> Template:
    """Reads a template with Jinja's default delimiters. Offsets are those of bytes in ``data``."""
    return read_text(data.decode("latin-1"))


def read_text(text: str) -> Template:
    """As `read_template` for text; offsets are those of its characters."""
    tags: list[Tag] = []
    unreadable: list[Unreadable] = []
    around: list[Tag] = []
    for start, inner_start, inner_end, end, is_statement in _delimited(text):
        try:
            tokens = _tokens(text, inner_start, inner_end)
            tag = _Parser(tokens, inner_end).tag(start, end, is_statement, tuple(around))
        except (_Unreadable, RecursionError):
            unreadable.append(Unreadable(start, end, text[inner_start:inner_end]))
            continue
        tags.append(tag)
        if tag.keyword.startswith("end"):
            _close(around, tag.keyword[3:])
        elif _opens(tag):
            around.append(tag)
    return Template(tuple(tags), tuple(unreadable))


_BLOCKS = frozenset({"for", "if", "macro", "call", "with", "block", "filter", "trans", "autoescape", "cache"})


def _opens(tag: Tag) -> bool:
    return tag.keyword in _BLOCKS or (tag.keyword == "set" and bool(tag.bindings) and tag.bindings[0].value is None)


def _close(around: list[Tag], keyword: str) -> None:
    for index in range(len(around) - 1, -1, -1):
        if around[index].keyword == keyword:
            del around[index:]
            return


_OPENING = re.compile(r"\{\{|\{%|\{#")
_LINE_END = re.compile(r"[\r\n]|\Z")
_RAW = re.compile(r"\{%[-+]?\s*raw\s*[-+]?%\}")
_END_RAW = re.compile(r"\{%[-+]?\s*endraw\s*[-+]?%\}")


def _delimited(text: str) -> Iterator[tuple[int, int, int, int, bool]]:
    """(start, start inside, end inside, end, whether it is a statement) of every tag; comments and raw are skipped."""
    position = 0
    while opening := _OPENING.search(text, position):
        start = opening.start()
        if opening[0] == "{#":
            close = text.find("#}", start + 2)
            position = len(text) if close < 0 else close + 2
            continue
        raw = _RAW.match(text, start)
        if raw:
            end_raw = _END_RAW.search(text, raw.end())
            position = end_raw.end() if end_raw else len(text)
            continue
        is_statement = opening[0] == "{%"
        found = _closing(text, start + 2, "%}" if is_statement else "}}")
        if found is None:
            line_end = _LINE_END.search(text, start)
            end = line_end.start() if line_end else len(text)
            yield start, start + 2, end, end, is_statement
            position = start + 2
            continue
        inner_start = start + 2 + (text[start + 2 : start + 3] in ("-", "+"))
        inner_end = found - (found > inner_start and text[found - 1] in "-+")
        yield start, inner_start, inner_end, found + 2, is_statement
        position = found + 2


_PIECE = re.compile(r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[(\[{]|[)\]}]|%\}""", re.DOTALL)


def _closing(text: str, start: int, closing: str) -> int | None:
    """Where the tag that opened before ``start`` is closed: not in a string, not in brackets."""
    depth = 0
    position = start
    while piece := _PIECE.search(text, position):
        if not depth and text.startswith(closing, piece.start()):
            return piece.start()
        if piece[0] in "([{":
            depth += 1
        elif piece[0] in ")]}":
            depth = max(depth - 1, 0)
        position = piece.end()
    return None


# --------------------------------------------------------------------------------------------------------- tokens


class _Unreadable(Exception):
    """The tag is not what Jinja's grammar says."""


@dataclass(frozen=True, slots=True)
class _Token:
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


def _tokens(text: str, start: int, end: int) -> list[_Token]:
    found = []
    position = start
    while position < end:
        match = _TOKEN.match(text, position, end)
        if match is None:
            raise _Unreadable
        kind = match.lastgroup or ""
        if kind != "space":
            found.append(_Token(kind, match[0], match.start(), match.end()))
        position = match.end()
    return found


_COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">="})
_Given = tuple[tuple[Expression, ...], tuple[str, ...]]
"""All arguments, and the names of the last of them."""


@dataclass(slots=True)
class _Parser:
    """Jinja's grammar for one tag, in its own order of precedence."""

    tokens: Sequence[_Token]
    last: int
    position: int = field(default=0)

    # -- moving about --------------------------------------------------------------------------------------------------

    @property
    def current(self) -> _Token:
        if self.position < len(self.tokens):
            return self.tokens[self.position]
        return _Token("end", "", self.last, self.last)

    @property
    def previous_end(self) -> int:
        return self.tokens[self.position - 1].end if self.position else self.last

    def take(self) -> _Token:
        token = self.current
        if token.kind == "end":
            raise _Unreadable
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
            raise _Unreadable

    def name(self) -> str:
        token = self.take()
        if token.kind != "name":
            raise _Unreadable
        return token.text

    # -- tags ----------------------------------------------------------------------------------------------------------

    def tag(self, start: int, end: int, is_statement: bool, around: tuple[Tag, ...]) -> Tag:
        if not is_statement:
            return self._finished(Tag("", start, end, (self.tuple(),), around=around))
        keyword = self.name()
        reader = _STATEMENTS.get(keyword, _Parser._other)
        return self._finished(reader(self, Tag(keyword, start, end, around=around)))

    def _finished(self, tag: Tag) -> Tag:
        if self.current.kind != "end":
            raise _Unreadable
        return tag

    def _condition(self, tag: Tag) -> Tag:
        return replace(tag, expressions=(self.tuple(),))

    def _for(self, tag: Tag) -> Tag:
        targets = self._targets()
        self.expect("in")
        iterated = self.tuple(with_condition=False)
        tests = (self.expression(),) if self.skip("if") else ()
        self.skip("recursive")
        return replace(tag, bindings=(Binding(targets, iterated),), expressions=tests)

    def _targets(self) -> tuple[str, ...]:
        names = []
        while not self.at("in", "=") and self.current.kind != "end":
            token = self.take()
            if token.kind == "name":
                names.append(token.text)
            elif token.text not in ("(", ")", ",", "."):
                if token.text == "|":
                    self._rest_of_filters()
                    break
                raise _Unreadable
        if not names:
            raise _Unreadable
        return tuple(names)

    def _rest_of_filters(self) -> None:
        self.position -= 1
        self.filters(Name("", self.current.start, self.current.start))

    def _set(self, tag: Tag) -> Tag:
        targets = self._targets()
        value = self.tuple() if self.skip("=") else None
        return replace(tag, bindings=(Binding(targets, value),))

    def _macro(self, tag: Tag) -> Tag:
        name = self.name()
        return replace(tag, name=name, bindings=self._parameters())

    def _parameters(self) -> tuple[Binding, ...]:
        found = []
        self.expect("(")
        while not self.skip(")"):
            name = self.name()
            found.append(Binding((name,), self.expression() if self.skip("=") else None))
            if not self.at(")"):
                self.expect(",")
        return tuple(found)

    def _call(self, tag: Tag) -> Tag:
        bindings = self._parameters() if self.at("(") else ()
        return replace(tag, bindings=bindings, expressions=(self.expression(),))

    def _with(self, tag: Tag) -> Tag:
        found = []
        while self.current.kind != "end":
            targets = self._targets()
            self.expect("=")
            found.append(Binding(targets, self.expression()))
            if self.current.kind != "end":
                self.expect(",")
        return replace(tag, bindings=tuple(found))

    def _trans(self, tag: Tag) -> Tag:
        found: list[Binding] = []
        extra: list[Expression] = []
        while self.current.kind != "end":
            if self.skip(",", "trimmed", "notrimmed"):
                continue
            if self.current.kind == "string":
                extra.append(self.primary())
                continue
            name = self.name()
            found.append(Binding((name,), self.expression() if self.skip("=") else None))
        return replace(tag, bindings=tuple(found), expressions=tuple(extra))

    def _block(self, tag: Tag) -> Tag:
        name = self.name()
        while self.skip("scoped", "required"):
            pass
        return replace(tag, name=name)

    def _include(self, tag: Tag) -> Tag:
        template = self.expression()
        if self.skip("ignore"):
            self.expect("missing")
        self._context()
        return replace(tag, expressions=(template,))

    def _context(self) -> None:
        if self.skip("with", "without"):
            self.expect("context")

    def _import(self, tag: Tag) -> Tag:
        template = self.expression()
        self.expect("as")
        name = self.name()
        self._context()
        return replace(tag, expressions=(template,), imports=(("", name),))

    def _from(self, tag: Tag) -> Tag:
        template = self.expression()
        self.expect("import")
        found = []
        while self.current.kind != "end":
            if self.at("with", "without") and self._starts_context():
                self._context()
                continue
            name = self.name()
            found.append((name, self.name() if self.skip("as") else name))
            self.skip(",")
        return replace(tag, expressions=(template,), imports=tuple(found))

    def _starts_context(self) -> bool:
        following = self.tokens[self.position + 1 : self.position + 2]
        return bool(following) and following[0].text == "context"

    def _filter(self, tag: Tag) -> Tag:
        start = self.current.start
        return replace(tag, expressions=(self.filters(self._filtered(Name("", start, start))),))

    def _other(self, tag: Tag) -> Tag:
        """A closing tag, or one of an extension: what can be read as expressions."""
        found: list[Expression] = []
        while self.current.kind != "end":
            if not self.skip(",", "=", "as", "with"):
                found.append(self.expression())
        return replace(tag, expressions=tuple(found))

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
        return self._level(_Parser.both, frozenset({"or"}))

    def both(self) -> Expression:
        return self._level(_Parser.negated, frozenset({"and"}))

    def _level(self, inner: Callable[[_Parser], Expression], operators: frozenset[str]) -> Expression:
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
        return self._level(_Parser.joined, frozenset({"+", "-"}))

    def joined(self) -> Expression:
        return self._level(_Parser.product, frozenset({"~"}))

    def product(self) -> Expression:
        return self._level(_Parser.power, frozenset({"*", "/", "//", "%"}))

    def power(self) -> Expression:
        return self._level(_Parser.filtered, frozenset({"**"}))

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
                    raise _Unreadable
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
        raise _Unreadable

    def _string(self, token: _Token) -> Expression:
        """A string; several in a row are one to Jinja, whose parts have no place of their own."""
        if self.current.kind != "string":
            return Text(_unescaped(token.text[1:-1]), token.start + 1, token.end - 1)
        while self.current.kind == "string":
            self.take()
        return Value("", token.start, self.previous_end)

    def _parenthesised(self, opening: _Token) -> Expression:
        if self.skip(")"):
            return Many((), (), opening.start, self.previous_end)
        found = self.tuple()
        self.expect(")")
        return found

    def _list(self, opening: _Token) -> Expression:
        items = []
        while not self.skip("]"):
            items.append(self.expression())
            if not self.at("]"):
                self.expect(",")
        return Many(tuple(items), (), opening.start, self.previous_end)

    def _dictionary(self, opening: _Token) -> Expression:
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

_STATEMENTS: dict[str, Callable[[_Parser, Tag], Tag]] = {
    "for": _Parser._for,
    "if": _Parser._condition,
    "elif": _Parser._condition,
    "print": _Parser._condition,
    "do": _Parser._condition,
    "set": _Parser._set,
    "macro": _Parser._macro,
    "call": _Parser._call,
    "with": _Parser._with,
    "trans": _Parser._trans,
    "block": _Parser._block,
    "include": _Parser._include,
    "extends": _Parser._include,
    "import": _Parser._import,
    "from": _Parser._from,
    "filter": _Parser._filter,
}

_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


def _unescaped(text: str) -> str:
    """The value of what stands between quotes, as far as it matters for names: UTF-8, and no control characters."""
    with contextlib.suppress(UnicodeError):
        text = text.encode("latin-1").decode("utf-8")
    return _ESCAPE.sub(r"\1", text) if "\\" in text else text
