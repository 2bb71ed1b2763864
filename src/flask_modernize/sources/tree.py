"""The immutable snapshot of a project's files that everything else works on."""

from __future__ import annotations

import os
import re
from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping
from typing import Protocol

from flask_modernize.sources.changes import Changes, FileDelta
from flask_modernize.sources.problems import TOO_BIG, UNREADABLE, SourceProblem, UnreadableSource

DEFAULT_MAX_BYTES = 5_000_000
"""Python files above this size are left out, with a problem: they are data or generated."""

SHEBANG_BYTES = 128
"""How much of an executable file without extension is looked at."""

PYTHON_SUFFIXES = (".py", ".pyw")
_SHEBANG = re.compile(rb"#!.*\bpython[\d.]*w?\b")

Signature = tuple[str | int | bytes, ...]


class Storage(Protocol):
    """Where a tree's files are: a directory, a git revision, or nowhere. Paths are those of the tree."""

    def read(self, path: str) -> bytes:
        """The file's bytes. Raises OSError."""
        ...

    def signature(self, path: str) -> Signature:
        """What is different whenever the content is, as far as can be told without reading."""
        ...

    def executable(self, path: str) -> bool:
        """Whether the file's mode has an executable bit."""
        ...

    def is_taken(self, path: str) -> bool:
        """Whether anything stands there, files that the tree does not list (ignored ones) included."""
        ...


class Tree:
    """An immutable set of files, with an overlay of changes that are on no disk yet.

    ``paths`` are POSIX, relative to ``root``, sorted. ``problems`` are the files that were found and left out. No
    content is kept but that of the overlay; a file on disk that is edited meanwhile is read as it is then
    (``write_changes`` notices).
    """

    __slots__ = ("_overlay", "_python", "_storage", "paths", "problems", "root", "writable")

    def __init__(
        self,
        root: str,
        paths: Iterable[str],
        storage: Storage,
        *,
        python: Iterable[str],
        problems: Iterable[SourceProblem] = (),
        writable: bool = False,
    ) -> None:
        """For discovery; others call ``working_tree``, ``revision_tree`` or ``memory_tree``."""
        self.root = root
        self.paths: tuple[str, ...] = tuple(sorted(paths))
        self.problems: tuple[SourceProblem, ...] = tuple(sorted(problems))
        self.writable = writable
        """Whether the tree is that of a directory, so that changes can be written to ``root``."""
        self._storage = storage
        self._python: tuple[str, ...] = tuple(sorted(python))
        # Every path that must not be asked of the storage: its content (None: deleted) and executable bit.
        self._overlay: dict[str, tuple[bytes | None, bool]] = {}

    def __repr__(self) -> str:
        return f"<Tree {self.root}: {len(self.paths)} files, {len(self._overlay)} changed>"

    def python_paths(self) -> tuple[str, ...]:
        """The Python files that are worth reading (those with a problem left out), sorted."""
        return self._python

    def exists(self, path: str) -> bool:
        """Whether the tree has a file at ``path``."""
        return _contains(self.paths, path)

    def is_taken(self, path: str) -> bool:
        """Whether no file can be created at ``path``: something is there, perhaps a directory or an ignored file."""
        if path in self._overlay:
            return self._overlay[path][0] is not None
        index = bisect_left(self.paths, f"{path}/")
        inside = index < len(self.paths) and self.paths[index].startswith(f"{path}/")
        return inside or self.exists(path) or self._storage.is_taken(path)

    def read(self, path: str) -> bytes:
        """The file's bytes.

        Raises KeyError if the tree has no such file, UnreadableSource (S-UNREADABLE) if it cannot be read.
        """
        overlaid = self._overlaid(path)
        if overlaid is not None:
            return overlaid[0]
        try:
            return self._storage.read(path)
        except OSError as error:
            raise UnreadableSource(UNREADABLE, f"the file cannot be read: {error.strerror or error}") from None

    def digest(self, path: str) -> bytes:
        """BLAKE2b of the content, 16 bytes. Raises what ``read`` raises."""
        from hashlib import blake2b

        return blake2b(self.read(path), digest_size=16).digest()

    def signature(self, path: str) -> Signature:
        """A cheap identity of the content: equal signatures, equal bytes, as far as the file system tells.

        Raises KeyError if absent. Of plain values that ``marshal`` takes: ``("file", size, mtime, ctime)`` (times in
        nanoseconds), ``("blob", hash)`` or ``("digest", bytes)``.
        """
        if self._overlaid(path) is not None:
            return ("digest", self.digest(path))
        return self._storage.signature(path)

    def executable(self, path: str) -> bool:
        """Whether the file has an executable bit. KeyError if absent."""
        overlaid = self._overlaid(path)
        return overlaid[1] if overlaid is not None else self._storage.executable(path)

    def delta(self, path: str, after: bytes | None) -> FileDelta:
        """The change that gives ``path`` the content ``after`` (None: deletes it). The mode is kept."""
        if not self.exists(path):
            return FileDelta(path, None, after)
        return FileDelta(path, self.read(path), after, self.executable(path))

    def with_changes(self, changes: Changes) -> Tree:
        """The tree after ``changes``; this one stays as it is.

        Raises ValueError if a change does not start from what is here (content is compared where it is in memory).
        """
        if not changes:
            return self
        for delta in changes:
            self._check_start(delta)
        changed = Tree.__new__(Tree)
        changed.root, changed.writable, changed._storage = self.root, self.writable, self._storage
        changed._overlay = self._overlay | {delta.path: (delta.after, delta.executable) for delta in changes}
        changed.problems = tuple(problem for problem in self.problems if problem.path not in changes)
        changed.paths = _updated(self.paths, {delta.path: delta.after is not None for delta in changes})
        changed._python = _updated(self._python, {delta.path: _is_python_delta(delta) for delta in changes})
        return changed

    def _overlaid(self, path: str) -> tuple[bytes, bool] | None:
        """Content and executable bit in the overlay; None if the storage has the file. KeyError if neither has."""
        content, executable = self._overlay.get(path, (None, False))
        if content is not None:
            return content, executable
        if path in self._overlay or not _contains(self.paths, path):
            raise KeyError(path)
        return None

    def _check_start(self, delta: FileDelta) -> None:
        if self.exists(delta.path) != (delta.before is not None):
            state = "exists already" if delta.before is None else "does not exist"
            raise ValueError(f"{delta.path} {state}")
        if delta.path in self._overlay and self._overlay[delta.path][0] != delta.before:
            raise ValueError(f"the change of {delta.path} does not start from the tree's content")


