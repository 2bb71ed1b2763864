"""Runs the ``git`` command for reading only: no prompts, no hooks of the repository, no locks, nothing inherited."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from subprocess import Popen

# What `git rev-parse --local-env-vars` names: set while a hook runs, and meant for another directory than ours.
REPOSITORY_VARIABLES = frozenset(
    {
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_CONFIG",
        "GIT_CONFIG_PARAMETERS",
        "GIT_CONFIG_COUNT",
        "GIT_OBJECT_DIRECTORY",
        "GIT_DIR",
        "GIT_WORK_TREE",
        "GIT_IMPLICIT_WORK_TREE",
        "GIT_GRAFT_FILE",
        "GIT_INDEX_FILE",
        "GIT_NO_REPLACE_OBJECTS",
        "GIT_REPLACE_REF_BASE",
        "GIT_PREFIX",
        "GIT_SHALLOW_FILE",
        "GIT_COMMON_DIR",
        "GIT_INTERNAL_SUPER_PREFIX",
        "GIT_LITERAL_PATHSPECS",
        "GIT_GLOB_PATHSPECS",
        "GIT_NOGLOB_PATHSPECS",
        "GIT_ICASE_PATHSPECS",
    }
)

# core.fsmonitor may name a program in the repository's own configuration; a tree under migration must not run any.
_SAFE_OPTIONS = ("--no-pager", "-c", "core.fsmonitor=false", "-c", "log.showSignature=false")
# Objects that a partial clone lacks are fetched by programs that its configuration names. The first of these is only
# known to git 2.45 and later.
NO_FETCHING = {"GIT_NO_LAZY_FETCH": "1", "GIT_ALLOW_PROTOCOL": "none"}


def git_arguments(directory: str, arguments: Sequence[str]) -> list[str]:
    """The command line that runs git with ``arguments`` as if started in ``directory``."""
    return ["git", *_SAFE_OPTIONS, "-C", directory, *arguments]


def git_environment() -> dict[str, str]:
    """This process's environment without what would point git to another repository or let it ask questions."""
    kept = {name: value for name, value in os.environ.items() if name not in REPOSITORY_VARIABLES}
    return kept | NO_FETCHING | {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}


def git_output(directory: str, *arguments: str) -> bytes | None:
    """What git prints, or None if it fails or is not installed."""
    import subprocess

    try:
        done = subprocess.run(
            git_arguments(directory, arguments),
            env=git_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            check=False,
        )
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None


def git_process(directory: str, *arguments: str) -> Popen[bytes]:
    """A running git with pipes for what it reads and prints."""
    from subprocess import DEVNULL, PIPE, Popen

    return Popen(git_arguments(directory, arguments), env=git_environment(), stdin=PIPE, stdout=PIPE, stderr=DEVNULL)


def git_top_level(directory: str) -> str | None:
    """The top of the git checkout that manages ``directory``; None outside of any, and for ignored directories."""
    printed = git_output(directory, "rev-parse", "--show-toplevel")
    if not printed:
        return None
    top = os.path.realpath(os.fsdecode(printed.removesuffix(b"\n")))
    return None if top != directory and git_ignores(directory) else top


def git_ignores(directory: str) -> bool:
    """Whether ``directory``, below the top of a checkout, is ignored there as a whole."""
    return git_output(directory, "check-ignore", "-q", ".") is not None
