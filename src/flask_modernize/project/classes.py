"""The class graph: what a class descends from, and what descends from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from flask_modernize.facts import ClassFacts, ModuleFacts, Sketch
from flask_modernize.project.objects import ClassObject, ModuleObject, Object
from flask_modernize.project.resolution import Resolver
from flask_modernize.project.test_paths import is_test_path

Base = Object | None
MAX_LEVELS = 100
"""Deeper class hierarchies than this are not followed to their end."""


class ClassGraph:
    """Classes over one tree. ``holders`` gives the paths of the files that may hold subclasses of what has a name."""

    def __init__(
        self,
        resolver: Resolver,
        facts: Callable[[str], ModuleFacts | None],
        holders: Callable[[str], Iterable[str]],
    ) -> None:
        self._resolver = resolver
        self._facts = facts
        self._holders = holders
        self._bases: dict[ClassObject, tuple[Base, ...]] = {}
        self._ancestors: dict[ClassObject, tuple[Base, ...]] = {}
        self._children: dict[tuple[str, str], list[tuple[Object, ClassObject]]] = {}
        """By path and word, every base that may go by the word there, with the class that has it."""
        self._below: dict[Object, _Below] = {}
        self._subclasses: dict[Object, tuple[ClassObject, ...]] = {}

    def take_over(self, other: ClassGraph) -> None:
        """Takes over the answers of a tree that has the same classes."""
        self._bases |= other._bases
        self._ancestors |= other._ancestors
        self._subclasses |= other._subclasses
        self._children |= other._children
        self._below |= {of: below.copy() for of, below in other._below.items()}

    def described(self, cls: ClassObject) -> ClassFacts | None:
        facts = self._facts(cls.path)
        return facts.classes.get(cls.qualname) if facts is not None else None

    def bases(self, cls: ClassObject) -> tuple[Base, ...]:
        """The direct bases in order; None for one that cannot be told.

        ``with_metaclass(M, A)`` counts as ``A``; a builtin is external by its bare name (``External("object")``).
        """
        found = self._bases.get(cls)
        if found is None:
            described = self.described(cls)
            sketches = described.bases if described is not None else ()
            found = tuple([base for each in sketches for base in self._base(cls, each)])
            self._bases[cls] = found
        return found

    def _base(self, cls: ClassObject, sketch: Sketch) -> Sequence[Base]:
        if sketch[0] == "call" and sketch[1][0] == "name" and sketch[1][1].rpartition(".")[2] == "with_metaclass":
            return [self._resolver.base(cls, each) for each in sketch[2][1:]]
        return [self._resolver.base(cls, sketch)]

    def ancestors(self, cls: ClassObject) -> tuple[Base, ...]:
        """Everything the class descends from, nearest first, in Python's order where one exists; without itself.

        None stands for a base that cannot be told; what is not a class of the project has no ancestors of its own here.
        """
        found = self._ancestors.get(cls)
        if found is None:
            found = tuple([base for base in self._linearised(cls, ()) if base != cls])
            self._ancestors[cls] = found
        return found

    def _linearised(self, cls: ClassObject, below: tuple[ClassObject, ...]) -> list[Base]:
        if cls in below:
            return []
        if len(below) > MAX_LEVELS:
            return [cls, None]
        known = self._ancestors.get(cls)
        if known is not None:
            return [cls, *known]
        bases = [base for base in self.bases(cls) if base != cls]
        lines: list[list[Base]] = [
            self._linearised(base, (*below, cls)) if isinstance(base, ClassObject) else [base] for base in bases
        ]
        merged = _merge([*lines, list(bases)])
        if merged is None:
            merged = list(dict.fromkeys(each for line in lines for each in line))
        return [cls, *merged]

    def subclasses(self, of: Object) -> tuple[ClassObject, ...]:
        """Every class of the project that descends from ``of``, sorted by path and name."""
        known = self._subclasses.get(of)
        if known is None:
            found = list(self.descendants(of))
            known = self._subclasses[of] = tuple(sorted(found, key=lambda cls: (cls.path, cls.qualname)))
        return known

    def descendants(self, of: Object) -> Iterator[ClassObject]:
        """The same in the order in which they are found: files are looked at only for as long as somebody asks."""
        below = self._below.get(of)
        if below is None:
            below = self._below[of] = _Below(of)
        place = 0
        while True:
            while place < len(below.found):
                yield below.found[place]
                place += 1
            if not self._look_further(below):
                return

    def _look_further(self, below: _Below) -> bool:
        """Looks at one more file; False when there is none."""
        while not below.files:
            following = below.next_parent()
            if following is None:
                return False
            below.parent = following
            below.files = _nearest_last(self._holders(_own_name(following)), following)
        for base, child in self._children_in(below.files.pop(), _own_name(below.parent)):
            if base == below.parent:
                below.add(child)
        return True

    def _children_in(self, path: str, name: str) -> list[tuple[Object, ClassObject]]:
        """The classes of a file that have a base which may go by a name, and that base."""
        known = self._children.get((path, name))
        if known is None:
            known = self._children[path, name] = []
            facts = self._facts(path)
            for qualname, described in facts.classes.items() if facts is not None else ():
                assert facts is not None
                if described.definitions == 1 and _may_have_base(facts, described, name):
                    cls = ClassObject(path, qualname)
                    known += [(base, cls) for base in self.bases(cls) if base is not None]
        return known


class _Below:
    """The classes below something, as far as they were looked for."""

    __slots__ = ("_asked", "files", "found", "known", "of", "parent")

    def __init__(self, of: Object) -> None:
        self.of = of
        self.found: list[ClassObject] = []
        self.known: set[Object] = {of}
        self.parent: Object = of
        """Whose children are looked for."""
        self.files: list[str] = []
        """Where they may be still, the last first."""
        self._asked = -1

    def next_parent(self) -> Object | None:
        """The next whose children are to be looked for."""
        self._asked += 1
        if not self._asked:
            return self.of
        return self.found[self._asked - 1] if self._asked <= len(self.found) else None

    def add(self, child: ClassObject) -> None:
        if child not in self.known:
            self.known.add(child)
            self.found.append(child)

    def copy(self) -> _Below:
        other = _Below(self.of)
        other.found, other.known = [*self.found], {*self.known}
        other.parent, other.files, other._asked = self.parent, [*self.files], self._asked
        return other


def _own_name(of: Object) -> str:
    if isinstance(of, ModuleObject):
        return ""
    return of.name if isinstance(of, ClassObject) else of.name.rpartition(".")[2]


def _nearest_last(paths: Iterable[str], of: Object) -> list[str]:
    """Files in the order in which they are worth looking at, the first one last: its own, then those near it."""
    own = of.path if isinstance(of, ClassObject) else ""
    around = own.split("/")[:-1]

    def worth(path: str) -> tuple[bool, bool, int, str]:
        shared = 0
        for ours, theirs in zip(around, path.split("/"), strict=False):
            if ours != theirs:
                break
            shared += 1
        return path == own, not is_test_path(path), shared, path

    return sorted(paths, key=worth)


def _may_have_base(facts: ModuleFacts, cls: ClassFacts, name: str) -> bool:
    """Whether a base of a class may be something whose own name is ``name``."""
    is_nested = "." in cls.qualname
    return any(_may_mean(facts, each, name, is_nested) for each in cls.bases)


def _may_mean(facts: ModuleFacts, base: Sketch, name: str, is_nested: bool) -> bool:
    if base[0] == "subscript":
        return _may_mean(facts, base[1], name, is_nested)
    if base[0] == "call":
        return any(_may_mean(facts, each, name, is_nested) for each in base[2])
    if base[0] != "name":
        return False
    word = base[1].rpartition(".")[2]
    bindings = facts.bindings.get(word, ())
    if word == name or (is_nested and not bindings and word == base[1]):
        return True  # what is bound around a nested class is not known here
    return any(each.kind == "assign" or (each.kind == "import" and each.name == name) for each in bindings)


def _merge(lines: list[list[Base]]) -> list[Base] | None:
    """C3; None where the orders contradict each other. Unknown bases (None) count once."""
    lines = [list(line) for line in lines if line]
    merged: list[Base] = []
    while lines:
        for line in lines:
            head = line[0]
            if not any(head in other[1:] for other in lines):
                break
        else:
            return None
        merged.append(head)
        lines = [kept for line in lines if (kept := line[1:] if line[0] == head else line)]
    return merged