class _Nothing:
    """The storage of a tree that is all overlay."""

    def read(self, path: str) -> bytes:
        raise FileNotFoundError(path)

    def signature(self, path: str) -> Signature:
        raise KeyError(path)

    def executable(self, path: str) -> bool:
        raise KeyError(path)

    def is_taken(self, path: str) -> bool:
        return False


def memory_tree(files: Mapping[str, bytes], root: str = "") -> Tree:
    """A tree of the given contents by path, on no disk: for snippets, examples and tests."""
    empty = Tree(root, (), _Nothing(), python=())
    return empty.with_changes(Changes(FileDelta(path, None, content) for path, content in files.items()))


def is_python_name(path: str) -> bool:
    """Whether the name alone says that a file is Python."""
    return path.endswith(PYTHON_SUFFIXES)


def may_be_script(path: str) -> bool:
    """Whether an executable file of this name is Python if it starts with a shebang that says so."""
    return "." not in path[path.rfind("/") + 1 :]


def is_python_shebang(head: bytes) -> bool:
    """Whether a file that begins with ``head`` asks to be run by Python."""
    return head.startswith(b"#!") and _SHEBANG.match(head.split(b"\n", 1)[0]) is not None


def too_big(path: str, size: int, max_bytes: int) -> SourceProblem:
    """The problem of a Python file above the size cap; sizes in bytes."""
    message = f"the file is {size:,} bytes, above the limit of {max_bytes:,}"
    return SourceProblem(path, 0, 0, TOO_BIG, message)


def read_file(path: str, size: int) -> bytes:
    """The bytes of a file, in as few system calls as can be. ``size`` is what it is thought to have. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0))
    try:
        data = os.read(descriptor, size + 1)
        if len(data) == size:
            return data
        parts = [data]
        while data:
            data = os.read(descriptor, 1 << 20)
            parts.append(data)
        return b"".join(parts)
    finally:
        os.close(descriptor)


def _is_python_delta(delta: FileDelta) -> bool:
    if delta.after is None:
        return False
    script = delta.executable and may_be_script(delta.path) and is_python_shebang(delta.after[:SHEBANG_BYTES])
    return is_python_name(delta.path) or script


def _contains(paths: tuple[str, ...], path: str) -> bool:
    index = bisect_left(paths, path)
    return index < len(paths) and paths[index] == path


def _updated(paths: tuple[str, ...], present: Mapping[str, bool]) -> tuple[str, ...]:
    """Sorted ``paths`` with those of ``present`` put in or taken out; the same object if nothing differs."""
    changed = {path: there for path, there in present.items() if _contains(paths, path) != there}
    if not changed:
        return paths
    kept = [path for path in paths if path not in changed]
    for path, there in changed.items():
        if there:
            insort(kept, path)
    return tuple(kept)
