"""Options of schemas that are gone or renamed; and schemas of marshmallow 2 go on leaving out unknown keys."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.planning.contract import Finding
from flask_modernize.project.class_lines import described_line
from flask_modernize.project.library_types import library_ancestors
from flask_modernize.project.objects import ClassObject
from flask_modernize.rules.findings import VALUE
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.members import needed_names
from flask_modernize.rules.replacing import Replacement
from flask_modernize.rules.whole_lines import above, below, has_own_lines, unit, without
from flask_modernize_codemods.marshmallow_3.schemas import (
    SCHEMA,
    class_object,
    is_of_two,
    is_schema,
    option,
    options_class,
)

_RENAMED = {"json_module": "render_module", "dateformat": "datetimeformat"}
_GONE = {"strict": "ma-strict", "ordered": "ma-json-module-ordered"}
_EXCLUDE = "marshmallow.EXCLUDE"


def _find(file: File) -> Iterator[Match | Finding]:
    excludes = is_of_two(file) and _is_loaded(file)
    for node in file.syntax.scopes.nodes():
        if not isinstance(node, ast.ClassDef):
            continue
        if _is_options_class(file, node):
            yield from _options(file, node, excludes)
        if excludes and is_schema(file, node):
            yield from _unknown_keys(file, node)


def _is_options_class(file: File, node: ast.ClassDef) -> bool:
    """``class Meta`` of a schema, or one that such a class inherits from."""
    parent = file.syntax.scopes.parent(node)
    return isinstance(parent, ast.ClassDef) and node.name == "Meta" and is_schema(file, parent)


def _options(file: File, meta: ast.ClassDef, excludes: bool) -> Iterator[Match | Finding]:
    for old, new in _RENAMED.items():
        statement = option(meta, old)
        if statement is not None:
            start = file.span(statement)[0]
            renamed = Replacement(start, start + len(old), (new,))
            yield Match("ma-json-module-ordered", f"{old} is {new} today", statement, (renamed,))
    gone = [(name, statement) for name in _GONE if (statement := option(meta, name)) is not None]
    taken = [(name, statement) for name, statement in gone if _is_true(statement)]
    whole = len(taken) == len(meta.body) and not meta.bases and not _needs_options(file, meta)
    if excludes and _goes_empty(meta) and not _inherits(file, meta):
        taken = []  # their place is taken by what is said of unknown keys
    for name, statement in gone:
        if not _is_true(statement) and name == "strict":
            message = "schemas are always strict today"
            advice = "Catch ValidationError where the errors were looked at, and take `strict` out."
            yield file.finding(statement, VALUE, message, advice)
    for number, (name, statement) in enumerate(taken):
        removal = without(file, meta if whole else statement)
        changes = (removal,) if not whole or number == 0 else ()
        yield Match(_GONE[name], f"schemas are always {name}", statement, changes)


def _needs_options(file: File, meta: ast.ClassDef) -> bool:
    """Whether something is put into the options, they hide others, or others are made from them."""
    if is_of_two(file) and _is_loaded(file):
        return True
    if any(b".Meta" in file.project.tree.read(path) for path in file.project.files_with(b".Meta")):
        return True
    parent = file.syntax.scopes.parent(meta)
    own = class_object(file, parent) if isinstance(parent, ast.ClassDef) else None
    return own is not None and any(_has_options(file, each) for each in _classes_above(file, own))


def _classes_above(file: File, cls: ClassObject) -> list[ClassObject]:
    return [each for each, _ in described_line(file.project, cls) if each != cls]


def _has_options(file: File, cls: ClassObject) -> bool:
    facts = file.project.facts(cls.path)
    return facts is not None and f"{cls.qualname}.Meta" in facts.classes


def _goes_empty(meta: ast.ClassDef) -> bool:
    """Whether nothing is left of the options when those go that are gone today."""
    gone = [statement for name in _GONE if (statement := option(meta, name)) is not None and _is_true(statement)]
    return len(gone) == len(meta.body)


def _is_true(statement: ast.Assign) -> bool:
    return isinstance(statement.value, ast.Constant) and statement.value.value is True


def _unknown_keys(file: File, cls: ast.ClassDef) -> Iterator[Match | Finding]:
    """``unknown = EXCLUDE``, once for each class whose options are not those of another one."""
    meta = options_class(cls)
    if meta is not None and (option(meta, "unknown") is not None or _inherits(file, meta)):
        return
    if meta is None and _has_schema_above(file, cls):
        return
    given = needed_names(file, cls, (_EXCLUDE,))
    if isinstance(given, Finding):
        yield given
        return
    names, needs = given
    line = f"unknown = {names['EXCLUDE']}"
    if meta is not None and _goes_empty(meta):
        whole = (file.span(meta.body[0])[0], file.span(meta.body[-1])[1])
        yield Match(
            "ma-unknown-raise", "unknown keys are excluded as they were", cls, (Replacement(*whole, (line,)),), needs
        )
        return
    title = "unknown keys are excluded as they were"
    place = (meta or cls).body[-1]
    if not has_own_lines(file, place) or place.lineno == (meta or cls).lineno:
        return
    if meta is not None:
        added = below(file, meta.body[-1], line)
    elif all(isinstance(each, ast.Pass) for each in cls.body):
        step = unit(file)
        added = Replacement(*file.span(place), (f"class Meta:\n{_indent(file, place)}{step}{line}",))
    else:
        added = _new_options(file, cls, line)
    yield Match("ma-unknown-raise", title, cls, (added,), needs)


def _new_options(file: File, cls: ast.ClassDef, line: str) -> Replacement:
    """A ``class Meta`` between the fields and the methods."""
    text = f"class Meta:\n{unit(file)}{line}"
    method = next((each for each in cls.body if isinstance(each, ast.FunctionDef | ast.ClassDef)), None)
    if method is not None:
        return above(file, method, text + "\n")
    return below(file, cls.body[-1], "\n" + text)


def _indent(file: File, statement: ast.stmt) -> str:
    source = file.syntax.source
    line = source.text(*source.line_span(statement.lineno))
    return line[: len(line) - len(line.lstrip())]


def _inherits(file: File, meta: ast.ClassDef) -> bool:
    """``class Meta(Base.Meta)``: the options are those of the other class."""
    return any("Meta" in ast.unparse(each) for each in meta.bases)


def _has_schema_above(file: File, cls: ast.ClassDef) -> bool:
    above = _classes_above(file, class_object(file, cls))
    return any(SCHEMA in library_ancestors(file.project, each) for each in above)


def _is_loaded(file: File) -> bool:
    """Whether the project loads anything with schemas."""
    for word in (b".load(", b".loads(", b".validate(", b"use_args", b"use_kwargs"):
        for path in file.project.files_with(word):
            if path.endswith(".py") and b"chema" in file.project.tree.read(path):
                return True
    return False


MATCHER = Matcher(frozenset({b"Schema", b"ModelSchema", b"TableSchema", b"Meta"}), _find)
