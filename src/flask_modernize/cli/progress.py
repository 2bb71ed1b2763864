"""A line on standard error that says what a long run is doing."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from flask_modernize.planning.planner import Progress

DELAY = 0.7
"""Seconds before anything is shown: short runs stay quiet."""
INTERVAL = 0.5
CLEAR = "\r\x1b[2K"


class _Line:
    """A timer signal writes the line: a thread would be copied into forked workers, a signal's timer is not."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._text = ""
        self._started = time.monotonic()
        self.shown = False

    def say(self, text: str) -> None:
        self._text = text

    def tick(self, _signal: int, _frame: FrameType | None) -> None:
        seconds = int(time.monotonic() - self._started)
        self.write(f"{CLEAR}{self._text} … {seconds} s" if seconds else f"{CLEAR}{self._text} …")
        self.shown = True

    def write(self, text: str) -> None:
        try:
            self._stream.write(text)
            self._stream.flush()
        except (OSError, ValueError, RuntimeError):  # the terminal is gone, or was being written to
            pass


@contextmanager
def progress_line(wanted: bool = True) -> Iterator[Progress]:
    """A function to say what begins now; shows nothing in short runs, and only where standard error is a terminal."""
    stream = sys.stderr
    if not (wanted and stream.isatty() and hasattr(signal, "setitimer")):
        yield lambda _: None
        return
    line = _Line(stream)
    before = signal.signal(signal.SIGALRM, line.tick)
    signal.setitimer(signal.ITIMER_REAL, DELAY, INTERVAL)
    try:
        yield line.say
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        if line.shown:
            line.write(CLEAR)
