"""What one class body maps: columns, relationships as written, and everything else that it names."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import TYPE_CHECKING

from flask_modernize.facts import Attribute, ClassFacts, FunctionFacts, Sketch
from flask_modernize.facts.sketch import sketch
from flask_modernize.project.class_lines import class_facts, class_scope
from flask_modernize.project.memory import remembered_structure
from flask_modernize.project.objects import ClassObject, External, FunctionObject, Member, Object, Variable

if TYPE_CHECKING:
    from flask_modernize.project.project import Project
    from flask_modernize.project.scopes import Scope


@dataclass(frozen=True, slots=True)
class Column:
    """A column attribute. ``kind``: the name of its type (``Integer``) or empty; ``foreign_key``: ``table.column``."""

    name: str
    primary_key: bool
    unique: bool
    foreign_key: str | None
    kind: str


@dataclass(frozen=True, slots=True)
class WrittenRelationship:
    """A ``relationship(...)`` of a class body. ``keywords`` are its own; ``annotation`` is what ``Mapped[...]`` holds.

    ``collection``: ``one`` or ``many`` where the annotation says so, else empty. ``loose``: some keywords are not
    written out.
    """

    name: str
    holder: ClassObject
    target: Sketch | None
    keywords: Mapping[str, Sketch]
    loose: bool
    lazy: str
    collection: str
    line: int


@dataclass(slots=True)
class ClassBody:
    """What one class body declares; its bases not included."""

    columns: dict[str, Column] = field(default_factory=dict)
    relationships: dict[str, WrittenRelationship] = field(default_factory=dict)
    others: set[str] = field(default_factory=set)
    unclear: dict[str, str] = field(default_factory=dict)
    """Attributes made by a call that may be a relationship or a column for all that can be told -> why."""
    abstract: bool = False
    table: str = ""
    """Name of the table; ``{name}`` and ``{lower}`` stand for that of the class that is mapped."""
    odd_table: bool = False
    """Its table has a computed name, or is not described by this class body."""
    reflected: bool = False
    """Its columns are not in this class body: ``__table__`` that cannot be read."""
    polymorphic: bool = False
    table_foreign_keys: tuple[str, ...] = ()
    unique_columns: frozenset[str] = frozenset()
    key_columns: frozenset[str] = frozenset()
    """Of a ``PrimaryKeyConstraint``."""


_COLUMNS = frozenset({"Column", "mapped_column"})
_WRAPPERS = frozenset({"deferred", "column_property"})
_RELATIONSHIPS = {"relationship": "", "relation": "", "dynamic_loader": "dynamic", "dynamic_relationship": "dynamic"}
MAKERS = frozenset({*_COLUMNS, *_WRAPPERS, *_RELATIONSHIPS})
"""What SQLAlchemy's functions that make columns and relationships are called."""
_MAPPED = {"Mapped": "", "DynamicMapped": "dynamic", "WriteOnlyMapped": "write_only"}
_COLLECTIONS = frozenset(
    {
        "Collection",
        "Dict",
        "Iterable",
        "List",
        "MutableSequence",
        "MutableSet",
        "Sequence",
        "Set",
        "Tuple",
        "dict",
        "frozenset",
        "list",
        "set",
        "tuple",
    }
)


def class_body(project: Project, cls: ClassObject) -> ClassBody:
    """Reads one class body of the project."""
    body = ClassBody()
    facts = class_facts(project, cls)
    if facts is not None:
        reader = _Reader(project, cls, facts, body)
        reader.read()
        own = [each for of, each in _added_in(project, cls.path) if of == cls]
        others = [each for each in _added_from_outside(project).get(cls, ()) if each[0] != cls.path]
        for path, name, value, line in sorted([*own, *others], key=itemgetter(0)):
            reader.add(path, name, value, line)
    return body


_Added = tuple[str, str, Sketch, int]
_ADDING = re.compile(
    rb"\.[\s\\]*+[\w\x80-\xff]++[ \t]*+=[\s(\\]*+(?:[\w\x80-\xff]++[\s\\]*+\.[\s\\]*+)*+(?:"
    + "|".join(sorted(MAKERS)).encode()
    + rb")\b"
)


