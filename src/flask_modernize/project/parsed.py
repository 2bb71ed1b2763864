"""Files in full or in part, parsed when somebody asks; those that were asked for lately are kept."""

from __future__ import annotations

import ast
import gc
import re
from collections import OrderedDict
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from functools import lru_cache
from weakref import ReferenceType, WeakValueDictionary, ref

from flask_modernize.facts import Lines, ModuleFacts
from flask_modernize.facts.parsing import UnreadableSource, no_garbage_collection, parse_bytes, parse_source
from flask_modernize.project.scopes import FileScopes
from flask_modernize.project.syntax import Syntax
from flask_modernize.sources import SourceFile

MAX_FILES = 256
MAX_BYTES = 250_000
"""Of source, over all files that are kept; syntax trees take about 70 times as much."""
MAX_FILES_OF_LADDER, MAX_BYTES_OF_LADDER = 2_000, 4_000_000
"""The same where many migrations ask for the same files, one after the other."""
COLLECT_AFTER = 20_000_000
"""Bytes of source parsed between two garbage collections, where there are no automatic ones."""
_NOTHING = re.compile(rb"(?!)")
_HEADER = re.compile(rb"[ \t\f]*(?:async[ \t]+)?def[ \t]+\w+(?=[ \t]*[(\[])")


@lru_cache(maxsize=1_000)
def saying(word: str) -> re.Pattern[bytes]:
    """For the excerpt that has every function which says ``word``, its own definition included."""
    text = re.escape(word.encode())
    # What stands before the word is looked at last: a pattern that starts with plain text is found much faster.
    return re.compile(text + rb"(?<![\w\x80-\xff]" + text + rb")(?![\w\x80-\xff])")


GLOBALS = saying("global")
"""For the excerpt that has nothing but what binds names of the module and of classes."""


def declaring(qualname: str) -> re.Pattern[bytes]:
    """For the excerpt that has the class of that name, with all that it binds itself."""
    return saying("class") if "<locals>" in qualname else GLOBALS


Part = re.Pattern[bytes] | None
"""What the functions of an excerpt mention; None for the whole file."""
_Key = tuple[str, Part]
ReadInFull = Callable[[str], tuple[SourceFile, ast.Module, ModuleFacts] | None]
"""Parses the whole file of a path, and tells its facts; None where it does not parse."""


