"""The text of the project's own modules, tests left out."""

from __future__ import annotations

import contextlib
import os
from typing import Iterator

NOT_LOOKED_AT = ("node_modules", "venv", "__pycache__", "test", "tests")


def sources(root: str) -> Iterator[str]:
    """One text for each file, by path."""
    for directory, names, files in os.walk(root):
        names[:] = sorted(name for name in names if not name.startswith(".") and name not in NOT_LOOKED_AT)
        for name in sorted(files):
            if name.endswith((".py", ".cfg", ".ini")) and "test" not in name:
                path = os.path.join(directory, name)
                with contextlib.suppress(OSError, UnicodeDecodeError), open(path, encoding="utf-8") as file:
                    yield file.read()
