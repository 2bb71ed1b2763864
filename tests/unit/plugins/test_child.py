"""The child process: its answer, its limits, and that nothing of it is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from flask_modernize.plugins.child import ChildFailed, Code, ask

SCRIPT = "codemods/script.py"


def run(text: str, seconds: float = 60) -> object:
    words = {"reference": SCRIPT, "arguments": [], "texts": {}, "known": []}
    return ask("bowler", Code({SCRIPT: text.encode()}, ("codemods",)), words, seconds=seconds)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("import os; os._exit(7)", "with exit code 7"),
        ("import os; os.kill(os.getpid(), 9)", "by signal SIGKILL"),
        ("import os; print('last words', flush=True); os._exit(0)", "with exit code 0"),
    ],
)
def test_a_child_without_an_answer(text: str, said: str) -> None:
    with pytest.raises(ChildFailed, match=said) as failure:
        run(text)
    assert not failure.value.late


def test_what_was_printed_last_is_kept() -> None:
    with pytest.raises(ChildFailed) as failure:
        run("import os; print('last words', flush=True); os._exit(1)")
    assert failure.value.output == "last words"


def test_a_child_has_only_so_much_time() -> None:
    with pytest.raises(ChildFailed, match="it was not done after 2 seconds") as failure:
        run("while True: pass", seconds=2)
    assert failure.value.late


def test_a_child_has_nothing_to_ask() -> None:
    text = "import sys\nassert sys.stdin.read() == ''\ntry: open('/dev/tty')\nexcept OSError: raise KeyError('none')"
    answer = run(text)
    assert isinstance(answer, dict)
    assert answer["errors"] == [["", "KeyError: 'none' (script.py:4)"]]


def test_grandchildren_end_with_it(tmp_path: Path) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    text = f"import os\nif os.fork() == 0:\n    pipe = open({str(fifo)!r}, 'w')\n    while True: pass\nos._exit(1)"
    reader = os.open(fifo, os.O_RDONLY | os.O_NONBLOCK)
    with pytest.raises(ChildFailed):
        run(text)
    # Nobody holds the other end.
    os.set_blocking(reader, True)
    assert os.read(reader, 1) == b""
    os.close(reader)


def test_a_child_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    script = f"pipe = open({str(fifo)!r}, 'w')\npipe.write('x')\npipe.flush()\nwhile True: pass"
    parent = (
        "from flask_modernize.plugins.child import Code, ask\n"
        f"ask('bowler', Code({{{SCRIPT!r}: {script.encode()!r}}}, ('codemods',)),\n"
        f"    dict(reference={SCRIPT!r}, arguments=[], texts={{}}, known=[]), seconds=100)\n"
    )
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    started = subprocess.Popen([sys.executable, "-c", parent], env=environment)
    with open(fifo, "rb") as pipe:
        assert pipe.read(1) == b"x"
        started.send_signal(signal.SIGKILL)
        started.wait()
        assert pipe.read() == b"", "the end of the pipe is the end of the child"
