"""Splitting a migration over several commits: by package, by owner, or by a number of files.

A batch is a set of files in which the migration runs. Groups of edits stay whole, because the migration itself is
planned anew for each batch and leaves alone what it cannot do with these files only; a last batch takes the rest.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask_modernize.sources.exclusion import excluded_paths

OWNERS_FILES = (".github/CODEOWNERS", ".gitlab/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS")
NO_OWNER = "no owner"
TOP = "top level"


class UnknownBatch(ValueError):
    """``--batch`` was given something that is neither a known way nor a number."""


@dataclass(frozen=True, slots=True)
class FileSet:
    """Files that are edited in one commit. ``label``: what they have in common, "" for a mere number of files."""

    label: str
    paths: frozenset[str]


def check_batch(word: str) -> None:
    """Raises UnknownBatch for a word that ``--batch`` does not know."""
    if word and word not in ("by-package", "by-owner") and not (word.isdecimal() and int(word) > 0):
        raise UnknownBatch(f"--batch is by-package, by-owner or a number of files, not {word!r}.")


def file_sets(word: str, paths: Sequence[str], top: str, base: str) -> tuple[FileSet, ...]:
    """The batches for the files that a migration wants to change, in a fixed order.

    ``top`` is the top of the checkout, whose CODEOWNERS file counts, ``base`` the way from there to the project, which
    the ``paths`` are relative to.
    """
    if word == "by-package":
        return _grouped(paths, _package)
    if word == "by-owner":
        rules = code_owners(_owners_file(top))
        prefix = f"{base}/" if base else ""
        return _grouped(paths, lambda path: owner_of(prefix + path, rules))
    size = int(word)
    ordered = sorted(paths)
    return tuple(FileSet("", frozenset(ordered[start : start + size])) for start in range(0, len(ordered), size))


def _grouped(paths: Sequence[str], key: Callable[[str], str]) -> tuple[FileSet, ...]:
    found: dict[str, set[str]] = {}
    for path in paths:
        found.setdefault(key(path), set()).add(path)
    return tuple(FileSet(label, frozenset(found[label])) for label in sorted(found))


def _package(path: str) -> str:
    parts = path.split("/")
    if parts[0] in ("src", "lib") and len(parts) > 2:
        return "/".join(parts[:2])
    return parts[0] if len(parts) > 1 else TOP


OwnerRule = tuple[str, str]
"""A pattern of a CODEOWNERS file, and the owners as written."""


def code_owners(text: str) -> tuple[OwnerRule, ...]:
    """The rules of a CODEOWNERS file, in their order; GitLab's section headings count as comments."""
    rules = []
    for line in text.splitlines():
        words = line.partition(" #")[0].replace("\\ ", "\0").split()
        if words and not words[0].startswith(("#", "[", "^[")):
            rules.append((words[0].replace("\0", "\\ "), " ".join(words[1:]) or NO_OWNER))
    return tuple(rules)


def owner_of(path: str, rules: Sequence[OwnerRule]) -> str:
    """Who owns a file: the last rule that fits decides."""
    for pattern, owners in reversed(rules):
        if excluded_paths([path], [pattern]):
            return owners
    return NO_OWNER


def _owners_file(top: str) -> str:
    for name in OWNERS_FILES:
        try:
            with open(os.path.join(top, name), encoding="utf-8", errors="replace") as file:
                return file.read()
        except OSError:
            continue
    return ""
