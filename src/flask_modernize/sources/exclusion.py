"""Which files are not the project's own: patterns in .gitignore form, environments, other people's directories."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

FOREIGN_DIRECTORIES = frozenset(
    {".git", ".hg", ".svn", ".tox", ".nox", ".eggs", "node_modules", "__pycache__", "site-packages"}
)
"""Names of directories that are never read, tracked or not."""

ENVIRONMENT_MARKERS = ("pyvenv.cfg", "bin/activate_this.py", "Scripts/activate_this.py")
"""Files by which a directory is a virtual environment (the later ones: virtualenv before version 20)."""


@dataclass(frozen=True, slots=True)
class IgnoreRules:
    """The patterns of one .gitignore file, those of the directories above it behind them.

    ``base`` is the directory of the file relative to the walk's root, with a final slash (empty: the root). ``above`` is instead
    the way from a directory above the root down to it, for the patterns of such a directory.
    """

    spec: GitIgnoreSpec
    base: str
    above: str
    parent: IgnoreRules | None

    def ignores(self, path: str) -> bool:
        """Whether ``path`` (relative to the root; directories with a final slash) is ignored; the nearest file's word counts."""
        rules: IgnoreRules | None = self
        while rules is not None:
            verdict = rules.spec.check_file(rules.above + path[len(rules.base) :]).include
            if verdict is not None:
                return verdict
            rules = rules.parent
        return False


def ignore_rules(content: bytes, base: str, parent: IgnoreRules | None, above: str = "") -> IgnoreRules | None:
    """The rules of a .gitignore file's ``content`` on top of ``parent``'s; lines that are no patterns are left out, as git does."""
    text = content.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape")
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    patterns = [line for line in lines if line.strip() and not line.startswith("#")]
    if not patterns:
        return parent
    return IgnoreRules(_spec(patterns), base, above, parent)


def rules_above(root: str) -> IgnoreRules | None:
    """The rules that the checkout around ``root`` has for it, read without git: for when the command is not there."""
    above: list[str] = []
    directory = root
    while not os.path.exists(os.path.join(directory, ".git")):
        directory, name = os.path.split(directory)
        if not name:
            return None
        above.insert(0, name)
    rules = ignore_rules(_content(os.path.join(directory, ".git", "info", "exclude")), "", None, _way(above))
    # The root's own .gitignore is left to the walk.
    while above:
        rules = ignore_rules(_content(os.path.join(directory, ".gitignore")), "", rules, _way(above))
        directory = os.path.join(directory, above.pop(0))
    return rules


def excluded_paths(paths: Iterable[str], patterns: Sequence[str]) -> frozenset[str]:
    """Those of ``paths`` that the user's ``patterns`` (.gitignore form, relative to the root) name. Raises ValueError for a bad one."""
    if not patterns:
        return frozenset()
    from pathspec import GitIgnoreSpec

    return frozenset(GitIgnoreSpec.from_lines(patterns).match_files(paths))


def _spec(patterns: list[str]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec

    try:
        return GitIgnoreSpec.from_lines(patterns)
    except ValueError:
        return GitIgnoreSpec.from_lines([pattern for pattern in patterns if _is_pattern(pattern)])


def _is_pattern(pattern: str) -> bool:
    from pathspec import GitIgnoreSpec

    try:
        GitIgnoreSpec.from_lines([pattern])
    except ValueError:
        return False
    return True


def _way(names: Iterable[str]) -> str:
    return "".join(f"{name}/" for name in names)


def _content(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return b""
