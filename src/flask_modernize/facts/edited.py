"""The record of an edited file from the one that it had: only the functions and imports that changed are parsed.

A file is a sequence of statements, and so is the body of a class. Where lines that hold whole statements of such a
sequence are replaced by others that do, all that stands before and behind them is read as it was. So the changed
statements are parsed in an excerpt: the file after the edits, on the lines where they are then, with nothing else in it
than the headers of their classes, and ``pass`` behind each of them. If that is where the parser finds it, no bracket,
string or block of theirs reaches any further. Whatever is not as plain is left to a parse of the whole file.
"""

from __future__ import annotations

import ast
import marshal
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from flask_modernize.facts.collect import collect
from flask_modernize.facts.ignores import MARKER
from flask_modernize.facts.index import glance_at
from flask_modernize.facts.parsing import UnreadableSource, parse_bytes
from flask_modernize.facts.record import FileRecord
from flask_modernize.sources import SourceFile

_FUNCTIONS = frozenset({ast.FunctionDef, ast.AsyncFunctionDef})
_STATEMENTS = _FUNCTIONS | {ast.Import, ast.ImportFrom}
_UNUSUAL = (b"\f", b"\0", b"barry_as_FLUFL", MARKER)
"""What makes lines hard to tell from each other, the same statements mean something else, or comments count."""
_Raw = tuple[Any, ...]


class Replacement(NamedTuple):
    """The bytes ``start:end`` of a file become ``text``."""

    start: int
    end: int
    text: bytes


def record_after(
    record: FileRecord, before: SourceFile, module: ast.Module, edits: Sequence[Replacement], after: bytes
) -> FileRecord | None:
    """What an edited file says; None where all of it has to be parsed to know, or to know whether it parses.

    ``record`` is that of the file before, all of which parses; ``module`` is its tree, whose functions may be empty.
    ``edits`` are in the order of their places. No more is said of functions that were not read than ``record`` says.
    """
    if record.facts is None or _is_unusual(before, after, edits):
        return None
    parts = _parts_of(before, module, edits)
    if parts is None:
        return None
    excerpt = _Excerpt(after, parts)
    if not excerpt.write():
        return None
    data = b"".join(excerpt.pieces)
    try:
        tree = parse_bytes(data)
    except UnreadableSource:
        return None
    if not excerpt.is_read_as_meant(tree):
        return None
    facts = _Merging(parts, excerpt).merged(marshal.loads(record.facts), marshal.loads(collect(tree, data)))
    return glance_at(after)._replace(facts=facts, partial=record.partial) if facts is not None else None


def _is_unusual(before: SourceFile, after: bytes, edits: Sequence[Replacement]) -> bool:
    data = before.data
    if before.encoding != "utf-8" or not edits or any(each in data or each in after for each in _UNUSUAL):
        return True
    if any(b"\r" in each and each.count(b"\r") != each.count(b"\r\n") for each in (data, after)):
        return True
    heads = [each.split(b"\n", 2)[:2] for each in (data, after)]
    return heads[0] != heads[1] and any(b"coding" in line for head in heads for line in head)


# -- which statements change ------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Part:
    """Lines that hold whole statements, ``first`` to before ``stop``, none where something is put between lines."""

    owner: ast.ClassDef | None
    indent: bytes
    first: int
    stop: int
    start: int
    end: int
    """Their bytes in the file before."""
    growth: int = 0
    """Bytes that they become more."""
    first_after: int = 0
    stop_after: int = 0
    """The lines that they become."""
    start_after: int = 0

    @property
    def end_after(self) -> int:
        return self.start_after + self.end - self.start + self.growth


class _Unit(NamedTuple):
    """Statements of one body that share lines; mostly one."""

    first: int
    last: int
    statements: tuple[ast.stmt, ...]


def _parts_of(before: SourceFile, module: ast.Module, edits: Iterable[Replacement]) -> list[_Part] | None:
    """The changed statements in order; None where others change than functions and imports."""
    units = _units(module.body)
    parts: list[_Part] = []
    growth = 0
    for edit in edits:
        part = _part(before, units, edit)
        if part is None:
            return None
        last = parts[-1] if parts else None
        if last is not None and part.first <= last.stop:
            if part.owner is not last.owner:
                return None
            last.stop, last.end = max(last.stop, part.stop), max(last.end, part.end)
        else:
            part.start_after = part.start + growth
            parts.append(last := part)
        last.growth += len(edit.text) - (edit.end - edit.start)
        growth += len(edit.text) - (edit.end - edit.start)
    return parts


