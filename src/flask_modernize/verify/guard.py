"""A child process that does not outlive the one that started it, however that ends.

As a script, `python guard.py COMMAND...` runs a command and ends it, with all of its process group, as soon as its own
standard input is closed: the starting process holds the other end of that pipe, and lets go of it even when killed.
"""

from __future__ import annotations

import os
import select
import signal
import sys
from collections.abc import Mapping, Sequence
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from subprocess import Popen

NOT_STARTED = 127


def start_guarded(
    command: Sequence[str], directory: str, environment: Mapping[str, str], output: IO[bytes]
) -> Popen[bytes]:
    """Starts a command as leader of a session, with nothing to read, and both its outputs in one file.

    Its exit code is that of the command; `NOT_STARTED` if there is no such program. End it with `runs.end_group`.
    """
    import subprocess

    return subprocess.Popen(
        [sys.executable, "-I", "-S", os.path.abspath(__file__), *command],
        cwd=directory,
        env=dict(environment),
        stdin=subprocess.PIPE,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def run(command: Sequence[str]) -> int:
    """Runs the command to its end, or to the end of standard input; the exit code, negative for a signal."""
    ended_in, ended_out = os.pipe()
    os.set_blocking(ended_out, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(ended_out)
    child = os.fork()
    if child == 0:
        _become(command)
    while True:
        ready, _, _ = select.select([0, ended_in], [], [])
        if ended_in in ready:
            os.read(ended_in, 512)
            pid, status = os.waitpid(child, os.WNOHANG)
            if pid:
                return os.waitstatus_to_exitcode(status)
        elif not os.read(0, 512):
            os.killpg(0, signal.SIGKILL)


def _become(command: Sequence[str]) -> None:
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.execvp(command[0], list(command))
    except OSError as error:
        os.write(2, f"{command[0]}: {error.strerror}\n".encode(errors="replace"))
    finally:
        os._exit(NOT_STARTED)


def _end_like(code: int) -> None:
    if code < 0:
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if -code not in (signal.SIGKILL, signal.SIGSTOP):
            signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    os._exit(code)


if __name__ == "__main__":
    _end_like(run(sys.argv[1:]))
