"""A guarded child ends when the process that started it does."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from flask_modernize.verify.guard import NOT_STARTED, start_guarded
from flask_modernize.verify.runs import end_group


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("raise SystemExit(3)", 3),
        ("import os; os.kill(os.getpid(), 9)", -9),
        ("import sys; sys.exit(0 if sys.stdin.read() == '' else 1)", 0),
    ],
)
def test_the_exit_code_is_that_of_the_command(code: str, expected: int, tmp_path: Path) -> None:
    with open(tmp_path / "output", "wb") as output:
        process = start_guarded([sys.executable, "-c", code], str(tmp_path), os.environ, output)
        process.wait(30)
        assert process.returncode == expected
        end_group(process)


def test_a_program_that_is_not_there(tmp_path: Path) -> None:
    with open(tmp_path / "output", "wb") as output:
        process = start_guarded(["no-such-program"], str(tmp_path), os.environ, output)
        process.wait(30)
        end_group(process)
    assert process.returncode == NOT_STARTED
    assert b"no-such-program: No such file" in (tmp_path / "output").read_bytes()


def test_nothing_is_left_when_the_starting_process_is_killed(tmp_path: Path) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    # Both the command and a child of it hold the pipe open: it is closed when both are gone.
    command = (
        f"import os, time; file = open({str(fifo)!r}, 'w'); os.fork(); file.write('x'); file.flush(); time.sleep(60)"
    )
    parent = textwrap.dedent(
        f"""
        import os, sys
        from flask_modernize.verify.guard import start_guarded
        process = start_guarded([sys.executable, "-c", {command!r}], ".", os.environ, sys.stdout.buffer)
        process.wait()
        """
    )
    starting = subprocess.Popen([sys.executable, "-c", parent], stdout=subprocess.DEVNULL)
    with open(fifo, "rb") as file:
        assert file.read(2) == b"xx"
        starting.send_signal(signal.SIGKILL)
        starting.wait(30)
        assert file.read() == b""