@remembered_structure
def _added_from_outside(project: Project) -> Mapping[ClassObject, tuple[_Added, ...]]:
    """``User.posts = relationship(...)`` at module level: (path, name, value, line) by class."""
    found: dict[ClassObject, tuple[_Added, ...]] = {}
    for path in project.files_with(_ADDING):
        for cls, added in _added_in(project, path):
            found[cls] = (*found.get(cls, ()), added)
    return found


def _added_in(project: Project, path: str) -> Iterator[tuple[ClassObject, _Added]]:
    """What one module assigns to attributes of classes, if it is a call."""
    facts = project.facts(path)
    for write in facts.attribute_writes if facts is not None else ():
        owner, _, name = write.target.rpartition(".")
        if write.key is None and owner and write.value[0] == "call":
            obj = project.resolve(path, owner)
            if isinstance(obj, ClassObject):
                yield obj, (path, name, write.value, write.line)


class _Reader:
    """Reads one class body; a name in it is first looked for in the body itself, then around it."""

    def __init__(self, project: Project, cls: ClassObject, facts: ClassFacts, body: ClassBody) -> None:
        self.project = project
        self.cls = cls
        self.facts = facts
        self.body = body
        self._scope: Scope | None = None

    def read(self) -> None:
        for name, written in self.facts.attributes.items():
            if name.startswith("__"):
                self._special(name, written[-1])
            else:
                self._attribute(name, written)
        for name, method in self.facts.methods.items():
            if any(each[0] == "name" and "declared_attr" in each[1].split(".") for each in method.decorators):
                self._declared_attr(name)
            else:
                self.body.others.add(name)

    def add(self, path: str, name: str, value: Sketch, line: int) -> None:
        """An attribute that is assigned after the class was made."""
        if path == self.cls.path:
            self._value(name, value, line, None, None)
        elif _last_word(value) in _COLUMNS | _WRAPPERS or _last_word(value) in _RELATIONSHIPS:
            self.body.unclear[name] = f"{self.cls.name}.{name} is assigned at {path}:{line}"

    # -- names ---------------------------------------------------------------------------------------------------------

    def resolve(self, dotted: str) -> Object | None:
        if "." in self.cls.qualname or dotted.partition(".")[0] in self.facts.attributes:
            if self._scope is None:
                self._scope = class_scope(self.project, self.cls)
            return self.project.resolve(self.cls.path, dotted, self._scope)
        return self.project.resolve(self.cls.path, dotted)

    def callee(self, call: Sketch) -> str:
        """What a call calls: the last word of SQLAlchemy's own name for it, or empty for something of the project."""
        if call[0] != "call" or call[1][0] != "name":
            return ""
        obj = self.resolve(call[1][1])
        if isinstance(obj, Variable):
            obj = self._partial_of(obj)
        if isinstance(obj, FunctionObject | ClassObject | Variable):
            return ""
        if isinstance(obj, External):
            return obj.name.rpartition(".")[2]
        return obj.name if isinstance(obj, Member) else str(call[1][1]).rpartition(".")[2]

    def _partial_of(self, variable: Variable) -> Object:
        """``db.Column`` of ``Column = functools.partial(db.Column, nullable=False)``; else the variable."""
        binding = self.project.binding(variable)
        value = binding.value if binding is not None else None
        if value is None or value[0] != "call" or _last_word(value) != "partial" or not value[2]:
            return variable
        made = value[2][0]
        return (self.project.resolve(variable.path, made[1]) if made[0] == "name" else None) or variable

    # -- attributes ----------------------------------------------------------------------------------------------------

    def _special(self, name: str, written: Attribute) -> None:
        value = written.value or ("other",)
        if name == "__abstract__":
            self.body.abstract = value == ("const", True)
        elif name == "__tablename__":
            self.body.table = value[1] if value[0] == "const" and isinstance(value[1], str) else ""
            self.body.odd_table = not self.body.table and value != ("const", None)
        elif name == "__table__":
            self._table(value)
        elif name == "__mapper_args__":
            self.body.polymorphic = "polymorphic" in str(value) or value[0] == "other"
        elif name == "__table_args__":
            self._table_arguments(value)

    def _table(self, value: Sketch) -> None:
        if value[0] == "name":
            obj = self.resolve(value[1])
            binding = self.project.binding(obj) if isinstance(obj, Variable) else None
            value = binding.value or ("other",) if binding is not None else ("other",)
        if value[0] == "call" and self.callee(value) == "Table" and value[2] and value[2][0][0] == "const":
            self.body.table = str(value[2][0][1])
            for column in table_columns(value):
                self.body.columns[column.name] = column
        else:
            self.body.odd_table = self.body.reflected = True

    def _table_arguments(self, value: Sketch) -> None:
        unique: set[str] = set()
        key: set[str] = set()
        foreign: list[str] = []
        for item in value[1] if value[0] == "tuple" else ():
            name = self.callee(item)
            if name == "UniqueConstraint" and len(item[2]) == 1 and item[2][0][0] == "const":
                unique.add(str(item[2][0][1]))
            elif name == "PrimaryKeyConstraint":
                key |= {str(each[1]) for each in item[2] if each[0] == "const"}
            elif name == "ForeignKeyConstraint" and len(item[2]) > 1 and item[2][1][0] in {"list", "tuple"}:
                foreign += [str(each[1]) for each in item[2][1][1] if each[0] == "const"]
        self.body.unique_columns = frozenset(unique)
        self.body.key_columns = frozenset(key)
        self.body.table_foreign_keys = tuple(foreign)

    def _attribute(self, name: str, written: tuple[Attribute, ...]) -> None:
        last = written[-1]
        kind, held = _mapped_annotation(last.annotation)
        if last.value is None:
            if kind is not None:
                self.body.columns[name] = Column(name, False, False, None, _type_name(held))
            else:
                self.body.others.add(name)
            return
        if len(written) > 1 and len({self.callee(each.value or ("other",)) for each in written}) > 1:
            self.body.unclear[name] = f"{self.cls.name}.{name} is assigned in several ways"
        self._value(name, last.value, last.line, kind, held)

    def _value(self, name: str, value: Sketch, line: int, kind: str | None, held: Sketch | None) -> None:
        callee = self.callee(value)
        if callee in _WRAPPERS and value[2] and self.callee(value[2][0]) in _COLUMNS:
            value, callee = value[2][0], self.callee(value[2][0])
        if callee in _COLUMNS:
            self.body.columns[name] = self._column(name, value, held)
        elif callee in _RELATIONSHIPS:
            lazy = _RELATIONSHIPS[callee] or _MAPPED.get(kind or "", "")
            self.body.relationships[name] = self._relationship(name, value, line, lazy, held)
        elif not self._made_by_project(name, value, line):
            self.body.others.add(name)

    def _column(self, name: str, call: Sketch, held: Sketch | None) -> Column:
        keywords = dict(call[3])
        foreign: str | None = None
        kind = ""
        for argument in (*call[2], *(value for key, value in call[3] if key == "type_")):
            if self.callee(argument) == "ForeignKey":
                foreign = foreign or self._foreign_key(argument)
            elif not kind and argument[0] in {"name", "call"}:
                kind = _type_name(argument)
        return Column(
            name,
            keywords.get("primary_key") == ("const", True),
            keywords.get("unique") == ("const", True),
            foreign,
            kind or _type_name(held),
        )

    def _foreign_key(self, call: Sketch) -> str:
        """``table.column`` of ``ForeignKey("table.column")``; ``@path:Class.column`` where it names an attribute."""
        target = call[2][0] if call[2] else dict(call[3]).get("column", ("other",))
        if target[0] == "const" and isinstance(target[1], str):
            return str(target[1])
        if target[0] != "name":
            return "?"
        owner, _, column = target[1].rpartition(".")
        obj = self.resolve(owner) if owner else None
        if isinstance(obj, ClassObject):
            return f"@{obj.path}:{obj.qualname}.{column}"
        if isinstance(obj, Member) and obj.name in {"c", "columns"} and isinstance(obj.of, Variable):
            return f"{_table_name(self.project, obj.of)}.{column}"
        return "?"

    def _relationship(self, name: str, call: Sketch, line: int, lazy: str, held: Sketch | None) -> WrittenRelationship:
        keywords = {key: value for key, value in call[3] if key is not None}
        loose = any(key is None for key, _ in call[3]) or any(each[0] == "star" for each in call[2])
        collection, annotated = _collection(held)
        if lazy in {"dynamic", "write_only"}:
            collection = "many"
        arguments = [each for each in call[2] if each[0] != "star"]
        target = arguments[0] if arguments else keywords.get("argument", annotated)
        if len(arguments) > 1:
            keywords.setdefault("secondary", arguments[1])
        return WrittenRelationship(
            name, self.cls, target, keywords, loose, lazy or self._lazy(keywords, loose), collection, line
        )

    def _lazy(self, keywords: Mapping[str, Sketch], loose: bool) -> str:
        value = keywords.get("lazy")
        if value is not None and value[0] == "name":
            obj = self.resolve(value[1])
            binding = self.project.binding(obj) if isinstance(obj, Variable) else None
            value = (binding.value if binding is not None else None) or ("other",)
        return lazy_of(value, loose)

    # -- attributes made by functions ----------------------------------------------------------------------------------

    def _made_by_project(self, name: str, value: Sketch, line: int) -> bool:
        """A call of a project function: what that returns is what the attribute is (``reference_col("users")``)."""
        obj = self.resolve(value[1][1]) if value[0] == "call" and value[1][0] == "name" else None
        if not isinstance(obj, FunctionObject):
            return False
        facts = self.project.facts(obj.path)
        function = facts.functions.get(obj.qualname) if facts is not None else None
        returned = self.project.returned(obj.path, function) if function is not None else None
        if function is None or not returned:
            return False
        reader = _Reader(self.project, ClassObject(obj.path, ""), self.facts, ClassBody())
        kinds = {reader.callee(each) for each in returned}
        if kinds <= _COLUMNS:
            arguments = _arguments(function, value)
            columns = [reader._column(name, _filled(each, arguments), None) for each in returned]
            self.body.columns[name] = columns[0] if len(columns) == 1 else Column(name, False, False, None, "")
            return True
        if not kinds.isdisjoint(_RELATIONSHIPS):
            self.body.unclear[name] = f"{self.cls.name}.{name} is made by {obj.name}()"
        return False

    def _declared_attr(self, name: str) -> None:
        facts = self.project.facts(self.cls.path)
        function = facts.functions.get(f"{self.cls.qualname}.{name}") if facts is not None else None
        returned = self.project.returned(self.cls.path, function) if function is not None else None
        if name == "__tablename__":
            self.body.table = _computed_table(returned[0]) if returned and len(returned) == 1 else ""
            self.body.odd_table = not self.body.table
        elif name.startswith("__"):
            self.body.polymorphic = self.body.polymorphic or name == "__mapper_args__"
        elif function is not None and returned and len(returned) == 1 and self.callee(returned[0]):
            kind, held = _mapped_annotation(function.returns)
            self._value(name, returned[0], function.line, kind, held)
        elif returned and all(self.callee(each) in _COLUMNS for each in returned):
            self.body.columns[name] = Column(name, False, False, None, "")
        elif returned and not any(self.callee(each) in _RELATIONSHIPS or each[0] == "other" for each in returned):
            self.body.others.add(name)
        else:
            self.body.unclear[name] = f"{self.cls.name}.{name} is declared by a function"
            self.body.others.add(name)


