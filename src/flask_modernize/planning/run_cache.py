"""The whole result of an earlier run, for a run in which nothing that could matter is different.

Then nothing is parsed and libcst is not imported. Like the facts cache it can only make a run faster: whatever is wrong
with it, it is as if it were empty. It holds plain values only (:mod:`marshal`, behind a checksum): reading it runs no
code.
"""

from __future__ import annotations

import contextlib
import hashlib
import marshal
import os
import sys
import tempfile
from collections.abc import Iterable, Sequence
from typing import Any

from flask_modernize import __version__
from flask_modernize.facts.cache import cache_directory
from flask_modernize.planning.configuration import Configuration
from flask_modernize.planning.contract import Finding, Migration
from flask_modernize.planning.outcomes import AppliedEdit, AppliedGroup, Outcome, Run, Status
from flask_modernize.sources import Changes, SourceProblem, Tree, UnreadableSource

_MAGIC = b"flask-modernize run 1\n"
_DIGEST = 16


class RunCache:
    """The stored run for one tree, one choice of migrations, and settings."""

    def __init__(
        self,
        tree: Tree,
        migrations: Sequence[Migration],
        configuration: Configuration,
        paths: frozenset[str] | None,
        known_ids: Sequence[str] = (),
    ) -> None:
        asked = (
            [migration.id for migration in migrations],
            {id: sorted(options.items()) for id, options in sorted(configuration.options.items())},
            sorted(configuration.migration_excludes.items()),
            configuration.exclude,
            configuration.max_file_size,
            sorted(configuration.asked),
            sorted(known_ids),
            None if paths is None else sorted(paths),
        )
        name = _digest(repr((os.path.abspath(tree.root), asked))).hex()
        self._file = os.path.join(cache_directory(), "runs", f"{name}.run")
        self._tree = tree
        self._key = _digest(repr((_tool(migrations), asked))) + _content(tree)

    def load(self) -> Run | None:
        """The stored run, if it is the one that would come out now."""
        try:
            with open(self._file, "rb") as file:
                data = file.read()
            head = len(_MAGIC) + len(self._key)
            body = memoryview(data)[head + _DIGEST :]
            if data[:head] != _MAGIC + self._key or data[head : head + _DIGEST] != _digest(body):
                return None
            return _unpacked(marshal.loads(body), self._tree)
        except (OSError, ValueError, EOFError, TypeError, KeyError, IndexError, UnreadableSource):
            return None

    def save(self, run: Run) -> None:
        """Stores a run; does nothing where that cannot be done, or where something went wrong in the run."""
        if run.unresolved:
            return
        body = marshal.dumps(_packed(run))
        with contextlib.suppress(OSError):
            folder = os.path.dirname(self._file)
            os.makedirs(folder, exist_ok=True)
            descriptor, temporary = tempfile.mkstemp(dir=folder, suffix=".tmp")
            try:
                with os.fdopen(descriptor, "wb") as file:
                    file.write(_MAGIC + self._key + _digest(body) + body)
                os.replace(temporary, self._file)
            except BaseException:
                with contextlib.suppress(OSError):
                    os.unlink(temporary)
                raise


# -- what a run depends on --------------------------------------------------------------------------------------------


def _tool(migrations: Sequence[Migration]) -> tuple[object, ...]:
    """Versions, and the state of every source file of the engine and of the migrations' packages."""
    packages = {__name__.partition(".")[0], "libcst"}
    packages |= {str(migration.plan.__module__).partition(".")[0] for migration in migrations}
    states = [(name, tuple(package_state(name))) for name in sorted(packages)]
    marks = [(migration.id, migration.fingerprint) for migration in migrations]
    return __version__, sys.version, marks, states


def package_state(name: str) -> Iterable[tuple[str, int, int]]:
    """Path, size and modification time (in nanoseconds) of the files of a top-level package that is installed."""
    from importlib.util import find_spec

    spec = find_spec(name)
    if spec is None:
        return
    if name == "libcst":  # not ours and large: its location and the time of its installation are enough
        yield _file_state(str(spec.origin))
        return
    for folder in spec.submodule_search_locations or ():
        for directory, subdirectories, files in os.walk(folder):
            subdirectories[:] = sorted(each for each in subdirectories if each != "__pycache__")
            yield from (_file_state(os.path.join(directory, file)) for file in sorted(files))
    if not spec.submodule_search_locations and spec.origin:
        yield _file_state(spec.origin)


def _file_state(path: str) -> tuple[str, int, int]:
    found = os.stat(path)
    return path, found.st_size, found.st_mtime_ns


def _content(tree: Tree) -> bytes:
    """A digest of the content of all Python files and of the signatures of all other files."""
    python = set(tree.python_paths())
    total = hashlib.blake2b(digest_size=_DIGEST)
    for path in tree.paths:
        try:
            state = tree.digest(path) if path in python else repr(tree.signature(path)).encode()
        except (KeyError, UnreadableSource):
            state = b"unreadable"
        total.update(os.fsencode(path) + b"\0" + state + b"\0")
    return total.digest()


def _digest(data: str | bytes | memoryview) -> bytes:
    raw = data.encode("utf-8", "surrogateescape") if isinstance(data, str) else data
    return hashlib.blake2b(raw, digest_size=_DIGEST).digest()


# -- to plain values and back -----------------------------------------------------------------------------------------


def _packed(run: Run) -> tuple[Any, ...]:
    return (
        tuple(_packed_outcome(outcome) for outcome in run.outcomes),
        tuple((each.path, each.line, each.column, each.code, each.message) for each in run.problems),
        tuple(_packed_finding(finding) for finding in run.remarks),
        run.python_files,
        run.relevant_files,
    )


def _packed_outcome(outcome: Outcome) -> tuple[Any, ...]:
    return (
        outcome.migration,
        outcome.summary,
        outcome.status.value,
        tuple((each.number, each.title, each.path, each.line, each.sites) for each in outcome.groups),
        tuple((each.path, each.line, each.before, each.after, each.group) for each in outcome.edits),
        tuple(_packed_finding(finding) for finding in outcome.findings),
        tuple((delta.path, delta.after, delta.executable) for delta in outcome.changes),
        outcome.next_steps,
        outcome.ignored,
        outcome.reason,
    )


def _packed_finding(each: Finding) -> tuple[Any, ...]:
    return each.path, each.line, each.column, each.code, each.message, each.advice, each.guide, each.site


def _unpacked(data: Any, tree: Tree) -> Run:
    outcomes, problems, remarks, python_files, relevant_files = data
    total = Changes()
    done = []
    for migration, summary, status, groups, edits, findings, deltas, next_steps, ignored, reason in outcomes:
        changes = Changes(tree.delta(path, after) for path, after, _ in deltas)
        tree = tree.with_changes(changes)
        total = total.then(changes)
        done.append(
            Outcome(
                migration=migration,
                summary=summary,
                status=Status(status),
                groups=tuple(AppliedGroup(*each) for each in groups),
                edits=tuple(AppliedEdit(*each) for each in edits),
                findings=tuple(Finding(*each) for each in findings),
                changes=changes,
                next_steps=next_steps,
                ignored=ignored,
                reason=reason,
            )
        )
    return Run(
        outcomes=tuple(done),
        problems=tuple(SourceProblem(*each) for each in problems),
        remarks=tuple(Finding(*each) for each in remarks),
        changes=total,
        python_files=python_files,
        relevant_files=relevant_files,
    )