def _part(before: SourceFile, units: Sequence[_Unit], edit: Replacement) -> _Part | None:
    first, stop = _lines(before, edit)
    changed = _overlapping(units, first, stop)
    owner, indent, kinds = None, b"", _STATEMENTS
    if len(changed) == 1 and isinstance(changed[0].statements[0], ast.ClassDef) and len(changed[0].statements) == 1:
        owner = changed[0].statements[0]
        body = _units(owner.body)
        if body[0].first > owner.lineno and first >= body[0].first:
            start = before.line_span(body[0].first)[0]
            line = before.data[start : start + 200]
            indent, kinds = line[: len(line) - len(line.lstrip(b" \t"))], _FUNCTIONS
            changed = _overlapping(body, first, stop)
    if any(each.__class__ not in kinds for unit in changed for each in unit.statements):
        return None
    if changed:
        first, stop = min(first, changed[0].first), max(stop, changed[-1].last + 1)
        if first == changed[0].first and not _starts_line(before, changed[0], indent):
            return None
    start, end = before.line_span(first)[0], before.line_span(stop - 1)[1] if stop > first else 0
    end = max(start, end)
    if _is_continued(before.data, start) or _is_continued(before.data, end):
        return None
    return _Part(owner, indent, first, stop, start, end)


def _lines(source: SourceFile, edit: Replacement) -> tuple[int, int]:
    """The line on which an edit begins, and that behind its last; the same for what is put between two lines."""
    first = source.position(edit.start)[0]
    if edit.end > edit.start:
        return first, source.position(edit.end - 1)[0] + 1
    return first, first if source.line_span(first)[0] == edit.start else first + 1


def _units(body: Sequence[ast.stmt]) -> list[_Unit]:
    found: list[_Unit] = []
    for node in body:
        decorators = getattr(node, "decorator_list", None)
        first, last = decorators[0].lineno if decorators else node.lineno, node.end_lineno or node.lineno
        if found and found[-1].last >= first:
            before = found.pop()
            found.append(_Unit(before.first, max(last, before.last), (*before.statements, node)))
        else:
            found.append(_Unit(first, last, (node,)))
    return found


def _overlapping(units: Sequence[_Unit], first: int, stop: int) -> Sequence[_Unit]:
    """Those that stand on some of the lines; those around the place between two lines."""
    if first == stop:
        return [each for each in units if each.first < first <= each.last]
    return [each for each in units if each.first < stop and each.last >= first]


def _starts_line(source: SourceFile, unit: _Unit, indent: bytes) -> bool:
    """Whether the statement begins with its line, and not in a bracket that its first decorator stands in."""
    node = unit.statements[0]
    start = source.line_span(unit.first)[0]
    if getattr(node, "decorator_list", None):
        return source.data.startswith(indent + b"@", start)
    return node.col_offset == len(indent) and source.data.startswith(indent, start)


def _is_continued(data: bytes, line: int) -> bool:
    """Whether the line that ends where the one at ``line`` starts has a backslash at its end."""
    return data.endswith((b"\\\n", b"\\\r\n"), max(line - 3, 0), line)


# -- whether they are as complete as they were ------------------------------------------------------------------------


