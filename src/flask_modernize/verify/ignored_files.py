"""Files that git ignores and an application may still read: settings with secrets, ``instance/``, databases.

They are in no commit, so that a copy made of a commit lacks them. What is chosen here is put into the copies that
checks run on, and nowhere else: never into a worktree, never into a commit.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from flask_modernize.git.command import git_output
from flask_modernize.sources.exclusion import FOREIGN_DIRECTORIES, excluded_paths

MAX_BYTES = 100_000_000
"""Of all chosen files together."""
SHOWN = 4

_READ_BY_CODE = (".py", ".cfg", ".ini", ".toml", ".json", ".yml", ".yaml", ".pem", ".key", ".db", ".sqlite", ".sqlite3")
_WRITTEN_BY_TOOLS = frozenset({"build", "dist", "htmlcov", "env", "venv", ".venv", "logs", "log"})


class CannotCopy(ValueError):
    """A pattern matches no ignored file, or the files are too much; the message is for people."""


def ignored_files(root: str, patterns: Sequence[str]) -> dict[str, bytes]:
    """The ignored files below ``root`` that the patterns (of .gitignore form) match, by POSIX path from there.

    Links are left out. Raises CannotCopy.
    """
    if not patterns:
        return {}
    candidates = list(_listed(root))
    chosen: set[str] = set()
    for pattern in patterns:
        matched = excluded_paths(candidates, (pattern,))
        if not matched:
            raise CannotCopy(f"--copy-ignored {pattern}: git ignores no such file here.")
        chosen |= matched
    places = {path: os.path.join(root, path) for path in sorted(chosen)}
    regular = {path: place for path, place in places.items() if os.path.isfile(place) and not os.path.islink(place)}
    size = sum(os.path.getsize(place) for place in regular.values())
    if size > MAX_BYTES:
        raise CannotCopy(f"--copy-ignored: {size >> 20} MB in {len(regular)} files are too much for every check.")
    return {path: _content(place) for path, place in regular.items()}


def missing_files(root: str, chosen: Sequence[str]) -> str:
    """Names the ignored files that an application may read and that are not ``chosen``: "`.env`, `instance/`".

    Empty when there are none. Caches, environments and what builds leave behind do not count.
    """
    names = dict.fromkeys(_place(path) for path in _listed(root) if path not in chosen and _may_be_read(path))
    shown = [f"`{name}`" for name in list(names)[:SHOWN]]
    more = len(names) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")


def _listed(root: str) -> Iterator[str]:
    printed = git_output(root, "ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--", ".") or b""
    for path in sorted(filter(None, os.fsdecode(printed).split("\0"))):
        directories = path.split("/")[:-1]
        if not FOREIGN_DIRECTORIES.intersection(directories):
            yield path


def _may_be_read(path: str) -> bool:
    *directories, name = path.split("/")
    if any(each in _WRITTEN_BY_TOOLS or each.endswith((".egg-info", "_cache")) for each in directories):
        return False
    return name.startswith(".env") or "instance" in directories or name.endswith(_READ_BY_CODE)


def _place(path: str) -> str:
    before, found, _ = f"/{path}".partition("/instance/")
    return f"{before}/instance/".lstrip("/") if found else path


def _content(place: str) -> bytes:
    with open(place, "rb") as file:
        return file.read()
