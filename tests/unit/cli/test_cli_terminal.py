"""What a person sees on a terminal."""

from __future__ import annotations

import os
import re
import sys
from contextlib import suppress
from pathlib import Path

import pytest
import toy_migration

pty = pytest.importorskip("pty")

ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
LONG = b"x = legacy() or a_name_that_is_rather_long_for_a_small_window.and_an_attribute(1, 2, 3, 4)\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "project"
    root.mkdir()
    (root / "views.py").write_bytes(b"import flask\n" + LONG + b'y = legacy("\x1b[31m")\n')
    plugin = toy_migration.install(tmp_path / "plugin")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(plugin), os.environ.get("PYTHONPATH", "")]))
    monkeypatch.setenv("FLASK_MODERNIZE_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.chdir(root)
    return root


def on_terminal(columns: int, *arguments: str) -> tuple[str, int]:
    """What the command prints on a terminal so many columns wide, and its exit code."""
    import fcntl
    import struct
    import subprocess
    import termios

    parent, child = pty.openpty()
    fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-m", "flask_modernize", "--only", "toy", *arguments],
        stdin=child,
        stdout=child,
        stderr=child,
        env={name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")},
    )
    os.close(child)
    output = b""
    with suppress(OSError):  # the end of a terminal's output is an error on Linux
        while data := os.read(parent, 65536):
            output += data
    os.close(parent)
    return output.decode().replace("\r\n", "\n"), process.wait()


@pytest.mark.parametrize("columns", [40, 80, 140])
def test_the_report_fits_every_width(project: Path, columns: int) -> None:
    output, code = on_terminal(columns, "--dry-run", ".")
    assert code == 0
    text = ESCAPES.sub("", output)
    assert "+" + LONG.decode().replace("legacy()", "modern()") in text, "code is never broken: the terminal folds it"
    assert re.search(r"views\.py:3:5\b", text)
    others = [line for line in text.splitlines() if line[:1] not in "+-" and not line.startswith("  flask-modernize")]
    prose = [line for line in others if "would change" not in line]
    assert max(map(len, prose)) <= columns


def test_diffs_are_coloured(project: Path) -> None:
    output, _ = on_terminal(80, "--dry-run", ".")
    assert "\x1b[32m+x = modern()" in output
    assert "\x1b[31m-x = legacy()" in output


def test_control_characters_of_the_code_do_not_reach_the_terminal(project: Path) -> None:
    output, _ = on_terminal(80, "--dry-run", ".")
    assert '\x1b[31m")' not in output
    assert r"\x1b[31m" in output


def test_no_color_is_respected(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    output, _ = on_terminal(80, "--dry-run", ".")
    assert not re.search(r"\x1b\[[0-9;]*3[0-9]m", output)


def test_a_dumb_terminal_gets_plain_text(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    output, _ = on_terminal(80, "--dry-run", ".")
    assert "# toy: views.py\ndiff --git " in output
    assert not ESCAPES.search(output.replace('legacy("\x1b[31m")', ""))
