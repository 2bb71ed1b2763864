"""Runs the probe in child processes, each on its own copy of a tree."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask_modernize.verify.guard import start_guarded

PROBE = Path(__file__).with_name("probe")
Record = Mapping[str, Any]

PASSED_ON = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "TMPDIR", "TEMP", "TMP")
"""Of this process's environment the application sees these and no more: others may name databases that are in use."""

MADE_ALIKE = {
    "PYTHONHASHSEED": "0",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONIOENCODING": "utf-8",
    "TZ": "UTC",
    # SQLAlchemy 1.4 warns of 2.0 in general once in a process, in whatever request comes first.
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
}

SECOND_RUN = 3

FIXED_TIME = 1_600_000_000
"""Modification time of every file of a copy, in seconds: entity tags are made from it."""


@dataclass(frozen=True, slots=True)
class Target:
    """An application and how it is run."""

    files: Mapping[str, bytes]
    """The tree, by POSIX path from its root."""
    app: str
    """module:object or module:factory, as seen from the first of `paths`."""
    python: str = sys.executable
    paths: tuple[str, ...] = (".",)
    """Directories of the tree that modules are imported from."""
    environment: Mapping[str, str] = field(default_factory=dict)
    name: str = "app"
    """What the directory of the copy is called."""
    executables: Collection[str] = ()
    """Paths of files that may be executed."""
    database_url: str = ""
    """A PostgreSQL server on which databases may be made; without, SQLite stands in for every database."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one run may take."""

    seconds: float = 60
    request_seconds: float = 5
    """Of the processor, for one request."""
    memory: int = 4 << 30
    """Address space in bytes."""
    automatic_requests: int = 400


class CouldNotRun(Exception):
    """The application did not boot, or the probe did not end.

    `stage` is one of application (none was found), interpreter, import, factory, database, time, memory, probe;
    `details` a traceback or the end of what was printed.
    """

    def __init__(self, stage: str, message: str, details: str = "") -> None:
        super().__init__(message)
        self.stage, self.message, self.details = stage, message, details


def probe(
    target: Target,
    *,
    requests: Sequence[Record] = (),
    replay: Sequence[Record] | None = None,
    automatic: bool = True,
    limits: Limits | None = None,
    server: ProbeServer | None = None,
) -> Record:
    """Boots the target in a child process and gives the record of what it did. Raises CouldNotRun.

    `requests` are sent first, in order, with one cookie jar. `replay` is the list of requests of another record: they
    are sent as they are and no others are looked for.
    """
    limits = limits or Limits()
    with tempfile.TemporaryDirectory(prefix="flask-modernize-") as directory:
        root = Path(directory, "tree", target.name)
        write_tree(target.files, root, target.executables)
        result = Path(directory, "result.json")
        job = {
            "root": str(root),
            "app": target.app,
            "paths": list(target.paths),
            "environment": dict(target.environment),
            "result": str(result),
            "database_url": target.database_url,
            "requests": list(requests),
            "replay": None if replay is None else list(replay),
            "automatic": automatic,
            "automatic_limit": limits.automatic_requests,
            # The second run is sent what the first had the time for, and must not stop before the end.
            "seconds": limits.seconds * (1 if replay is None else SECOND_RUN),
            "request_seconds": limits.request_seconds,
            "memory": limits.memory,
        }
        if server is None:
            output = _in_own_process(target.python, job, Path(directory))
        else:
            output = server.run(job)
        if not result.exists():
            raise CouldNotRun("probe", "the process of the application ended before its record was written", output)
        record: Record = json.loads(result.read_text(encoding="utf-8"))
    if "failure" in record:
        failure = record["failure"]
        raise CouldNotRun(failure["stage"], failure["message"], failure["details"])
    return record


def requests_of(record: Record) -> list[Record]:
    """The requests that a run sent, for another to send the same."""
    return [each["request"] for each in record["requests"]]


def write_tree(files: Mapping[str, bytes], root: Path, executables: Collection[str] = ()) -> None:
    """Writes the files; all of them look as if they were written at one time."""
    root.mkdir(parents=True, exist_ok=True)
    made = set()
    for path, data in files.items():
        target = root / path
        if target.parent not in made:
            target.parent.mkdir(parents=True, exist_ok=True)
            made.add(target.parent)
        target.write_bytes(data)
        if path in executables:
            target.chmod(0o755)
        os.utime(target, (FIXED_TIME, FIXED_TIME))


def child_environment() -> dict[str, str]:
    """What the application's process sees of ours, and what makes its runs alike."""
    kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    return kept | MADE_ALIKE


def _in_own_process(python: str, job: Record, directory: Path) -> str:
    """Runs the job; what the application printed. Raises CouldNotRun."""
    path = directory / "job.json"
    path.write_text(json.dumps(job), encoding="utf-8")
    output = directory / "output.txt"
    environment = child_environment()
    if "PYENV_ROOT" in os.environ or "pyenv" in python:
        environment |= {name: value for name, value in os.environ.items() if name in ("HOME", "PYENV_ROOT")}
    if shutil.which(python) is None:
        raise CouldNotRun("interpreter", f"{python} cannot be started")
    with output.open("wb") as file:
        process = start_guarded([python, str(PROBE), str(path)], job["root"], environment, file)
        try:
            process.wait(job["seconds"] + 10)
        except subprocess.TimeoutExpired:
            pass
        finally:
            end_group(process)
    printed = output.read_text(encoding="utf-8", errors="replace")[-4000:]
    if process.returncode is None or process.returncode < 0:
        raise CouldNotRun("time", f"no end within {job['seconds']:g} seconds", printed)
    return printed


def end_group(process: subprocess.Popen[bytes]) -> None:
    """Ends a process that leads a session, and what it started."""
    with contextlib.suppress(OSError):
        os.killpg(process.pid, signal.SIGKILL)
    ended_by_itself = process.poll() is not None
    process.wait()
    if process.stdin is not None:
        with contextlib.suppress(BrokenPipeError):
            process.stdin.close()
    if not ended_by_itself:
        process.returncode = -signal.SIGKILL


class ProbeServer:
    """A process of one interpreter that has Flask imported and forks for each job; for many runs in a row.

    A context manager. Only where `os.fork` is.
    """

    def __init__(
        self, python: str = sys.executable, modules: Sequence[str] = ("flask", "jinja2", "werkzeug.test")
    ) -> None:
        self._output = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the process
        self._process = subprocess.Popen(
            [python, str(PROBE), "--serve", *modules],
            env=child_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._output,
            start_new_session=True,
        )

    def run(self, job: Record) -> str:
        """Runs one job to its end; the end of what was printed."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        answer = b""
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.write(json.dumps(job).encode() + b"\n")
            self._process.stdin.flush()
            answer = self._process.stdout.readline()
        self._output.seek(0)
        printed = self._output.read()[-4000:].decode("utf-8", "replace")
        if not answer:
            raise CouldNotRun("probe", "the server of the probe has ended", printed)
        return printed

    def close(self) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()
        end_group(self._process)
        self._output.close()

    def __enter__(self) -> ProbeServer:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


@contextlib.contextmanager
def probe_server(python: str = sys.executable, modules: Sequence[str] = ()) -> Iterator[ProbeServer]:
    with ProbeServer(python, modules) as server:
        yield server
