"""Whether a change leaves a program's structure as it was: its modules' names, classes, models and databases.

Most rewrites are inside of functions, with imports added at the top. What was found out about everything else then
still holds, except for the lines that it is on.
"""

from __future__ import annotations

import builtins
import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from flask_modernize.facts import Binding, FunctionFacts, Lines, ModuleFacts, Sketch
from flask_modernize.facts.collect import returned_by
from flask_modernize.project.databases import OVERRIDDEN_METHODS
from flask_modernize.project.imports import IMPORT
from flask_modernize.project.mapped_attributes import MAKERS
from flask_modernize.project.star_imports import are_new_everywhere

if TYPE_CHECKING:
    from flask_modernize.project.project import Project
    from flask_modernize.sources import SourceFile

_STATEMENTS = re.compile(rb"^[ \t]*(?:class|global)[ \t]+\w", re.MULTILINE)
"""In a function: what says something about classes, or about names of the module."""
_GLOBAL = re.compile(rb"^[ \t]*global\b[^\n]*", re.MULTILINE)
_OVERRIDE = re.compile(rb"\.\s*(?:query|query_class|Query|session)\s*=[^=]")
_OVERRIDES = re.compile(rb"^.*(?:\bprimaryjoin\b|%b).*" % _OVERRIDE.pattern, re.MULTILINE)
"""In a function: lines that say something about models and databases; few functions have one."""
_NAME = re.compile(rb"[ \t]*def[ \t]+(\w+)")
_DEF = re.compile(rb"\bdef\b")
_RETURN = re.compile(rb"\breturn\b")
_LITERAL = re.compile(rb"\"[^\"\\]*\"|'[^'\\]*'")
_DOUBTFUL = re.compile(rb"[\\'\"]")
_OPENING, _CLOSING = re.compile(rb"[(\[{]"), re.compile(rb"[)\]}]")
_MAX_LINES = 40
"""Of a statement that is looked at by itself."""
_DECLARED = b"declared"
_WORD = re.compile(rb"[^\W\d]\w*")
_BUILTINS = frozenset(dir(builtins))
_CONTAINERS = frozenset(
    {
        "bool",
        "dict",
        "enumerate",
        "filter",
        "frozenset",
        "int",
        "len",
        "list",
        "map",
        "reversed",
        "set",
        "sorted",
        "str",
        "sum",
        "tuple",
        "zip",
    }
)
"""Builtins that give nothing but collections, texts and numbers."""
_Returned = tuple[Sketch, ...] | None


@dataclass(frozen=True, slots=True)
class FileChange:
    """What changed in one file: functions that are in no other function, and import statements."""

    functions: tuple[Lines, ...] = ()
    """Where those stand that changed."""
    before: tuple[Lines, ...] = ()
    """Where they stood."""
    texts: tuple[bytes, ...] = ()
    """All that was said there, and in import statements that are not there any more, and is said now."""
    names: frozenset[str] = frozenset()
    """What the file imports now and did not bind before."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How a project is like the one before a change, whose structure it has."""

    before: Project
    files: Mapping[str, FileChange]
    """By path, what was touched."""

    @property
    def names(self) -> frozenset[str]:
        """What any file imports now and did not bind before."""
        return frozenset(chain.from_iterable(each.names for each in self.files.values()))


def likeness(before: Project, after: Project, touched: Collection[str]) -> Likeness | None:
    """What changed where ``after``, which is ``before`` with the files of ``touched`` changed, has its structure.

    None where it may have another one.
    """
    files: dict[str, FileChange] = {}
    for path in sorted(touched):
        is_python = before.is_python(path) or after.is_python(path)
        change = _change(before, after, path) if is_python else _other_change(before, after, path)
        if change is None:
            return None
        files[path] = change
    named = {path: each.names for path, each in files.items() if each.names}
    return Likeness(before, files) if are_new_everywhere(before, after, named) else None


