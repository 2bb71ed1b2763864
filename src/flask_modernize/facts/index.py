"""All Python files of a tree -> one small record each, in forked workers where that pays.

Every file is read and hashed; a cached record is taken by its hash; of the others only those whose bytes mention a
token of interest are parsed. The result does not depend on the number of workers or on what the cache held.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from typing import Protocol

from flask_modernize.facts.collect import collect
from flask_modernize.facts.parsing import UnreadableSource, no_garbage_collection, parse_bytes
from flask_modernize.facts.record import FileRecord

INTERESTS: tuple[str, ...] = (
    "Flask",
    "Query",
    "SQLAlchemy",
    "after_bulk_delete",
    "after_bulk_update",
    "before_compile",
    "before_first_request",
    "first_or_404",
    "flask-modernize",
    "get_debug_queries",
    "get_or_404",
    "listen",
    "listens_for",
    "one_or_404",
    "paginate",
    "query",
    "query_class",
    "query_cls",
    "query_property",
    "session",
    "sessionmaker",
    "scoped_session",
    "with_parent",
)
"""The names that :attr:`ModuleFacts.mentions` tells of."""

_COMMON = frozenset({"Query", "query", "session"})
"""Interests that are also everyday words: only those behind a dot count."""

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

_SEARCHES = tuple(
    (name, name.encode(), re.compile(rb"\.[\s\\]*" + name.encode() + rb"\b").search if name in _COMMON else None)
    for name in INTERESTS
)
_BASES = re.compile(rb"class[ \t]+\w+[ \t]*\(([^)]*)")
_ALIAS = re.compile(rb" as +(\w+)")
_WORD = re.compile(rb"[^\W\d]\w*")

MIN_FORKED_FILES = 100
"""Below this many files the pool costs more than it saves."""
_CHUNK = 16


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
    if not always and not any(token in data for token in TOKENS):
        return FileRecord((), _base_words(data), None, None)
    try:
        blob = collect(parse_bytes(data), data)
    except UnreadableSource as error:
        return FileRecord((), (), None, (error.line, error.column, error.code, error.message))
    return FileRecord(_mentioned(data), _base_words(data), blob, None)


def _mentioned(data: bytes) -> tuple[str, ...]:
    """Which of the interests stand in the bytes; now and then one that is only in a comment or a string."""
    return tuple([name for name, word, search in _SEARCHES if word in data and (search is None or search(data))])


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
    source: Source, paths: Sequence[str], *, jobs: int = 1, cached: Mapping[bytes, FileRecord] | None = None
) -> tuple[dict[str, tuple[bytes, FileRecord]], int]:
    """Every path -> (content hash, record), in the order of ``paths``; and how many were not in the cache.

    A file that cannot be read, or whose worker dies on it, gets a record with a problem.
    """
    known: Mapping[bytes, FileRecord] = cached or {}
    chunks = [paths[start : start + _CHUNK] for start in range(0, len(paths), _CHUNK)]

    def work(chunk: Sequence[str]) -> list[Entry]:
        return [_entry(source, path, known) for path in chunk]

    with no_garbage_collection():
        if jobs > 1 and len(paths) >= MIN_FORKED_FILES:
            from flask_modernize.facts.workers import run_forked

            answers = run_forked(work, chunks, jobs, _lost)
        else:
            answers = [work(chunk) for chunk in chunks]
    found: dict[str, tuple[bytes, FileRecord]] = {}
    made = 0
    for path, entry in zip(paths, (each for answer in answers for each in answer), strict=True):
        digest, record = entry
        if record is None:
            found[path] = (digest, known[digest])
        else:
            made += 1
            found[path] = (digest, FileRecord(*record))
    return found, made


def _entry(source: Source, path: str, known: Mapping[bytes, FileRecord]) -> Entry:
    try:
        data = source.read(path)
    except UnreadableSource as error:
        return b"", FileRecord((), (), None, (error.line, error.column, error.code, error.message))
    except (OSError, KeyError):
        return b"", FileRecord((), (), None, (0, 0, "S-UNREADABLE", "the file cannot be read"))
    digest = content_hash(data)
    return digest, None if digest in known else record_of(data)


def _lost(path: str) -> Entry:
    return b"", FileRecord((), (), None, (0, 0, "S-CRASH", "the process that read this file died"))
