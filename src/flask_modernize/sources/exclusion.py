"""Which files are not the project's own: patterns in .gitignore form, environments, other people's directories."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask_modernize.sources.gitignore import IgnorePattern, ignore_pattern

FOREIGN_DIRECTORIES = frozenset(
    {".git", ".hg", ".svn", ".tox", ".nox", ".eggs", "node_modules", "__pycache__", "site-packages"}
)
"""Names of directories that are never read, tracked or not."""

VENDOR_DIRECTORIES = frozenset(
    {"deps", "ext", "external", "externals", "lib", "libs", "packages", "third-party", "third_party", "thirdparty"}
    | {"vendor", "vendored", "vendors", "_vendor"}
)
"""Names of directories that hold nothing but copies of libraries, if they hold any."""

COPIED_LIBRARIES = frozenset(
    {"click", "flask", "itsdangerous", "jinja2", "markupsafe", "sqlalchemy", "werkzeug", "wtforms"}
)
"""Packages that an application has beside one another in its repository only as copies."""

ENVIRONMENT_MARKERS = ("pyvenv.cfg", "bin/activate_this.py", "Scripts/activate_this.py")
"""Files by which a directory is a virtual environment (the later ones: virtualenv before version 20)."""


@dataclass(frozen=True, slots=True)
class IgnoreRules:
    """The patterns of one .gitignore file, those of the directories above it behind them.

    All paths are relative to the top of the checkout (or of the walk); ``base`` is the directory of the file, with a
    final slash unless it is empty.
    """

    patterns: tuple[IgnorePattern, ...]
    """Last line first: it is the last one that counts."""
    base: str
    parent: IgnoreRules | None

    def ignores(self, path: str, *, is_directory: bool = False) -> bool:
        """Whether ``path`` (no final slash) is ignored, given that its directory is not.

        The nearest file's word counts.
        """
        rules: IgnoreRules | None = self
        while rules is not None:
            local = os.fsencode(path[len(rules.base) :])
            for pattern in rules.patterns:
                if pattern.matches(local, is_directory):
                    return not pattern.takes_back
            rules = rules.parent
        return False


def ignore_rules(content: bytes, base: str, parent: IgnoreRules | None) -> IgnoreRules | None:
    """The rules of a .gitignore file's ``content`` on top of ``parent``'s."""
    lines = [line.removesuffix(b"\r") for line in content.removeprefix(b"\xef\xbb\xbf").split(b"\n")]
    found = tuple(pattern for line in reversed(lines) if (pattern := ignore_pattern(line)) is not None)
    return IgnoreRules(found, base, parent) if found else parent


def rules_above(root: str) -> tuple[str, IgnoreRules | None]:
    """The rules that the checkout around ``root`` has for it, read without git: for when the command is not there.

    With the way from the top of the checkout down to ``root`` (with a final slash, or empty). No rules outside of a
    checkout, and where they ignore ``root`` itself. The .gitignore file of ``root`` is left to the walk.
    """
    names: list[str] = []
    directory = root
    while not os.path.exists(os.path.join(directory, ".git")):
        directory, name = os.path.split(directory)
        if not name:
            return "", None
        names.insert(0, name)
    rules = ignore_rules(_content(os.path.join(directory, ".git", "info", "exclude")), "", None)
    way = ""
    for name in names:
        rules = ignore_rules(_content(os.path.join(directory, ".gitignore")), way, rules)
        if rules is not None and rules.ignores(way + name, is_directory=True):
            return "", None
        directory = os.path.join(directory, name)
        way += f"{name}/"
    return way, rules


def excluded_paths(paths: Iterable[str], patterns: Sequence[str]) -> frozenset[str]:
    """Those of ``paths`` that ``patterns`` (.gitignore lines for the root) name, or whose directory they name."""
    rules = ignore_rules("\n".join(patterns).encode("utf-8", "surrogateescape"), "", None)
    if rules is None:
        return frozenset()
    known: dict[str, bool] = {"": False}

    def excludes_directory(directory: str) -> bool:
        if directory not in known:
            above = directory.rpartition("/")[0]
            known[directory] = excludes_directory(above) or rules.ignores(directory, is_directory=True)
        return known[directory]

    return frozenset(path for path in paths if excludes_directory(path.rpartition("/")[0]) or rules.ignores(path))


def vendored_paths(paths: Iterable[str]) -> frozenset[str]:
    """Those of ``paths`` that are copies of libraries: where two of :data:`COPIED_LIBRARIES` stand side by side.

    They and, in a directory that is called ``lib`` or ``vendor``, all that is beside them.
    """
    beside: dict[str, set[str]] = {}
    paths = list(paths)
    for path in paths:
        if path.endswith("/__init__.py"):
            directory, _, name = f"/{path}".removesuffix("/__init__.py").rpartition("/")
            if name in COPIED_LIBRARIES:
                beside.setdefault(directory, set()).add(name)
    copies = {
        f"{directory}/" if directory.rpartition("/")[2] in VENDOR_DIRECTORIES else f"{directory}/{name}/"
        for directory, names in beside.items()
        if len(names) > 1
        for name in names
    }
    return frozenset(path for path in paths if copies and f"/{path}".startswith(tuple(copies)))


def _content(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return b""