def may_concern(project: Project, path: str, change: FileChange, text: re.Pattern[bytes]) -> bool:
    """Whether something in a file, as it is now, that ``text`` matches may mean something else than before.

    It does not where it stands in a function that is as it was, which says none of the new names.
    """
    places = [match.start() for match in text.finditer(project.content(path))]
    if not places:
        return False
    facts, source = project.facts(path), project.source(path)
    if facts is None or source is None:
        return True
    spans = [(source.line_span(each.first)[0], source.line_span(each.last)[1], each) for each in facts.outermost]
    names = re.compile(rb"\b(?:%b)\b" % "|".join(sorted(change.names)).encode()) if change.names else None
    for place in places:
        index = bisect_right(spans, place, key=_start) - 1
        if index < 0 or place >= spans[index][1]:
            if names is not None:
                return True  # what stands in no function may say all of them
            continue
        start, stop, lines = spans[index]
        if lines in change.functions or (names is not None and names.search(source.data, start, stop)):
            return True
    return False


def _start(span: tuple[int, int, Lines]) -> int:
    return span[0]


# -- one file ---------------------------------------------------------------------------------------------------------


class _Side(NamedTuple):
    """A file before or after the change."""

    project: Project
    path: str
    source: SourceFile
    facts: ModuleFacts
    functions: Sequence[Lines]
    cuts: Sequence[int]
    """Where its outermost functions begin and end, in turns, between its own beginning and end."""

    def pieces(self) -> list[bytes]:
        """What is around the functions, and the functions, in turns."""
        data, cuts = self.source.data, self.cuts
        return [data[cuts[place] : cuts[place + 1]] for place in range(len(cuts) - 1)]


def _side(project: Project, path: str) -> _Side | None:
    facts, source = project.facts(path), project.source(path)
    if facts is None or source is None:
        return None
    functions = [*facts.outermost]
    cuts = [0]
    for first, last in functions:
        cuts += (source.line_span(first)[0], source.line_span(last)[1])
    return _Side(project, path, source, facts, functions, [*cuts, len(source.data)])


