"""What is to be different: whole files, before and after."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FileDelta:
    """One file created (``before`` is None), deleted (``after`` is None) or replaced.

    ``path`` is POSIX, relative to the tree's root. ``executable`` is the file's mode, which a replacement keeps.
    Raises ValueError for a path that leaves the tree.
    """

    path: str
    before: bytes | None
    after: bytes | None
    executable: bool = False

    def __post_init__(self) -> None:
        parts = self.path.split("/")
        if not self.path or "\0" in self.path or any(part in ("", ".", "..") for part in parts) or ".git" in parts:
            raise ValueError(f"not a path of a file inside of the tree: {self.path!r}")

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        return self.before == self.after


class Changes:
    """Deltas of different files, ordered by path; those that change nothing are dropped. Immutable.

    Raises ValueError if two deltas are for the same path.
    """

    __slots__ = ("_by_path",)

    def __init__(self, deltas: Iterable[FileDelta] = ()) -> None:
        by_path: dict[str, FileDelta] = {}
        for delta in sorted(deltas, key=lambda delta: delta.path):
            if delta.path in by_path:
                raise ValueError(f"two changes of {delta.path}")
            by_path[delta.path] = delta
        self._by_path = {path: delta for path, delta in by_path.items() if not delta.is_empty}

    def __iter__(self) -> Iterator[FileDelta]:
        return iter(self._by_path.values())

    def __len__(self) -> int:
        return len(self._by_path)

    def __contains__(self, path: object) -> bool:
        return path in self._by_path

    def __eq__(self, other: object) -> bool:
        return self._by_path == other._by_path if isinstance(other, Changes) else NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(self._by_path.values()))

    def __repr__(self) -> str:
        return f"<Changes: {', '.join(self._by_path) or 'none'}>"

    @property
    def paths(self) -> tuple[str, ...]:
        """The changed paths, sorted."""
        return tuple(self._by_path)

    def get(self, path: str) -> FileDelta | None:
        """The delta of one file, or None."""
        return self._by_path.get(path)

    def then(self, other: Changes) -> Changes:
        """These changes followed by ``other``, as one.

        Raises ValueError if ``other`` does not start from where these end.
        """
        joined = dict(self._by_path)
        for delta in other:
            first = self._by_path.get(delta.path)
            if first is None:
                joined[delta.path] = delta
                continue
            if first.after != delta.before:
                raise ValueError(f"the second change of {delta.path} does not start from the first one's result")
            joined[delta.path] = FileDelta(delta.path, first.before, delta.after, delta.executable)
        return Changes(joined.values())
