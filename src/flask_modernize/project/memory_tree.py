"""A tree that is only in memory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask_modernize.facts.index import content_hash


class MemoryTree:
    """Files given as texts or bytes by path; the same interface as :class:`flask_modernize.sources.Tree`."""

    def __init__(self, files: Mapping[str, str | bytes]) -> None:
        self._files = {path: text.encode() if isinstance(text, str) else text for path, text in sorted(files.items())}
        self.root = ""
        self.paths = tuple(self._files)
        self.problems: tuple[Any, ...] = ()

    def python_paths(self) -> tuple[str, ...]:
        return tuple(path for path in self.paths if path.endswith(".py"))

    def read(self, path: str) -> bytes:
        return self._files[path]

    def digest(self, path: str) -> bytes:
        return content_hash(self._files[path])

    def signature(self, path: str) -> tuple[object, ...]:
        return (self.digest(path),)

    def exists(self, path: str) -> bool:
        return path in self._files

    def with_changes(self, changes: Mapping[str, Any] | Iterable[Any]) -> MemoryTree:
        files: dict[str, str | bytes] = dict(self._files)
        for path in changes:
            after = changes[path].after  # type: ignore[index]
            if after is None:
                files.pop(path, None)
            else:
                files[path] = after
        return MemoryTree(files)