# --- expressions ---


def _computed_table(value: Sketch) -> str:
    """What a declared ``__tablename__`` returns; ``{lower}`` for ``cls.__name__.lower()``."""
    if value[0] == "const" and isinstance(value[1], str):
        return value[1]
    if value == ("name", "cls.__name__"):
        return "{name}"
    lowered: Sketch = ("call", ("name", "cls.__name__.lower"), (), ())
    return "{lower}" if value == lowered else ""


def lazy_of(value: Sketch | None, loose: bool = False) -> str:
    """What ``lazy=value`` means; ``select`` where it is not given, ``unknown`` where it cannot be told."""
    if value is None:
        return "unknown" if loose else "select"
    if value[0] != "const":
        return "unknown"
    return {True: "select", False: "joined", None: "noload"}.get(value[1], str(value[1]))


def table_columns(call: Sketch) -> Iterator[Column]:
    """The columns of ``Table("name", metadata, Column("a", ...), ...)``."""
    for argument in call[2][1:]:
        if argument[0] == "call" and _last_word(argument) == "Column" and argument[2] and argument[2][0][0] == "const":
            keywords = dict(argument[3])
            foreign = [each for each in argument[2] if each[0] == "call" and _last_word(each) == "ForeignKey"]
            reference: Sketch = foreign[0][2][0] if foreign and foreign[0][2] else ("other",)
            yield Column(
                str(argument[2][0][1]),
                keywords.get("primary_key") == ("const", True),
                keywords.get("unique") == ("const", True),
                str(reference[1]) if reference[0] == "const" else ("?" if foreign else None),
                next((_type_name(each) for each in argument[2][1:] if each not in foreign), ""),
            )


