"""What a template says: expressions, tags, and where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

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
