"""What an interrupted run needs to go on: one small file in the repository's own directory, and a lock.

The commits themselves say what is done; the file only keeps the words of the command and where its worktree stands.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from typing import Any

from flask_modernize.git.repository import GitProblem, Repository

_DIRECTORY = "flask-modernize"
WORKPLACE_PREFIX = "flask-modernize-"
"""What the names of the directories begin with that runs work in."""


@dataclass(frozen=True, slots=True)
class RunState:
    """The words of a run of the ladder on a branch. Paths are absolute, commits full hashes."""

    branch: str
    onto: str
    """The commit that the branch starts from."""
    base: str
    """The way from the top of the checkout to the project, "" when they are the same."""
    only: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    verify: bool = True
    python: str = ""
    app: str = ""
    test: str = ""
    keep_going: bool = False
    batch: str = ""
    reformat: bool = False
    on_difference: str = "stop"
    environment: tuple[str, ...] = ()
    """NAME=VALUE, for the application and its tests."""
    copy_ignored: tuple[str, ...] = ()
    """Patterns of ignored files that the application and its tests get."""
    untrusted: bool = False
    """Nothing that the repository brings is run."""
    limit: int = 0
    """Migrations to commit at most; 0: all."""


class AnotherRun(GitProblem):
    """Somebody else is at work on a branch of this repository."""


@contextlib.contextmanager
def locked(repository: Repository) -> Iterator[None]:
    """Keeps other runs of this tool out of the repository; ends with the process, however that ends.

    Raises AnotherRun.
    """
    import fcntl

    path = os.path.join(_directory(repository), "lock")
    with open(path, "a", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise AnotherRun("Another run of flask-modernize is at work in this repository.") from None
        yield


def load(repository: Repository) -> RunState | None:
    """The run that was not finished; None when there is none."""
    try:
        with open(_file(repository), encoding="utf-8") as file:
            return _from_json(json.load(file))
    except (OSError, ValueError, TypeError):
        return None


def save(repository: Repository, state: RunState) -> None:
    """Writes the state down, whole or not at all. Raises OSError."""
    _write(_file(repository), json.dumps(asdict(state), indent=1))


def clear(repository: Repository) -> None:
    """The run is finished."""
    with contextlib.suppress(FileNotFoundError):
        os.unlink(_file(repository))


def workplace(repository: Repository) -> str | None:
    """The directory of a run that is at work, or was killed; None when there is none.

    It will be removed: what the file says is only believed of a directory with the name of such a place.
    """
    try:
        with open(_workplace_file(repository), encoding="utf-8", errors="surrogateescape") as file:
            found = file.read()
    except OSError:
        return None
    named = os.path.isabs(found) and os.path.basename(found).startswith(WORKPLACE_PREFIX)
    return found if named and not os.path.islink(found) else None


def save_workplace(repository: Repository, directory: str) -> None:
    """Writes down where a run works. Raises OSError."""
    _write(_workplace_file(repository), directory)


def clear_workplace(repository: Repository) -> None:
    """The directory is gone."""
    with contextlib.suppress(OSError):
        os.unlink(_workplace_file(repository))


def patches_directory(repository: Repository) -> str:
    """Where the changes of migrations that did not pass are kept, as patches."""
    directory = os.path.join(_directory(repository), "patches")
    os.makedirs(directory, exist_ok=True)
    return directory


def _directory(repository: Repository) -> str:
    directory = os.path.join(repository.common_directory, _DIRECTORY)
    if os.path.islink(directory):
        raise GitProblem(f"{directory} is a link; nothing is written through links.")
    os.makedirs(directory, exist_ok=True)
    return directory


def _file(repository: Repository) -> str:
    return os.path.join(_directory(repository), "run.json")


def _workplace_file(repository: Repository) -> str:
    return os.path.join(_directory(repository), "workplace")


def _write(path: str, text: str) -> None:
    descriptor, temporary = tempfile.mkstemp(dir=os.path.dirname(path), suffix=".tmp")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="surrogateescape") as file:
            file.write(text)
        os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise


def _from_json(data: dict[str, Any]) -> RunState:
    known = {field.name for field in fields(RunState)}
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in data.items() if name in known
    }
    return RunState(**values)
