"""What pyupgrade and ruff do well, and is not done here again: named where there is such code."""

from __future__ import annotations

import re
from collections.abc import Collection

from flask_modernize.project import Project
from flask_modernize.sources import UnreadableSource

_IDIOMS = (
    ("u'' literals", re.compile(rb"""\b[uU]["']""")),
    ("six", re.compile(rb"^\s*(?:import|from) six\b", re.MULTILINE)),
    ("class A(object)", re.compile(rb"^\s*class \w+\(object\):", re.MULTILINE)),
    ("super(A, self)", re.compile(rb"\bsuper\(\w+, \w+\)")),
    ("from __future__", re.compile(rb"^from __future__ import (?!annotations)", re.MULTILINE)),
    ("coding comments", re.compile(rb"\A(?:#![^\n]*\n)?#[^\n]*coding[:=][ \t]*utf", re.IGNORECASE)),
    ("% formats", re.compile(rb"""["'][ \t]*%[ \t]*[(\w]""")),
)


def next_steps(project: Project, paths: Collection[str]) -> tuple[str, ...]:
    """The commands for what is left to other tools; none where nothing of it is there."""
    found: set[str] = set()
    for path in sorted(paths):
        try:
            data = project.tree.read(path)
        except (KeyError, UnreadableSource):
            continue
        found |= {name for name, pattern in _IDIOMS if pattern.search(data)}
    if not found:
        return ()
    names = ", ".join(name for name, _ in _IDIOMS if name in found)
    return (
        f"For {names}: `ruff check --select UP --target-version py311 --fix .`, and for six "
        "`git ls-files -z '*.py' | xargs -0 pyupgrade --py311-plus`."
        if "six" in found
        else f"For {names}: `ruff check --select UP --target-version py311 --fix .`.",
    )
