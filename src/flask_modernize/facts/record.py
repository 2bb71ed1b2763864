"""What one Python file says, as plain immutable records.

Every record is a named tuple of strings, numbers, tuples and dictionaries, so that facts are made in a worker process,
kept as one :mod:`marshal` blob per file, and decoded only when somebody asks.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple, TypeVar

SCHEMA = 6
"""Raised whenever the shape of the facts changes; part of the cache's header."""

Sketch = tuple[Any, ...]
"""An expression cut down to nested tuples::

    ("const", value)              str, bytes, int, float, bool, None or Ellipsis
    ("name", "a.b.c")             a name or a dotted chain that starts with a name
    ("attr", sketch, name)        an attribute of anything else
    ("call", sketch, (argument, ...), ((keyword or None, sketch), ...))
    ("subscript", sketch, index)
    ("tuple" | "list" | "set", (item, ...))
    ("dict", ((key or None, value), ...))
    ("lambda", body)
    ("star", sketch)              ``*sketch`` among arguments or items
    ("other",)                    everything else, and whatever lies deeper than the cut
"""

OTHER: Sketch = ("other",)


Fact = TypeVar("Fact")


class Binding(NamedTuple):
    """One place where a name is bound at module scope.

    ``kind`` is ``"import"`` (``module``, ``level``, and ``name`` for ``from`` imports; a plain ``import a.b`` binds
    ``a`` to the module ``a`` and keeps ``a.b`` in ``qualname``), ``"class"`` or ``"function"`` (``qualname``),
    ``"assign"`` (``value``, ``annotation``) or ``"other"`` (loop targets, ``with`` and ``except`` targets, ``del``,
    augmented assignments, unpackings that cannot be taken apart, ``:=``, a function that assigns the name after
    ``global``). ``annotation`` alone, with ``value`` None, is a bare ``name: type``.
    ``conditional``: under an ``if``, ``try``, loop, ``with`` or ``match``.
    """

    kind: str
    line: int
    conditional: bool = False
    module: str | None = None
    name: str | None = None
    level: int = 0
    qualname: str | None = None
    value: Sketch | None = None
    annotation: Sketch | None = None


class StarImport(NamedTuple):
    """``from module import *`` at module scope."""

    module: str | None
    level: int
    line: int
    conditional: bool


class Attribute(NamedTuple):
    """One assignment to a name in a class body; ``value`` is None for a bare annotation."""

    value: Sketch | None
    annotation: Sketch | None
    line: int


class Method(NamedTuple):
    """A function in a class body; of several of one name (setters, overloads) the first, but a property if any is."""

    line: int
    decorators: tuple[Sketch, ...]
    is_property: bool


class ClassFacts(NamedTuple):
    """A class statement anywhere in the file; ``keywords`` are those beside the bases (``metaclass=...``)."""

    qualname: str
    line: int
    end_line: int
    bases: tuple[Sketch, ...]
    keywords: tuple[tuple[str | None, Sketch], ...]
    decorators: tuple[Sketch, ...]
    attributes: Mapping[str, tuple[Attribute, ...]]
    methods: Mapping[str, Method]
    definitions: int
    """How many class statements of the file have this qualified name; the last one is described."""


class Parameter(NamedTuple):
    """``kind`` is ``positional`` (only), ``any``, ``varargs``, ``keyword`` (only) or ``kwargs``."""

    name: str
    kind: str
    default: Sketch | None
    annotation: Sketch | None


class FunctionFacts(NamedTuple):
    """A function or method anywhere in the file; lambdas are not listed.

    ``returned`` holds the sketches of its return expressions in program order (``("const", None)`` for a bare
    ``return``), or None when there are more than eight; False where the function was not read:
    :meth:`flask_modernize.project.Project.returned` tells in any case.
    """

    qualname: str
    line: int
    end_line: int
    decorators: tuple[Sketch, ...]
    parameters: tuple[Parameter, ...]
    is_async: bool
    is_generator: bool
    returns: Sketch | None
    returned: tuple[Sketch, ...] | Literal[False] | None
    definitions: int
    """How many functions of the file have this qualified name; the last one is described."""


class Lines(NamedTuple):
    """The lines from that of a ``def`` to the last of the function."""

    first: int
    last: int


class AttributeWrite(NamedTuple):
    """``target = value`` at module level where the target is a dotted chain (``app.secret_key``) or an item of one.

    ``key`` is None for attributes, and the sketch of the index for ``app.config["X"] = ...``.
    """

    target: str
    key: Sketch | None
    value: Sketch
    line: int
    conditional: bool


class CallStatement(NamedTuple):
    """A call that is a whole statement at module level."""

    call: Sketch
    line: int
    conditional: bool


class Ignore(NamedTuple):
    """``# flask-modernize: ignore[ids]`` on ``line``; empty ``ids`` means every migration.

    It stands on the statement ``first_line .. last_line`` (only the header of a compound one); both are 0 when it
    stands on none, or when it is for the whole file (``whole_file``).
    """

    line: int
    ids: tuple[str, ...]
    first_line: int
    last_line: int
    whole_file: bool = False


