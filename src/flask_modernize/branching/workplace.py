"""The directory that a run works in: a linked checkout that is gone afterwards, however the run ended."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator

from flask_modernize.branching import run_state
from flask_modernize.git.repository import Repository

_TREE = "tree"


@contextlib.contextmanager
def workplace(repository: Repository, commit: str) -> Iterator[Repository]:
    """A checkout of ``commit`` in the temporary directory; temporary files of the run are beside it, and go with it.
    What a run that was killed left behind is removed first: call it while holding the lock. Raises GitProblem, OSError.
    """
    _clear(repository, run_state.workplace(repository))
    directory = tempfile.mkdtemp(prefix=run_state.WORKPLACE_PREFIX)
    earlier = tempfile.tempdir
    try:
        # Written down before it is made: a run may be killed at any moment.
        run_state.save_workplace(repository, directory)
        tempfile.tempdir = directory
        yield repository.add_worktree(os.path.join(directory, _TREE), commit)
    finally:
        tempfile.tempdir = earlier
        _clear(repository, directory)


def _clear(repository: Repository, directory: str | None) -> None:
    if directory is not None:
        repository.remove_worktree(os.path.join(directory, _TREE))
        shutil.rmtree(directory, ignore_errors=True)
        run_state.clear_workplace(repository)