def _table_name(project: Project, variable: Variable) -> str:
    binding = project.binding(variable)
    value = binding.value if binding is not None else None
    named = value is not None and value[0] == "call" and value[2] and value[2][0][0] == "const"
    return str(value[2][0][1]) if named and value is not None else "?"


def _mapped_annotation(annotation: Sketch | None) -> tuple[str | None, Sketch | None]:
    """``Mapped`` (or ``DynamicMapped``, ``WriteOnlyMapped``) and what it holds; (None, None) for another annotation."""
    if annotation is not None and annotation[0] == "const" and isinstance(annotation[1], str):
        annotation = _parsed(annotation[1])
    if annotation is None or annotation[0] != "subscript" or annotation[1][0] != "name":
        return None, None
    word = str(annotation[1][1]).rpartition(".")[2]
    return (word, annotation[2]) if word in _MAPPED else (None, None)


def _collection(held: Sketch | None) -> tuple[str, Sketch | None]:
    """``many`` or ``one``, and the class, of what ``Mapped[...]`` holds."""
    if held is not None and held[0] == "const" and isinstance(held[1], str):
        parsed = _parsed(held[1])
        held = parsed if parsed[0] != "other" else ("const", held[1].partition("|")[0].strip())
    if held is None or held[0] == "other":
        return "", None
    if held[0] == "subscript" and held[1][0] == "name":
        word = str(held[1][1]).rpartition(".")[2]
        inner = held[2][1][-1] if held[2][0] == "tuple" and held[2][1] else held[2]
        if word in _COLLECTIONS:
            return "many", _as_target(inner)
        if word == "Optional":
            return "one", _as_target(inner)
        return "", None
    return "one", _as_target(held)


