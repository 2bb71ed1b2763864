"""The command line: words in, words out. Everything slow to import is imported where it is used."""

from __future__ import annotations

import atexit
import gc


def main() -> None:
    """The console script."""
    from flask_modernize.cli.program import program

    # A run makes few cycles and soon ends: neither while it lives nor at its end is it worth looking for any.
    gc.disable()
    atexit.register(gc.freeze)
    program(prog_name="flask-modernize")
