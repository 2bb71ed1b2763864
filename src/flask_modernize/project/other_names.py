"""Words that stand for others: ``v`` where some file says ``import w as v`` or ``v = a.w``.

Such places are read off the text of all files at once, without parsing; only the files that have one of the words asked
for are looked at. With them, and with the words in the base lists of classes, few files have to be looked at to find
everything that has to do with a few names. An assignment inside of a block counts where it is to a name that some class
has as a base.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from flask_modernize.facts import ClassFacts, Sketch
from flask_modernize.project.memory import remembered_structure
from flask_modernize.project.objects import ClassObject, External, FunctionObject, Member, Object, Variable

if TYPE_CHECKING:
    from flask_modernize.project.project import Project

Found = TypeVar("Found")

_IDENTIFIER = rb"[A-Za-z_\x80-\xff][\w\x80-\xff]*+"
_DOTTED = _IDENTIFIER + rb"(?:\." + _IDENTIFIER + rb")*+"
_WORD = re.compile(_IDENTIFIER)
_RENAMED = re.compile(rb" as[\s\\]+(" + _IDENTIFIER + rb")(?=[ \t]*[\n\r,)#;\\\0])")
_ASSIGNED = re.compile(
    rb"=[ \t]*+(?:\\\r?\n[ \t]*+)?+(\([\s(]*+)?+(?P<names>"
    + _DOTTED
    + rb"(?:[ \t]*+,[ \t]*+"
    + _DOTTED
    + rb")*+)(?(1)[\s,]*+\)|[ \t]*+(?=[\n\r#;\\\0]))"
)
"""The end of an assignment of names; of ``a, b = x, y`` too. Arguments that others follow are none."""
_SEVERAL = re.compile(rb"[=,:;]")
"""In front of an equals sign: there may be more than one name, or something else."""
_SPACE = rb"[\s\\]*+(?:#[^\n]*+[\s\\]*+)*+"
_OPENED = re.compile(_SPACE + rb"\(")
_MOST_BYTES = 200
"""Between a name and what stands for it."""


class Names(NamedTuple):
    """Words that something goes by: ``words`` everywhere, ``local`` (path, word) inside of blocks of one file."""

    words: frozenset[str]
    local: frozenset[tuple[str, str]]


@remembered_structure
def _meanings(project: Project) -> Mapping[bytes, list[tuple[str, bytes]]]:
    """Word -> those that may stand for it, each with the path of the file that says so."""
    found: dict[bytes, list[tuple[str, bytes]]] = {}
    bases = frozenset(map(str.encode, project.base_words))
    renamed = project.picked(_RENAMED, _renaming)
    assigned = project.picked(_ASSIGNED, lambda match: _assignment(match, bases))
    for path, (meant, names) in (*renamed, *assigned):
        for each in meant:
            found.setdefault(each, []).extend((path, name) for name in names if name != each)
    return found


_Pairs = tuple[list[bytes], list[bytes]]


def _renaming(match: re.Match[bytes]) -> _Pairs | None:
    before = _WORD.findall(match.string, max(0, match.start() - _MOST_BYTES), match.start())
    return (before[-1:], [match[1]]) if before else None


def _assignment(match: re.Match[bytes], bases: Collection[bytes]) -> _Pairs | None:
    """The names that are assigned, and those that they are assigned to; inside of a block only if these are bases."""
    start = match.start()
    line = bytes(match.string[match.string.rfind(b"\n", 0, start) + 1 : start])
    target = line.strip()
    if target in bases:
        names = [target]
    elif line[:1] not in b" \t" or _SEVERAL.search(target):
        if line.count(b"(") > line.count(b")"):
            return None  # the argument of a call
        names = _WORD.findall(line)
        if line[:1].isspace():
            names = [name for name in names if name in bases]
    else:
        return None
    return ([each.strip().rpartition(b".")[2] for each in match["names"].split(b",")], names) if names else None


def other_names(project: Project, words: Iterable[str], *, of_bases: bool = False) -> Names:
    """What things that have one of the words as their own name go by in the project, the words included.

    ``of_bases``: only what may be a word in the base list of a class, or lead to one, need be told.
    """
    meanings = _meanings(project)
    bases = project.base_words
    own = frozenset(words)
    found = set(own)
    local: set[tuple[str, str]] = set()
    waiting = [*own]
    while waiting:
        for path, other in meanings.get(waiting.pop().encode(), ()):
            name = other.decode("utf-8", "replace")
            if of_bases and name not in bases and other not in meanings:
                continue
            facts = project.facts(path) if name not in found else None
            if facts is not None and name not in facts.bindings:
                local.add((path, name))
            elif facts is not None and _own_word(project.resolve(path, name)) in own:
                found.add(name)
                waiting.append(name)
    return Names(frozenset(found), frozenset(local))


def possible_names(project: Project, words: Iterable[str]) -> frozenset[str]:
    """The same and more, without the local ones: what the text alone says; no file is parsed for it."""
    meanings = _meanings(project)
    found = {word.encode() for word in words}
    waiting = [*found]
    while waiting:
        new = {other for _, other in meanings.get(waiting.pop(), ())} - found
        found |= new
        waiting += new
    return frozenset([word.decode("utf-8", "replace") for word in found])


def _own_word(obj: Object | None) -> str:
    if isinstance(obj, External):
        return obj.name.rpartition(".")[2]
    return obj.name if isinstance(obj, ClassObject | FunctionObject | Member | Variable) else ""


def files_calling(project: Project, words: Collection[str]) -> list[str]:
    """The Python files in which one of the words is called, or something that ends in one, sorted."""
    shortest = [word for word in words if not any(word != each and word.endswith(each) for each in words)]
    return sorted({path for word in shortest for path in project.files_with(word.encode(), behind=_OPENED)})


def classes_below(
    project: Project,
    words: Iterable[str],
    look: Callable[[ClassObject], Found | None],
    also: Iterable[ClassObject] = (),
) -> dict[ClassObject, Found]:
    """The classes of which ``look`` finds something, and what that is, by path and place.

    ``look`` must find nothing but of the classes of ``also``, of those that inherit from something whose own name is
    one of ``words``, or is called so there, and of those that inherit from a class of which it finds something.
    """
    found: dict[ClassObject, Found] = {}
    seen: set[ClassObject] = set()
    asked: set[str] = set()
    waiting: list[tuple[str, str]] = []

    def ask(words: Iterable[str]) -> None:
        names = other_names(project, words, of_bases=True)
        for word in sorted(names.words - asked):
            waiting.extend((path, word) for path in project.files_with_base(word))
        waiting.extend(names.local)
        asked.update(names.words)

    def take(cls: ClassObject) -> None:
        seen.add(cls)
        answer = look(cls)
        if answer is not None:
            found[cls] = answer
            if cls.name not in asked:
                ask([cls.name])

    ask(words)
    for cls in also:
        if cls not in seen:
            take(cls)
    while waiting:
        path, word = waiting.pop()
        for cls, described in classes_in(project, path):
            if cls not in seen and any(word in words_of(base) for base in described.bases):
                take(cls)
    paths = sorted({cls.path for cls in found})
    return {cls: found[cls] for path in paths for cls, _ in classes_in(project, path) if cls in found}


def classes_in(project: Project, path: str) -> Iterator[tuple[ClassObject, ClassFacts]]:
    """The classes of a file that are there only once."""
    facts = project.facts(path)
    for qualname, described in facts.classes.items() if facts is not None else ():
        if described.definitions == 1:
            yield ClassObject(path, qualname), described


def words_of(value: Sketch) -> Iterator[str]:
    """The last word of every name in an expression that is a name, or made of names by calls and subscripts."""
    if value[0] == "name":
        yield value[1].rpartition(".")[2]
    elif value[0] == "subscript":
        yield from words_of(value[1])
    elif value[0] == "call":
        yield from words_of(value[1])
        for each in value[2]:
            yield from words_of(each)