@dataclass(slots=True)
class _Excerpt:
    """The file after the edits without what did not change."""

    after: bytes
    parts: Sequence[_Part]
    pieces: list[bytes] = field(default_factory=list)
    headers: dict[int, ast.ClassDef] = field(default_factory=dict)
    """The classes of the changed methods by the lines that their headers are on then."""
    marks: set[int] = field(default_factory=set)
    """The lines of each ``pass``."""
    ends: dict[str, int] = field(default_factory=dict)
    """The last lines of those classes of which the last statements changed."""
    _line: int = 1

    def write(self) -> bool:
        """Whether that can be done; tells the parts the lines that they are on then."""
        shift = 0
        owner: ast.ClassDef | None = None
        for number, part in enumerate(self.parts):
            text = self.after[part.start_after : part.end_after]
            if text and not text.endswith(b"\n"):
                if part.end_after < len(self.after):
                    return False
                text += b"\n"
            if _is_continued(text, len(text)):
                return False
            if part.owner is not None and part.owner is not owner:
                self.headers[part.owner.lineno + shift] = part.owner
                self._put(part.owner.lineno + shift, b"class %b:\n" % part.owner.name.encode())
            owner = part.owner
            part.first_after = part.first + shift
            part.stop_after = part.first_after + text.count(b"\n")
            self._put(part.first_after, text)
            self._line = part.stop_after
            shift += part.stop_after - part.first_after - (part.stop - part.first)
            following = self.parts[number + 1].owner if number + 1 < len(self.parts) else None
            if following is owner or following is None or following.lineno + shift != self._line:
                self.marks.add(self._line)
                self._put(self._line, part.indent + b"pass\n")
        return True

    def _put(self, line: int, text: bytes) -> None:
        self.pieces += [b"\n" * (line - self._line), text]
        self._line = line + 1

    def is_read_as_meant(self, tree: ast.Module) -> bool:
        """Whether every ``pass`` and header is where it was written, and nothing else than functions and imports is
        where they were; tells :attr:`ends`."""
        found = 0
        for node in tree.body:
            if node.__class__ is ast.Pass and node.lineno in self.marks:
                found += 1
            elif isinstance(node, ast.ClassDef) and node.lineno in self.headers:
                passed = self._methods_of(node, self.headers[node.lineno])
                if passed is None or node.decorator_list:
                    return False
                found += 1 + passed
            elif node.__class__ not in _STATEMENTS or not self._has(node, None):
                return False
        return found == len(self.marks) + len(self.headers)

    def _methods_of(self, node: ast.ClassDef, owner: ast.ClassDef) -> int | None:
        """How often ``pass`` is where it was put in a class; None where there is anything but functions in it."""
        found = 0
        for each in node.body:
            if each.__class__ is ast.Pass and each.lineno in self.marks:
                found += 1
            elif each.__class__ in _FUNCTIONS and self._has(each, owner):
                self.ends[owner.name] = each.end_lineno or each.lineno
            else:
                return None
        return found

    def _has(self, node: ast.stmt, owner: ast.ClassDef | None) -> bool:
        """Whether a statement is one of those that changed, and is indented as they were."""
        decorators = getattr(node, "decorator_list", None)
        first = decorators[0].lineno if decorators else node.lineno
        return any(
            part.owner is owner and part.first_after <= first < part.stop_after and node.col_offset == len(part.indent)
            for part in self.parts
        )


# -- what they say ----------------------------------------------------------------------------------------------------


class _Lines:
    """Where lines of a file are after the edits."""

    def __init__(self, parts: Sequence[_Part]) -> None:
        self._stops = [part.stop for part in parts]
        self._firsts = [part.first for part in parts]
        self._shifts = [0]
        for part in parts:
            self._shifts.append(part.stop_after - part.stop)

    def changed(self, line: int) -> bool:
        index = bisect_right(self._firsts, line) - 1
        return index >= 0 and line < self._stops[index]

    def after(self, line: int) -> int:
        """Of a line that did not change."""
        return line + self._shifts[bisect_right(self._stops, line)]


