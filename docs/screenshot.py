"""Writes docs/dry-run.svg, the picture in the README: a real dry run on the example app, as a terminal shows it.

``make docs``, or ``python docs/screenshot.py``.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

DOCS = Path(__file__).parent
PICTURE = DOCS / "dry-run.svg"
BOOKSHELF = DOCS.parent / "examples" / "bookshelf"
TOOL = Path(sys.executable).with_name("flask-modernize")
# One file, so that the picture fits a page.
COMMAND = ["flask-modernize", "--dry-run", "bookshelf/api.py"]
WIDTH = 104


def dry_run() -> str:
    """What the command writes to a terminal, colours included."""
    with tempfile.TemporaryDirectory() as directory:
        project = shutil.copytree(BOOKSHELF, Path(directory) / "bookshelf")
        # As in life: the project is what git says it is.
        subprocess.run(["git", "init", "--quiet", project], check=True)
        # Everything that changes what is written, and nothing else of the caller's terminal.
        environment = {"PATH": os.environ["PATH"], "TERM": "xterm-256color", "COLUMNS": str(WIDTH), "HOME": directory}
        command = [TOOL, "--color", "always", *COMMAND[1:]]
        done = subprocess.run(command, cwd=project, env=environment, capture_output=True, check=True, text=True)
        return done.stdout


def picture(output: str) -> str:
    """The output as SVG; the same output gives the same bytes."""
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, legacy_windows=False)
    console.print(Text.from_ansi(output))
    return console.export_svg(title="$ " + " ".join(COMMAND), unique_id="dry-run")


if __name__ == "__main__":
    PICTURE.write_text(picture(dry_run()), encoding="utf-8")
    print(PICTURE.relative_to(DOCS.parent))