class ModuleFacts(NamedTuple):
    """Everything one file says. ``exports`` is ``__all__`` where it is a literal, else None.

    ``outermost`` has the functions that are in no other function, in program order.
    """

    bindings: Mapping[str, tuple[Binding, ...]]
    star_imports: tuple[StarImport, ...]
    exports: tuple[str, ...] | None
    classes: Mapping[str, ClassFacts]
    functions: Mapping[str, FunctionFacts]
    outermost: Sequence[Lines]
    attribute_writes: tuple[AttributeWrite, ...]
    calls: tuple[CallStatement, ...]
    ignores: tuple[Ignore, ...]


class FileRecord(NamedTuple):
    """What the index keeps of one file: little, and the facts only as a blob.

    ``relevant``: whether a token of interest stands in it. ``bases`` are words that stand in the base lists of its
    classes. ``facts`` is None for a file that nobody asked for yet, and for one with a ``problem``, which is (line,
    column, code, message). ``partial``: whether some of its functions were not read.
    """

    relevant: bool
    bases: tuple[str, ...]
    facts: bytes | None = None
    problem: tuple[int, int, str, str] | None = None
    partial: bool = False


class _Bindings(Mapping[str, tuple[Binding, ...]]):
    """The bindings of a module; each is put together when it is looked at, which few are."""

    __slots__ = ("_raw",)

    def __init__(self, raw: dict[str, tuple[Any, ...]]) -> None:
        self._raw = raw

    def __getitem__(self, name: str) -> tuple[Binding, ...]:
        return tuple([Binding(*each) for each in self._raw[name]])

    def get(self, name: str, default: Any = None) -> Any:
        found = self._raw.get(name)
        return default if found is None else tuple([Binding(*each) for each in found])

    def __iter__(self) -> Iterator[str]:
        return iter(self._raw)

    def __len__(self) -> int:
        return len(self._raw)

    def __contains__(self, name: object) -> bool:
        return name in self._raw

    def __repr__(self) -> str:
        return repr(dict(self))


class _AllLines(Sequence[Lines]):
    """The lines of several functions; decoded whenever somebody looks at them, which is seldom."""

    __slots__ = ("_blob",)

    def __init__(self, blob: bytes) -> None:
        self._blob = blob

    def _all(self) -> list[Lines]:
        return [_make(Lines, each) for each in marshal.loads(self._blob)]

    def __getitem__(self, index: Any) -> Any:
        return self._all()[index]

    def __iter__(self) -> Iterator[Lines]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _AllLines) and self._blob == other._blob

    def __hash__(self) -> int:
        return hash(self._blob)

    def __repr__(self) -> str:
        return repr(self._all())


class _Lazy(Mapping[str, Fact]):
    """What a file says of several names, decoded when first looked at: most questions are about few files."""

    __slots__ = ("_blob", "_decoded", "_decoder")

    def __init__(self, blob: bytes, decoder: Callable[[Any], Fact]) -> None:
        self._blob = blob
        self._decoder = decoder
        self._decoded: dict[str, Fact] | None = None

    def _all(self) -> dict[str, Fact]:
        if self._decoded is None:
            decoder = self._decoder
            self._decoded = {name: decoder(raw) for name, raw in marshal.loads(self._blob).items()}
        return self._decoded

    def __getitem__(self, name: str) -> Fact:
        return self._all()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def __contains__(self, name: object) -> bool:
        return name in self._all()

    def __repr__(self) -> str:
        return repr(self._all())


def decode(record: FileRecord) -> ModuleFacts | None:
    """The facts in a record, or None if it holds none."""
    if record.facts is None:
        return None
    bindings, stars, exports, classes, functions, outermost, writes, calls, ignores = marshal.loads(record.facts)
    return ModuleFacts(
        bindings=_Bindings(bindings),
        star_imports=tuple([_make(StarImport, each) for each in stars]),
        exports=exports,
        classes={name: _class(raw) for name, raw in classes.items()},
        functions=_Lazy(functions, _function),
        outermost=_AllLines(outermost),
        attribute_writes=tuple([_make(AttributeWrite, each) for each in writes]),
        calls=tuple([_make(CallStatement, each) for each in calls]),
        ignores=tuple([_make(Ignore, each) for each in ignores]),
    )


# The quickest way from a plain tuple to a named one; the collector gives every field.
_make: Any = tuple.__new__


def _class(raw: tuple[Any, ...]) -> ClassFacts:
    *head, attributes, methods, definitions = raw
    described = _Lazy(attributes, _attributes) if attributes else _NOTHING
    known = _Lazy(methods, _method) if methods else _NOTHING
    return ClassFacts._make([*head, described, known, definitions])


_NOTHING: Mapping[str, Any] = {}


def _attributes(raw: tuple[Any, ...]) -> tuple[Attribute, ...]:
    return tuple([_make(Attribute, each) for each in raw])


def _method(raw: tuple[Any, ...]) -> Method:
    return Method(*raw)


def _function(raw: tuple[Any, ...]) -> FunctionFacts:
    parameters = tuple([_make(Parameter, each) for each in raw[4]])
    return FunctionFacts._make([*raw[:4], parameters, *raw[5:]])
