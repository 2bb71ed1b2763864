"""The class graph: what a class descends from, and what descends from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from flask_modernize.facts import ClassFacts, ModuleFacts, Sketch
from flask_modernize.project.objects import ClassObject, Object
from flask_modernize.project.resolution import Resolver

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
        self._children: dict[Object, list[ClassObject]] = {}
        self._subclasses: dict[Object, tuple[ClassObject, ...]] = {}
        self._read: set[str] = set()

    def take_over(self, other: ClassGraph) -> None:
        """Takes over the answers of a tree that has the same classes."""
        self._bases |= other._bases
        self._ancestors |= other._ancestors
        self._subclasses |= other._subclasses
        self._children = {of: [*children] for of, children in other._children.items()}
        self._read = {*other._read}

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
            known = self._subclasses[of] = self._descendants(of)
        return known

    def _descendants(self, of: Object) -> tuple[ClassObject, ...]:
        found: set[ClassObject] = set()
        waiting: list[Object] = [of]
        while waiting:
            current = waiting.pop()
            self._read_holders(current)
            for child in self._children.get(current, ()):
                if child not in found and child != of:
                    found.add(child)
                    waiting.append(child)
        return tuple(sorted(found, key=lambda cls: (cls.path, cls.qualname)))

    def _read_holders(self, of: Object) -> None:
        name = of.name.rpartition(".")[2] if not isinstance(of, ClassObject) else of.name  # type: ignore[union-attr]
        for path in self._holders(name):
            if path not in self._read:
                self._read.add(path)
                self._read_file(path)

    def _read_file(self, path: str) -> None:
        facts = self._facts(path)
        if facts is None:
            return
        for qualname, described in facts.classes.items():
            if described.definitions != 1:
                continue
            cls = ClassObject(path, qualname)
            for base in self.bases(cls):
                if base is not None:
                    self._children.setdefault(base, []).append(cls)


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
