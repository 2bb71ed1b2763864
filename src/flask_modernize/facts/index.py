"""All Python files of a tree -> one small record each, in forked workers where that pays.

Every file is read; a cached record is taken by the hash of its content; of the others only those whose bytes mention a
token of interest are parsed, and none where the facts are only wanted on demand. The result does not depend on the
number of workers or on what the cache held.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Protocol

from flask_modernize.facts.collect import collect
from flask_modernize.facts.parsing import UnreadableSource, no_garbage_collection, parse_bytes
from flask_modernize.facts.record import FileRecord
from flask_modernize.facts.skeleton import skeleton_of

TOKENS: tuple[bytes, ...] = (
    b"lask",
    b"sqlalchemy",
    b".query",
    b".session",
    b".Model",
    b"SQLAlchemy",
    b"Column(",
    b"relationship(",
    b"__tablename__",
    b"__mapper_args__",
    b"_or_404",
    b".paginate",
    b"flask-modernize:",
)
"""A file with none of these is not parsed before somebody asks for it. The commonest stand first.

One substring search after another is ten times as fast as one regular expression for all of them.
"""

EVERYDAY_WORDS = frozenset({"Query", "query", "session"})
"""Of these only those count that stand behind a dot: they are the names of anything."""
_BASES = re.compile(rb"class(?<![^\s\xbf]class)(?<!\S class)[ \t\\]+[^\s(:]+[ \t]*\(([^)]*+(?:\)(?![ \t]*:)[^)]*+)*+)")
"""What stands between a class's name and the colon, calls included. A class is the first on its line (or in a file,
behind a byte order mark); in a text there mostly is a word before."""
_ALIAS = re.compile(rb" as +(\w+)")
_WORD = re.compile(rb"[A-Za-z_\x80-\xff][\w\x80-\xff]*")

MIN_FORKED_FILES = 100
"""Below this many files the pool costs more than it saves."""


class Source(Protocol):
    """What the index needs of a tree."""

    def read(self, path: str) -> bytes: ...


Entry = tuple[bytes, FileRecord | None]
"""(content hash, record); the record is None where the cache has one for that hash."""


def content_hash(data: bytes) -> bytes:
    """BLAKE2b, 16 bytes: the key under which facts are cached."""
    return hashlib.blake2b(data, digest_size=16).digest()


def record_of(data: bytes, *, always: bool = False) -> FileRecord:
    """The record of a file's content. ``always``: collect facts even without a token of interest."""
    glance = glance_at(data)
    return _parsed(data, glance) if always or glance.relevant else glance


def glance_at(data: bytes) -> FileRecord:
    """The record of a file that is not parsed yet."""
    return FileRecord(_is_relevant(data), _base_words(data))


def partial_record_of(data: bytes, glance: FileRecord) -> FileRecord:
    """The record with the facts of a file that was only glanced at; no functions are read where that can be avoided."""
    skeleton = skeleton_of(data)
    if skeleton is not None:
        try:
            return glance._replace(facts=collect(parse_bytes(skeleton), skeleton, partial=True), partial=True)
        except UnreadableSource:
            pass  # either the file does not parse, or the skeleton is wrong
    return _parsed(data, glance)


def _parsed(data: bytes, glance: FileRecord) -> FileRecord:
    try:
        return glance._replace(facts=collect(parse_bytes(data), data))
    except UnreadableSource as error:
        return _unread(error)


def _unread(error: UnreadableSource) -> FileRecord:
    return FileRecord(False, (), problem=(error.line, error.column, error.code, error.message))


def _is_relevant(data: bytes) -> bool:
    return any(map(data.__contains__, TOKENS))


@lru_cache
def behind_dot(word: str) -> re.Pattern[bytes]:
    """Matches the word as an attribute."""
    return re.compile(rb"\.[\s\\]*" + word.encode() + rb"\b")


def _base_words(data: bytes) -> tuple[str, ...]:
    """Every word in the parentheses of a class statement, and the names that those are aliases of."""
    found = _BASES.findall(data)
    if not found:
        return ()
    words = set(_WORD.findall(b" ".join(found)))
    for match in _ALIAS.finditer(data):
        if match[1] in words:
            words.update(_WORD.findall(data, max(0, match.start() - 80), match.start())[-1:])
    return tuple(sorted([word.decode("utf-8", "replace") for word in words]))


def index_files(
    source: Source,
    paths: Sequence[str],
    *,
    jobs: int = 1,
    cached: Mapping[bytes, FileRecord] | None = None,
    on_demand: bool = False,
) -> tuple[dict[str, tuple[bytes, FileRecord]], int]:
    """Every path -> (content hash, record), in the order of ``paths``; and how many were not in the cache.

    A file that cannot be read, or whose worker dies on it, gets a record with a problem. ``on_demand``: no file is
    parsed, and a record with a problem is not taken from the cache, since it was parsed for it. Hashes are empty where
    there is no cache.
    """

    def work(some: Sequence[str]) -> list[Entry]:
        return [_entry(source, path, cached, on_demand) for path in some]

    with no_garbage_collection():
        if jobs > 1 and len(paths) >= MIN_FORKED_FILES and not on_demand:
            from flask_modernize.facts.workers import Job, run_forked

            entries = run_forked(Job(work, paths), jobs, _lost)
        else:
            entries = work(paths)
    found: dict[str, tuple[bytes, FileRecord]] = {}
    made = 0
    for path, (digest, record) in zip(paths, entries, strict=True):
        if record is None:
            assert cached is not None
            found[path] = (digest, cached[digest])
        else:
            made += 1
            found[path] = (digest, FileRecord(*record))
    return found, made


def _entry(source: Source, path: str, cached: Mapping[bytes, FileRecord] | None, on_demand: bool) -> Entry:
    try:
        data = source.read(path)
    except UnreadableSource as error:
        return b"", _unread(error)
    except (OSError, KeyError):
        return b"", FileRecord(False, (), problem=(0, 0, "S-UNREADABLE", "the file cannot be read"))
    digest = content_hash(data) if cached is not None else b""
    known = cached.get(digest) if cached else None
    if known is not None and (known.problem is None if on_demand else _is_whole(known)):
        return digest, None
    return digest, glance_at(data) if on_demand else record_of(data)


def _is_whole(record: FileRecord) -> bool:
    """Whether all that is to be known of a file is in its record."""
    if record.facts is None:
        return not record.relevant
    return not record.partial


def _lost(path: str) -> Entry:
    return b"", FileRecord(False, (), problem=(0, 0, "S-CRASH", "the process that read this file died"))
