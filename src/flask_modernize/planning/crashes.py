"""What is written down when the tool itself is at fault, so that somebody else can see it happen."""

from __future__ import annotations

import hashlib
import os
import sys
import traceback
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from flask_modernize import __version__
from flask_modernize.facts.cache import cache_directory
from flask_modernize.planning.contract import Plan

PlanPaths = Callable[[frozenset[str] | None], Plan]
"""A migration's plan for some paths, everything else bound."""


@dataclass(frozen=True, slots=True)
class Crash:
    """An exception that a migration raised. ``path``: the file whose planning raises it, None: no single file does."""

    path: str | None
    error: Exception


def plan_around_crashes(
    plan: PlanPaths, selected: frozenset[str] | None, paths: Sequence[str], *, divisible: bool = True
) -> tuple[Plan | None, tuple[Crash, ...]]:
    """The plan for ``selected`` (all ``paths`` when None), without the files that it raises on.

    The plan is None when no choice of files helps, or when it is not ``divisible``: for all files or none.
    """
    try:
        return plan(selected), ()
    except Exception as error:
        whole = error
    candidates = tuple(paths) if selected is None else tuple(sorted(selected))
    if not divisible or not candidates or _raises(plan, ()) is not None:
        return None, (Crash(None, whole),)
    crashes = tuple(_culprits(plan, candidates, whole))
    bad = {crash.path for crash in crashes}
    good = tuple(path for path in candidates if path not in bad)
    try:
        return (plan(frozenset(good)) if crashes else None), crashes or (Crash(None, whole),)
    except Exception as error:
        return None, (*crashes, Crash(None, error))


def _culprits(plan: PlanPaths, paths: Sequence[str], error: Exception) -> Iterable[Crash]:
    """The files of ``paths`` on which planning raises, given that planning all of them raised ``error``."""
    if len(paths) == 1:
        return [Crash(paths[0], error)]
    middle = len(paths) // 2
    found: list[Crash] = []
    for half in (paths[:middle], paths[middle:]):
        raised = _raises(plan, half)
        if raised is not None:
            found += _culprits(plan, half, raised)
    return found


def _raises(plan: PlanPaths, paths: Sequence[str]) -> Exception | None:
    try:
        plan(frozenset(paths))
    except Exception as error:
        return error
    return None


def place_of(error: BaseException) -> str:
    """“KeyError: 'x' (webs.py:120, in follow)”: what was raised, and where in the tool's code."""
    text = " ".join(f"{type(error).__name__}: {error}".split())
    if len(text) > 200:
        text = text[:199] + "…"
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return text
    last = frames[-1]
    return f"{text} ({os.path.basename(last.filename)}:{last.lineno}, in {last.name})"


def write_reproducer(error: BaseException, about: Sequence[tuple[str, str]], content: bytes = b"") -> str:
    """Writes what is needed to see the crash again into the cache directory; its path, or "" if that cannot be written.

    ``about`` are named facts (migration, path, command line); ``content`` is the file that was being looked at. The
    same crash gives the same file.
    """
    head = [("flask-modernize", __version__), ("python", sys.version.split()[0]), ("platform", sys.platform), *about]
    lines = [f"{name}: {value}" for name, value in head]
    lines += ["", "".join(traceback.format_exception(error)).rstrip()]
    if content:
        lines += ["", f"The file, {len(content)} bytes, follows this line.", ""]
    data = "\n".join(lines).encode("utf-8", "backslashreplace") + content
    try:
        folder = os.path.join(cache_directory(), "crashes")
        os.makedirs(folder, exist_ok=True)
        name = os.path.join(folder, f"{hashlib.blake2b(data, digest_size=8).hexdigest()}.txt")
        with open(name, "wb") as file:
            file.write(data)
    except OSError:
        return ""
    return name
