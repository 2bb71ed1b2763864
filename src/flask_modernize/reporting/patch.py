"""The changes of a run as a pure patch that ``git apply`` takes."""

from __future__ import annotations

import posixpath
from dataclasses import replace

from flask_modernize.sources import Changes, FileDelta, unified_diff


def patch(changes: Changes, base: str = "") -> bytes:
    """One patch of all changes.

    ``base`` is the way from the top of the git checkout to the root of the changes: git reads the paths of a patch from
    the top, wherever it is run.
    """
    return unified_diff(_below(delta, base) for delta in changes)


def _below(delta: FileDelta, base: str) -> FileDelta:
    return replace(delta, path=posixpath.join(base, delta.path)) if base else delta
