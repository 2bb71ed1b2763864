"""Whether a change leaves a program's structure as it was: its modules' names, classes, models and databases.

Most rewrites are inside of functions, with imports added at the top. What was found out about everything else then
still holds, except for the lines that it is on.
"""

from __future__ import annotations

import builtins
import re
from collections.abc import Collection
from typing import TYPE_CHECKING

from flask_modernize.facts import Binding, FunctionFacts, Lines, ModuleFacts, Sketch
from flask_modernize.project.databases import OVERRIDDEN_METHODS
from flask_modernize.project.imports import IMPORT
from flask_modernize.project.mapped_attributes import MAKERS
from flask_modernize.project.objects import ModuleObject

if TYPE_CHECKING:
    from flask_modernize.project.project import Project
    from flask_modernize.sources import SourceFile

_STATEMENTS = re.compile(rb"^[ \t]*(?:class|global)[ \t]+\w", re.MULTILINE)
"""In a function: what says something about classes, or about names of the module."""
_GLOBAL = re.compile(rb"^[ \t]*global\b[^\n]*", re.MULTILINE)
_OVERRIDE = re.compile(rb"\.\s*(?:query|query_class|Query|session)\s*=[^=]")
_OVERRIDES = re.compile(rb"^.*(?:\bprimaryjoin\b|%b).*" % _OVERRIDE.pattern, re.MULTILINE)
"""In a function: lines that say something about models and databases; few functions have one."""
_WORD = re.compile(rb"[^\W\d]\w*")
_BUILTINS = frozenset(dir(builtins))
_Returned = tuple[Sketch, ...] | None


def new_names(before: Project, after: Project, touched: Collection[str]) -> frozenset[str] | None:
    """The names that files import now and did not bind before; None where the structure may not be what it was.

    ``after`` is ``before`` with the files of ``touched`` changed.
    """
    names: set[str] = set()
    for path in sorted(touched):
        if not (before.is_python(path) or after.is_python(path)):
            continue
        added = _names_added(before, after, path)
        if added is None:
            return None
        names |= added
    return None if names and _is_starred(before, touched) else frozenset(names)


def _names_added(before: Project, after: Project, path: str) -> set[str] | None:
    old, new = before.facts(path), after.facts(path)
    if old is None or new is None or not _is_structured_alike(before, after, path):
        return None
    if old.exports != new.exports or old.functions.keys() != new.functions.keys():
        return None
    for name, function in old.functions.items():
        if not _is_declared_alike(function, new.functions[name]):
            return None
        if _text(before, path, function) == _text(after, path, new.functions[name]):
            continue
        returned = before.returned(path, function), after.returned(path, new.functions[name])
        if name.rpartition(".")[2] in OVERRIDDEN_METHODS or not _is_same(function, *returned):
            return None
    for name in old.bindings:
        if _meanings(old, name) != _meanings(new, name):
            return None
    added = set(new.bindings) - set(old.bindings)
    plain = all(each.kind == "import" for name in added for each in new.bindings[name])
    return added if plain and _BUILTINS.isdisjoint(added) else None


def _is_structured_alike(before: Project, after: Project, path: str) -> bool:
    """Whether the lines of a file that say something about its structure are the same, but for imports."""
    outside, functions = _parts(before, path)
    then_outside, then_functions = _parts(after, path)
    return (
        outside == then_outside
        and len(functions) == len(then_functions)
        and all(
            data == changed or _said_inside(before, path, *lines, data) == _said_inside(after, path, *then, changed)
            for (lines, data), (then, changed) in zip(functions, then_functions, strict=True)
        )
    )


def _parts(project: Project, path: str) -> tuple[list[bytes], list[tuple[Lines, bytes]]]:
    """The lines of a file outside of functions, and its functions: where they are, and what they say."""
    facts, source = project.facts(path), project.source(path)
    assert facts is not None
    assert source is not None
    outside, functions, place = [], [], 0
    for lines in facts.outermost:
        start, stop = source.line_span(lines.first)[0], source.line_span(lines.last)[1]
        outside.append(source.data[place:start])
        functions.append((lines, source.data[start:stop]))
        place = stop
    text = IMPORT.sub(b"", b"".join([*outside, source.data[place:]]))
    return [line for line in text.splitlines() if line.strip()], functions


def _said_inside(project: Project, path: str, first: int, last: int, text: bytes) -> list[bytes]:
    """The lines of a function that say something about the program's structure."""
    facts, source = project.facts(path), project.source(path)
    assert facts is not None
    assert source is not None
    found: list[bytes] = _OVERRIDES.findall(text) if b"primaryjoin" in text or _OVERRIDE.search(text) else []
    return [*found, *_scopes_inside(source, facts, first, last)] if _STATEMENTS.search(text) else found


def _scopes_inside(source: SourceFile, facts: ModuleFacts, first: int, last: int) -> list[bytes]:
    """The classes in a function, its ``global`` statements, and the lines that may bind names which either mentions."""
    start, stop = source.line_span(first)[0], source.line_span(last)[1]
    classes = [each for each in facts.classes.values() if first <= each.line <= last]
    said = [source.data[source.line_span(each.line)[0] : source.line_span(each.end_line)[1]] for each in classes]
    said += _GLOBAL.findall(source.data, start, stop)
    words = b"|".join(sorted({word for text in said for word in _WORD.findall(text)}))
    binding = rb"^[ \t]*(?:(?:%b)\b[^=\n]*=|.*\b(?:for|as|import)\b.*\b(?:%b)\b).*" % (words, words)
    return said + re.findall(re.compile(binding, re.MULTILINE), source.data[start:stop])


def _meanings(facts: ModuleFacts, name: str) -> list[Binding]:
    return [each._replace(line=0) for each in facts.bindings.get(name, ())]


def _is_starred(project: Project, paths: Collection[str]) -> bool:
    """Whether ``from module import *`` takes the names of one of the files."""
    for path in project.files_with(b"import *"):
        facts = project.facts(path)
        for each in facts.star_imports if facts is not None else ():
            target = project.imported(path, each.module, None, each.level)
            if isinstance(target, ModuleObject) and target.path in paths:
                return True
    return False


# -- functions that columns, relationships and databases may come from ------------------------------------------------


def _text(project: Project, path: str, function: FunctionFacts) -> bytes:
    return project.lines(path, function.line, function.end_line)


def _is_declared_alike(old: FunctionFacts, new: FunctionFacts) -> bool:
    return (old.parameters, old.decorators, old.definitions) == (new.parameters, new.decorators, new.definitions)


def _is_same(function: FunctionFacts, old: _Returned, new: _Returned) -> bool:
    """Whether what it returned and what it returns now are the same, as far as anything may depend on it."""
    if old == new:
        return True
    if not old or not new or len(old) != len(new):
        return False
    pairs = zip(old, new, strict=True)
    given = [each for pair in pairs if pair[0] != pair[1] for each in pair]
    name = function.qualname.rpartition(".")[2]
    declared = name.startswith("__") or any("declared" in repr(each) for each in function.decorators)
    return not declared and not any(map(_may_make, given))


def _may_make(returned: Sketch) -> bool:
    """Whether it may be a thing that has a name, or be made by one of SQLAlchemy's functions under any name."""
    if returned[0] == "call" and returned[1][0] == "name":
        owner, _, function = returned[1][1].rpartition(".")
        return not owner or function in MAKERS
    return bool(returned[0] == "name")