class _Merging:
    """Facts of the excerpt put in the place of those that the changed statements had."""

    def __init__(self, parts: Sequence[_Part], excerpt: _Excerpt) -> None:
        self._lines = _Lines(parts)
        self._excerpt = excerpt
        self._owners = {part.owner.name: part.owner for part in parts if part.owner is not None}

    def merged(self, old: _Raw, new: _Raw) -> bytes | None:
        """Both as ``collect`` gives them; None where names are bound or functions are there that were not before."""
        bindings, stars, exports, classes, functions, outermost, writes, calls, ignores = old
        now_bindings, now_stars, _, now_classes, now_functions, now_outermost, *_ = new
        replaced = self._named(marshal.loads(functions), marshal.loads(now_functions), self._function)
        local = {name: each for name, each in now_classes.items() if each[1] not in self._excerpt.headers}
        described = self._classes(classes, now_classes, local)
        bound = self._bindings(bindings, now_bindings)
        if replaced is None or described is None or bound is None:
            return None
        raw = (
            bound,
            self._in_order(stars, now_stars, 2),
            exports,
            described,
            marshal.dumps(replaced),
            self._ranges(outermost, now_outermost),
            self._in_order(writes, (), 3),
            self._in_order(calls, (), 1),
            ignores,
        )
        return marshal.dumps(raw)

    def _named(
        self, old: dict[str, _Raw], new: dict[str, _Raw], moved: Callable[[_Raw], _Raw | None]
    ) -> dict[str, _Raw] | None:
        """Functions or classes by name, in the order that they had; None where there are others now."""
        changed = [name for name, raw in old.items() if self._lines.changed(raw[1])]
        if changed != list(new) or any(each[name][-1] != 1 for each in (old, new) for name in changed):
            return None
        found = {}
        for name, raw in old.items():
            then = new[name] if name in new else moved(raw)
            if then is None:
                return None
            found[name] = then
        return found

    def _function(self, raw: _Raw) -> _Raw:
        after = self._lines.after
        return (raw[0], after(raw[1]), after(raw[2]), *raw[3:])

    def _classes(self, old: dict[str, _Raw], new: dict[str, _Raw], local: dict[str, _Raw]) -> dict[str, _Raw] | None:
        def moved(raw: _Raw) -> _Raw | None:
            qualname, line, end_line, *head, attributes, methods, definitions = raw
            owner = self._owners.get(qualname)
            now: dict[str, _Raw] = {}
            if owner is not None:
                if definitions != 1 or line != owner.lineno:
                    return None
                of_methods = new[qualname][-2]
                now = marshal.loads(of_methods) if of_methods else now
            end = self._excerpt.ends.get(qualname) if self._lines.changed(end_line) else self._lines.after(end_line)
            if end is None:
                return None
            attributes = attributes and self._moved_attributes(attributes)
            methods = methods and self._moved_methods(methods, now)
            return (qualname, self._lines.after(line), end, *head, attributes, methods, definitions)

        return self._named(old, local, moved)

    def _moved_attributes(self, blob: bytes) -> bytes:
        after = self._lines.after
        found = marshal.loads(blob).items()
        return marshal.dumps({name: [(*each[:2], after(each[2])) for each in given] for name, given in found})

    def _moved_methods(self, blob: bytes, now: dict[str, _Raw]) -> bytes:
        after = self._lines.after
        found = marshal.loads(blob).items()
        return marshal.dumps({name: now.get(name) or (after(raw[0]), *raw[1:]) for name, raw in found})

    def _bindings(self, old: dict[str, tuple[_Raw, ...]], new: dict[str, tuple[_Raw, ...]]) -> dict[str, Any] | None:
        """By name in the order of the lines on which they are first bound; None where that is not the order they had.

        Imports are only added and taken out, and functions stay: no name is bound otherwise than by those.
        """
        headers = self._excerpt.headers
        now = {name: [each for each in given if each[1] not in headers] for name, given in new.items()}
        for bound in (old, now):
            firsts = [given[0][1] for given in bound.values() if given]
            if firsts != sorted(firsts):
                return None
        found = {name: self._in_order(old.get(name, ()), now.get(name, ()), 1) for name in (*old, *now)}
        first_now = {name: (given[0][1], place) for place, (name, given) in enumerate(now.items()) if given}
        order: list[tuple[int, int, str]] = []
        for place, (name, given) in enumerate(found.items()):
            if given:
                line, place_now = first_now.get(name, (0, 0))
                is_new = line == given[0][1]
                if not is_new and self._lines.changed(old[name][0][1]):
                    return None  # where it stands among those that its line binds was not known so far
                order.append((given[0][1], place_now if is_new else place, name))
        return {name: found[name] for _, _, name in sorted(order)}

    def _in_order(self, old: Iterable[_Raw], new: Iterable[_Raw], line: int) -> tuple[_Raw, ...]:
        """Those of lines that did not change with those of the lines that did; ``line`` is the index of their lines."""
        lines = self._lines
        kept = [
            (*each[:line], lines.after(each[line]), *each[line + 1 :]) for each in old if not lines.changed(each[line])
        ]
        return tuple(sorted([*kept, *new], key=lambda each: each[line])) if new else tuple(kept)

    def _ranges(self, blob: bytes, new: bytes) -> bytes:
        lines = self._lines
        kept = [
            (lines.after(first), lines.after(last)) for first, last in marshal.loads(blob) if not lines.changed(first)
        ]
        return marshal.dumps(sorted([*kept, *marshal.loads(new)]))