def _as_target(held: Sketch) -> Sketch | None:
    return held if held[0] == "name" or (held[0] == "const" and isinstance(held[1], str)) else None


def _parsed(text: str) -> Sketch:
    try:
        return sketch(ast.parse(text.strip(), mode="eval").body)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ("other",)


def _type_name(value: Sketch | None) -> str:
    return "" if value is None else _last_word(value)


def _last_word(value: Sketch) -> str:
    if value[0] in {"call", "subscript"}:
        value = value[1]
    return str(value[1]).rpartition(".")[2] if value[0] == "name" else ""


def _arguments(function: FunctionFacts, call: Sketch) -> Mapping[str, Sketch]:
    """The arguments of a call by the parameter that takes them, defaults included."""
    given = {each.name: each.default for each in function.parameters if each.default is not None}
    positional = [each.name for each in function.parameters if each.kind in {"positional", "any"}]
    given |= dict(zip(positional, call[2], strict=False))
    given |= {key: value for key, value in call[3] if key is not None}
    return given


def _filled(value: Sketch, arguments: Mapping[str, Sketch]) -> Sketch:
    """A sketch with parameters replaced; ``"{0}.{1}".format(table, column)`` of constants becomes a constant."""
    if value[0] == "name":
        return arguments.get(value[1], value)
    if value[0] != "call":
        return value
    items = tuple([_filled(each, arguments) for each in value[2]])
    keywords = tuple([(key, _filled(each, arguments)) for key, each in value[3]])
    return _formatted(value[1], items) or ("call", value[1], items, keywords)


def _formatted(function: Sketch, items: Iterable[Sketch]) -> Sketch | None:
    values = list(items)
    literal = function[0] == "attr" and function[2] == "format" and function[1][0] == "const"
    if not literal or any(each[0] != "const" for each in values):
        return None
    try:
        return ("const", str(function[1][1]).format(*[each[1] for each in values]))
    except (IndexError, KeyError, ValueError):
        return None
