"""Files are only written in the copy and in the temporary directory; what requests write there is seen."""

from __future__ import annotations

import logging
import os
import sys
import tempfile
from typing import Any

from flask_modernize.verify.probe.world import WORLD, see

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
CHANGING = {
    "os.remove": 1,
    "os.rename": 2,
    "os.rmdir": 1,
    "os.mkdir": 1,
    "os.truncate": 1,
    "os.chmod": 1,
    "os.chown": 1,
    "os.link": 2,
    "os.symlink": 2,
    "shutil.rmtree": 1,
    "shutil.move": 2,
}
"""Audit events, and how many of their first arguments are paths that are changed."""

TEMPORARY = os.path.realpath(tempfile.gettempdir())
"""As it was before the application could say anything else."""


def guard_files() -> None:
    """Refuses what would change files outside; log files outside are written in the scratch directory instead."""
    sys.addaudithook(refuse)
    real = logging.FileHandler.__init__

    def init(self: Any, filename: Any, *args: Any, **keywords: Any) -> None:
        if WORLD.job is not None and not is_ours(filename):
            filename = os.path.join(WORLD.job.scratch, os.path.basename(os.fspath(filename)))
        real(self, filename, *args, **keywords)

    cls: Any = logging.FileHandler
    cls.__init__ = init


def refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open":
        path, _, flags = arguments
        if not isinstance(flags, int) or not flags & WRITING:
            return
        paths: tuple[Any, ...] = (path,)
    elif event in CHANGING:
        paths = arguments[: CHANGING[event]]
    else:
        return
    if WORLD.job is None:
        return
    for each in paths:
        if not isinstance(each, (str, bytes, os.PathLike)):
            continue
        if not is_ours(each):
            raise PermissionError(f"{os.fsdecode(each)} is outside of the copy that is verified")
        if event == "open":
            see_written(os.fsdecode(each))


def is_ours(path: Any) -> bool:
    """Whether a path lies in the copy, in the temporary directory, or among devices."""
    assert WORLD.job is not None
    real = os.path.realpath(os.fsdecode(path))
    places = (os.path.dirname(os.path.realpath(WORLD.job.result)), WORLD.job.root, TEMPORARY, "/dev")
    return any(real == place or real.startswith(place + os.sep) for place in places)


def see_written(path: str) -> None:
    assert WORLD.job is not None
    real = os.path.realpath(path)
    if real.startswith(WORLD.job.root + os.sep) and not real.startswith(WORLD.job.scratch + os.sep):
        see("files", os.path.relpath(real, WORLD.job.root).replace(os.sep, "/"))