def _change(before: Project, after: Project, path: str) -> FileChange | None:
    old, new = _side(before, path), _side(after, path)
    if old is None or new is None or len(old.functions) != len(new.functions):
        return None
    if old.facts.exports != new.facts.exports or _stars(old.facts) != _stars(new.facts):
        return None
    changed: list[int] = []
    words: set[str] = set()
    texts: list[bytes] = []
    for place, (said, says) in enumerate(zip(old.pieces(), new.pieces(), strict=True)):
        if said == says:
            continue
        if place % 2:
            if not _is_function_alike(old, new, place // 2, said, says):
                return None
            changed.append(place // 2)
            texts += (said, says)
        else:
            statements = _changed_imports(said, says)
            if statements is None:
                return None
            texts += statements
            words.update(word.decode() for text in statements for word in _WORD.findall(text))
    names = _names_added(old.facts, new.facts, words)
    if names is None:
        return None
    return FileChange(
        tuple([new.functions[index] for index in changed]),
        tuple([old.functions[index] for index in changed]),
        tuple(texts),
        names,
    )


def _other_change(before: Project, after: Project, path: str) -> FileChange:
    """That of a file which is not Python: all that it says."""
    trees = [project.tree for project in (before, after) if project.tree.exists(path)]
    return FileChange(texts=tuple([tree.read(path) for tree in trees]))


# -- around functions -------------------------------------------------------------------------------------------------


def _changed_imports(said: bytes, says: bytes) -> tuple[bytes, bytes] | None:
    """The import statements that are not the same in two texts; None where anything else is not the same."""
    old, new = said.splitlines(keepends=True), says.splitlines(keepends=True)
    least = min(len(old), len(new))
    first = next((place for place in range(least) if old[place] != new[place]), least)
    last = next((place for place in range(least - first) if old[-1 - place] != new[-1 - place]), least - first)
    middles = b"".join(old[first : len(old) - last]), b"".join(new[first : len(new) - last])
    if all(map(_is_whole, middles)) and _but_imports(middles[0]) == _but_imports(middles[1]):
        return middles
    if _but_imports(said) != _but_imports(says):
        return None
    statements = [b"\n".join([match[0] for match in IMPORT.finditer(text)]) for text in (said, says)]
    return statements[0], statements[1]


def _is_whole(lines: bytes) -> bool:
    """Whether statements that begin on these lines seem to end there."""
    return lines.count(b"(") == lines.count(b")") and not lines.rstrip().endswith(b"\\")


def _but_imports(text: bytes) -> list[bytes]:
    return [line for line in IMPORT.sub(b"", text).splitlines() if line.strip()]


def _names_added(old: ModuleFacts, new: ModuleFacts, words: Iterable[str]) -> frozenset[str] | None:
    """Those of the words that only the new module binds; None where one means something else, or is not imported."""
    added: set[str] = set()
    for word in words:
        meanings = _meanings(old, word), _meanings(new, word)
        if meanings[0] == meanings[1]:
            continue
        if meanings[0] or any(each.kind != "import" for each in meanings[1]):
            return None
        added.add(word)
    return frozenset(added) if _BUILTINS.isdisjoint(added) else None


def _meanings(facts: ModuleFacts, name: str) -> list[Binding]:
    return [each._replace(line=0) for each in facts.bindings.get(name, ())]


def _stars(facts: ModuleFacts) -> list[tuple[object, ...]]:
    return [each._replace(line=0) for each in facts.star_imports]


# -- functions --------------------------------------------------------------------------------------------------------


def _is_function_alike(old: _Side, new: _Side, index: int, said: bytes, says: bytes) -> bool:
    """Whether what a changed function says about the program's structure is the same."""
    if _said_inside(old, index, said) != _said_inside(new, index, says):
        return False
    name = _NAME.match(said)
    header = _statement(said, 0)
    plain = name is not None and header is not None and header.rstrip().endswith(b":") and says.startswith(header)
    if name is None or not plain or len(_DEF.findall(said)) > 1 or len(_DEF.findall(says)) > 1:
        return _are_functions_alike(old, new, index)
    return _returns_the_same(old, name[1].decode(), said, says) or _are_functions_alike(old, new, index)


def _are_functions_alike(old: _Side, new: _Side, index: int) -> bool:
    """The same by what is known of the function, and of those in it."""
    inside = [
        {
            name: function
            for name, function in side.facts.functions.items()
            if side.functions[index].first <= function.line <= side.functions[index].last
        }
        for side in (old, new)
    ]
    return inside[0].keys() == inside[1].keys() and all(
        _is_one_alike(old, new, function, inside[1][name]) for name, function in inside[0].items()
    )


def _is_one_alike(old: _Side, new: _Side, before: FunctionFacts, after: FunctionFacts) -> bool:
    if not _is_declared_alike(before, after):
        return False
    if _text(old, before) == _text(new, after):
        return True
    if before.qualname.rpartition(".")[2] in OVERRIDDEN_METHODS:
        return False
    returned = old.project.returned(old.path, before), new.project.returned(new.path, after)
    return _is_same(old.facts, before, *returned)


def _text(side: _Side, function: FunctionFacts) -> bytes:
    return side.source.data[side.source.line_span(function.line)[0] : side.source.line_span(function.end_line)[1]]


def _said_inside(side: _Side, index: int, text: bytes) -> list[bytes]:
    """The lines of a function that say something about the program's structure."""
    found: list[bytes] = _OVERRIDES.findall(text) if b"primaryjoin" in text or _OVERRIDE.search(text) else []
    has_scopes = (b"class" in text or b"global" in text) and _STATEMENTS.search(text) is not None
    return [*found, *_scopes_inside(side, side.functions[index])] if has_scopes else found


def _scopes_inside(side: _Side, lines: Lines) -> list[bytes]:
    """The classes in a function, its ``global`` statements, and the lines that may bind names which either mentions."""
    source = side.source
    start, stop = source.line_span(lines.first)[0], source.line_span(lines.last)[1]
    classes = [each for each in side.facts.classes.values() if lines.first <= each.line <= lines.last]
    said = [source.data[source.line_span(each.line)[0] : source.line_span(each.end_line)[1]] for each in classes]
    said += _GLOBAL.findall(source.data, start, stop)
    words = b"|".join(sorted({word for text in said for word in _WORD.findall(text)}))
    binding = rb"^[ \t]*(?:(?:%b)\b[^=\n]*=|.*\b(?:for|as|import)\b.*\b(?:%b)\b).*" % (words, words)
    return said + re.findall(re.compile(binding, re.MULTILINE), source.data[start:stop])


def _is_declared_alike(old: FunctionFacts, new: FunctionFacts) -> bool:
    return (old.parameters, old.decorators, old.definitions) == (new.parameters, new.decorators, new.definitions)


# -- what functions give, which columns, relationships and databases may come from ------------------------------------


def _returns_the_same(old: _Side, name: str, said: bytes, says: bytes) -> bool:
    """Whether a function without others in it certainly gives the same, as far as anything may depend on it.

    Only the statements that changed are parsed.
    """
    if name in OVERRIDDEN_METHODS:
        return False
    before, after = _returns(said), _returns(says)
    if before is None or after is None or len(before) != len(after):
        return False
    pairs = [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]]
    if pairs and (name.startswith("__") or _DECLARED in old.source.data):
        return False
    given = [returned_by(b"def function():\n " + statement) for pair in pairs for statement in pair]
    return all(each is not None and not any(_may_make(old.facts, one) for one in each) for each in given)


def _returns(function: bytes) -> list[bytes] | None:
    """The ``return`` statements of a function, what looks like one included; None where one cannot be cut out."""
    found = []
    for match in _RETURN.finditer(function):
        statement = _statement(function, match.start())
        if statement is None:
            return None
        found.append(statement)
    return found


def _statement(text: bytes, start: int) -> bytes | None:
    """The lines of a statement from ``start`` on, or its header's; None where it is not certain where it ends."""
    place, depth = start, 0
    for _ in range(_MAX_LINES):
        stop = text.find(b"\n", place) + 1 or len(text)
        code = _LITERAL.sub(b"", text[place:stop]).partition(b"#")[0]
        if _DOUBTFUL.search(code):
            return None
        depth += len(_OPENING.findall(code)) - len(_CLOSING.findall(code))
        if depth <= 0:
            return text[start:stop] if depth == 0 else None
        place = stop
    return None


def _is_same(facts: ModuleFacts, function: FunctionFacts, old: _Returned, new: _Returned) -> bool:
    """Whether what it returned and what it returns now are the same, as far as anything may depend on it."""
    if old == new:
        return True
    if not old or not new or len(old) != len(new):
        return False
    pairs = zip(old, new, strict=True)
    given = [each for pair in pairs if pair[0] != pair[1] for each in pair]
    name = function.qualname.rpartition(".")[2]
    declared = name.startswith("__") or any("declared" in repr(each) for each in function.decorators)
    return not declared and not any(_may_make(facts, each) for each in given)


def _may_make(facts: ModuleFacts, returned: Sketch) -> bool:
    """Whether it may be a thing that has a name, or be made by one of SQLAlchemy's functions under any name."""
    if returned[0] == "call" and returned[1][0] == "name":
        owner, _, function = returned[1][1].rpartition(".")
        if function in _CONTAINERS and not (owner or function in facts.bindings or facts.star_imports):
            return False
        return not owner or function in MAKERS
    return bool(returned[0] == "name")
