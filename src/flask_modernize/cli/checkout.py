"""What git says about the files under the root: whether a change could be undone with it."""

from __future__ import annotations

import os
from dataclasses import dataclass

from flask_modernize.git.command import git_output, git_top_level


@dataclass(frozen=True, slots=True)
class Checkout:
    """The state of a git checkout below the project's root. Paths are relative to the root, sorted."""

    base: str
    """The way from the top of the checkout to the root, "" when they are the same."""
    modified: tuple[str, ...]
    """Tracked files with changes that are not committed."""
    untracked: frozenset[str]


class CheckoutUnreadable(Exception):
    """There is a git checkout, and git cannot tell its state."""


def read_checkout(root: str) -> Checkout | None:
    """The state of the checkout that holds `root`, None outside of any. Raises CheckoutUnreadable."""
    base = checkout_base(root)
    if base is None:
        if _has_git_directory(root):
            raise CheckoutUnreadable("There is a git checkout here, but git cannot read it (is git installed?).")
        return None
    arguments = ("status", "--porcelain", "-z", "--untracked-files=all", "--ignore-submodules=all", "--no-renames", ".")
    printed = git_output(root, *arguments)
    if printed is None:
        raise CheckoutUnreadable("git status does not work here.")
    prefix = f"{base}/" if base else ""
    modified, untracked = [], set()
    for entry in os.fsdecode(printed).split("\0"):
        if entry:
            path = entry[3:].removeprefix(prefix)
            if entry.startswith("??"):
                untracked.add(path)
            else:
                modified.append(path)
    return Checkout(base, tuple(sorted(modified)), frozenset(untracked))


def checkout_base(root: str) -> str | None:
    """The way from the top of the git checkout to `root`, with forward slashes, "" at the top; None outside of any."""
    top = git_top_level(root)
    if top is None:
        return None
    base = os.path.relpath(os.path.realpath(root), top)
    return "" if base == os.curdir else base.replace(os.sep, "/")


def _has_git_directory(directory: str) -> bool:
    return os.path.exists(os.path.join(directory, ".git"))
