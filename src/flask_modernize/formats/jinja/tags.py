"""Reads the statements of Jinja and of its usual extensions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from flask_modernize.formats.jinja.expressions import ExpressionParser, NotJinja
from flask_modernize.formats.jinja.nodes import Binding, Expression, Name, Tag


class TagParser(ExpressionParser):
    """Reads one tag."""

    def tag(self, start: int, end: int, is_statement: bool, around: tuple[Tag, ...]) -> Tag:
        if not is_statement:
            return self._finished(Tag("", start, end, (self.tuple(),), around=around))
        keyword = self.name()
        reader = _STATEMENTS.get(keyword, TagParser._other)
        return self._finished(reader(self, Tag(keyword, start, end, around=around)))

    def _finished(self, tag: Tag) -> Tag:
        if self.current.kind != "end":
            raise NotJinja
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
                raise NotJinja
        if not names:
            raise NotJinja
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


_STATEMENTS: dict[str, Callable[[TagParser, Tag], Tag]] = {
    "for": TagParser._for,
    "if": TagParser._condition,
    "elif": TagParser._condition,
    "print": TagParser._condition,
    "do": TagParser._condition,
    "set": TagParser._set,
    "macro": TagParser._macro,
    "call": TagParser._call,
    "with": TagParser._with,
    "trans": TagParser._trans,
    "block": TagParser._block,
    "include": TagParser._include,
    "extends": TagParser._include,
    "import": TagParser._import,
    "from": TagParser._from,
    "filter": TagParser._filter,
}