class ParsedFiles:
    """The syntax of the files of one tree."""

    def __init__(self, source: Callable[[str], SourceFile | None], facts: Callable[[str], ModuleFacts | None]) -> None:
        self._source = source
        self._facts = facts
        self._kept: OrderedDict[Syntax, None] = OrderedDict()
        self._answers: WeakValueDictionary[_Key, Syntax] = WeakValueDictionary()
        self._trees: dict[str, list[ReferenceType[Syntax]]] = {}
        """By path, what is kept, and what is still in use elsewhere."""
        self._kept_bytes = 0
        self._parsed_bytes = 0
        self._room, self._most = MAX_BYTES, MAX_FILES
        self._gives_whole_files = False

    def __len__(self) -> int:
        """How many files, and parts of files, are kept."""
        return len(self._kept)

    def __contains__(self, path: object) -> bool:
        """Whether the file, or a part of it, is kept."""
        return any(kept.path == path for kept in self._kept)

    def keeps(self, path: str) -> bool:
        """Whether the whole file is at hand."""
        return any(not tree.left_out and tree in self._kept for tree in self._at_hand(path))

    def make_room(self, files: int, size: int) -> None:
        """Keeps so many files, of ``size`` bytes of source, instead of :data:`MAX_FILES` and :data:`MAX_BYTES`.

        As long as there is room, whole files are given for parts of them too: each is parsed only once then.
        """
        self._room, self._most = size, files
        self._gives_whole_files = True

    def followed_by(self, other: ParsedFiles, unchanged: Container[str]) -> None:
        """Hands on to ``other``, which is for a changed tree, what is still good there."""
        other._room, other._most, other._gives_whole_files = self._room, self._most, self._gives_whole_files
        for path, trees in self._trees.items():
            if path in unchanged:
                other._trees[path] = list(trees)
        other._answers.update((key, syntax) for key, syntax in self._answers.items() if key[0] in unchanged)
        for syntax in self._kept:
            if syntax.path in unchanged:
                other._keep(syntax)

    def syntax(self, path: str, part: Part = None) -> Syntax | None:
        """The file, or what of it says what ``part`` matches; None when it is not Python that parses.

        More than that where it is at hand.
        """
        if self._gives_whole_files:
            part = None
        found = self._answers.get((path, part)) or self._with(path, part) or self._parse(path, part)
        if found is not None:
            self._answers[path, part] = found
            self._keep(found)
        return found

    def _with(self, path: str, part: Part) -> Syntax | None:
        """What is at hand of a file, if everything that ``part`` matches is there; what says ``global`` always is."""
        for tree in self._at_hand(path):
            if not tree.left_out or part is GLOBALS or (part is not None and not tree.leaves_out(part)):
                return tree
        return None

    def _at_hand(self, path: str) -> list[Syntax]:
        return [tree for each in self._trees.get(path, ()) if (tree := each()) is not None]

    def in_full(self, path: str, read: ReadInFull) -> Syntax | None:
        """The whole of a file that is not known to parse; ``read`` gives it."""
        found = self._answers.get((path, None))
        if found is None:
            with no_garbage_collection():
                whole = read(path)
            if whole is None:
                return None
            source, module, facts = whole
            found = self._answers[path, None] = Syntax(path, source, module, FileScopes(module, source), facts)
            self._take_in(found)
        self._keep(found)
        return found

    def _take_in(self, made: Syntax) -> None:
        self._trees[made.path] = [*map(ref, self._at_hand(made.path)), ref(made)]
        self._collect_garbage(made.size)

    def _keep(self, syntax: Syntax) -> None:
        """Remembers a file, and forgets those that nobody asked for lately; what is still in use lives on there."""
        if syntax in self._kept:
            self._kept.move_to_end(syntax)
            return
        self._kept[syntax] = None
        self._kept_bytes += syntax.size
        while len(self._kept) > 1 and (self._kept_bytes > self._room or len(self._kept) > self._most):
            self._gives_whole_files = False
            dropped, _ = self._kept.popitem(last=False)
            self._kept_bytes -= dropped.size

    def _parse(self, path: str, part: Part) -> Syntax | None:
        facts = self._facts(path)
        if facts is None:
            return None
        source = self._source(path)
        if source is None:
            return None
        excerpt = excerpt_of(source, facts.outermost, part) if part is not None else None
        with no_garbage_collection():
            made = _syntax(path, source, facts, excerpt)
        if made is not None:
            self._take_in(made)
        return made

    def _collect_garbage(self, size: int) -> None:
        """Runs the garbage collector after every so many bytes of source, where it does not run by itself."""
        self._parsed_bytes += size
        if self._parsed_bytes > COLLECT_AFTER and not gc.isenabled():
            self._parsed_bytes = 0
            gc.collect(0)  # what is made since the last time; what lived on then is not looked at again


@dataclass(frozen=True, slots=True)
class Excerpt:
    """``data`` is a file in which some functions take nothing and do nothing; ``left_out`` are their byte spans.

    Lines are where they were, those that functions end on too, and so is everything on the lines that are left.
    """

    data: bytes
    left_out: tuple[tuple[int, int], ...]


def excerpt_of(source: SourceFile, functions: Sequence[Lines], part: re.Pattern[bytes]) -> Excerpt | None:
    """The file without the functions in which ``part`` does not match; None where nothing is left out.

    A function that says ``global`` stays: it binds names of the module.
    """
    data = source.data
    pieces: list[bytes] = []
    left_out: list[tuple[int, int]] = []
    place = 0
    may_bind = b"global" in data
    for first, last in functions if source.encoding == "utf-8" else ():
        start, stop = source.line_span(first)[0], source.line_span(last)[1]
        if (part is not GLOBALS and part.search(data, start, stop)) or (may_bind and GLOBALS.search(data, start, stop)):
            continue
        header = _HEADER.match(data, start)
        if header is not None:
            pieces += [data[place:start], header[0], b"(", b"\n" * (last - first), b"): pass\n"]
            left_out.append((start, stop))
            place = stop
    return Excerpt(b"".join([*pieces, data[place:]]), tuple(left_out)) if left_out else None


def outline_of(source: SourceFile, functions: Sequence[Lines]) -> ast.Module | None:
    """The tree of a file without what its functions take and do; None where it does not parse."""
    excerpt = excerpt_of(source, functions, _NOTHING)
    return _parsed(excerpt.data if excerpt is not None else source.data)


def _syntax(path: str, source: SourceFile, facts: ModuleFacts, excerpt: Excerpt | None) -> Syntax | None:
    module = _parsed(excerpt.data) if excerpt is not None else None
    left_out = excerpt.left_out if excerpt is not None and module is not None else ()
    try:
        module = module if module is not None else parse_source(source)
    except UnreadableSource:
        return None
    return Syntax(path, source, module, FileScopes(module, source), facts, left_out)


def _parsed(data: bytes) -> ast.Module | None:
    try:
        return parse_bytes(data)
    except UnreadableSource:
        return None
