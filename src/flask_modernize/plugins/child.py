"""A child process for code that is not ours: one request, one answer as data, a time limit, and nothing to prompt.

The child is no sandbox: what it runs may do what its user may. It keeps that code out of this process, without its
environment, its terminal and the project's directory: it works in a temporary one.
"""

from __future__ import annotations

import contextlib
import json
import marshal
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HOST = Path(__file__).with_name("host")

PASSED_ON = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "TMPDIR", "TEMP", "TMP")
"""Of this process's environment; what else is in it (tokens, for one) is nobody's business."""

SHOWN_OUTPUT = 2_000
"""Characters of the end of what the child printed that are worth showing."""
MOST_ANSWER = 500_000_000
"""Bytes."""


class ChildFailed(Exception):
    """There is no answer. ``place``: the file that was being looked at, or ""; ``output``: what was printed."""

    def __init__(self, message: str, place: str = "", output: str = "", *, late: bool = False) -> None:
        super().__init__(message)
        self.message, self.place, self.output, self.late = message, place, output, late


@dataclass(frozen=True, slots=True)
class Code:
    """The code that a child runs: files by their path from the project's root, and directories to import from."""

    files: Mapping[str, bytes]
    import_from: tuple[str, ...] = ()


def ask(
    kind: str, code: Code, words: Mapping[str, Any], *, files: Mapping[str, bytes] | None = None, seconds: float
) -> Any:
    """The answer to one request. Raises ChildFailed.

    ``words`` are plain values that ``marshal`` takes. ``files`` are put beside the code, in the directory that the
    child works in.
    """
    with tempfile.TemporaryDirectory(prefix="flask-modernize-", ignore_cleanup_errors=True) as name:
        # The code may ask where it is; links on the way would give it another answer than we have.
        directory = Path(os.path.realpath(name))
        request = {**words, "kind": kind, "sys_path": _import_path(), "import_from": list(code.import_from)}
        (directory / "request").write_bytes(marshal.dumps(request))
        _write({**(files or {}), **code.files}, directory / "project")
        ended = _run(directory, seconds)
        return _answer(directory, ended, seconds)


def _import_path() -> list[str]:
    """Where this interpreter imports from, without the current directory, which may be the project's."""
    here = os.path.realpath(os.curdir)
    return [each for each in sys.path if each and os.path.realpath(each) != here]


def _write(files: Mapping[str, bytes], root: Path) -> None:
    root.mkdir()
    for path, data in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def _run(directory: Path, seconds: float) -> int | None:
    """Runs the child to its end; its exit code, None when its time was over."""
    command = [sys.executable, "-P", "-s", "-B", str(HOST), str(directory)]
    environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    environment |= {"PYTHONHASHSEED": "0", "PYTHONIOENCODING": "utf-8:backslashreplace", "NO_COLOR": "1"}
    with open(directory / "output", "wb") as output:
        child = subprocess.Popen(
            command,
            cwd=directory,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            return child.wait(seconds)
        except subprocess.TimeoutExpired:
            return None
        finally:
            _end(child)


def _end(child: subprocess.Popen[bytes]) -> None:
    """Ends the child with all that it has started."""
    with contextlib.suppress(OSError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    assert child.stdin is not None
    child.stdin.close()


def _answer(directory: Path, ended: int | None, seconds: float) -> Any:
    place = _text(directory / "place")
    output = _text(directory / "output").replace(f"{directory / 'project'}{os.sep}", "")[-SHOWN_OUTPUT:].strip()
    if ended is None:
        raise ChildFailed(f"it was not done after {seconds:g} seconds", place, output, late=True)
    answer = directory / "answer.json"
    if ended != 0 or not answer.is_file():
        how = f"with exit code {ended}" if ended >= 0 else f"by signal {signal.Signals(-ended).name}"
        raise ChildFailed(f"its process was ended {how} before it had an answer", place, output)
    if answer.stat().st_size > MOST_ANSWER:
        raise ChildFailed(f"its answer is larger than {MOST_ANSWER:,} bytes", place, output)
    try:
        return json.loads(answer.read_bytes())
    except (ValueError, RecursionError):
        raise ChildFailed("its answer cannot be read", place, output) from None


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8", "backslashreplace")
    except OSError:
        return ""


def last_line(output: str) -> str:
    """The last thing that a child printed: of a traceback the exception."""
    lines: Sequence[str] = [line for line in output.splitlines() if line.strip()]
    return lines[-1].strip() if lines else ""
