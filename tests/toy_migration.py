"""A migration small enough to see through, for the tests of everything around migrations.

It works on bytes. Each of these calls, without arguments, is one site:

* ``legacy()`` becomes ``modern()``, imported from ``lib``; with arguments it is left alone (``T-ARGUMENTS``);
* ``both_files()`` becomes ``modern()`` in all files at once, as one group;
* ``breaks()`` becomes something that does not parse, ``restless()`` something that a second run changes again,
  ``forgets(  # comment`` loses its comment, ``mixes()`` brings another kind of line end;
* a file that mentions ``raise_in_migration`` makes planning raise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from flask_modernize.planning.contract import (
    Behaviour,
    Code,
    Edit,
    Finding,
    Group,
    ImportNeed,
    Migration,
    Option,
    Options,
    Plan,
)
from flask_modernize.project import Project

DOCUMENTATION = """Calls of ``legacy`` become calls of ``modern``.

What it does
------------
Replaces one name by another.

Why
---
It is old.

Example before
--------------
    legacy()

Example after
-------------
    from lib import modern
    modern()

Safety
------
Calls with arguments are left alone.

References
----------
None.
"""

REPLACEMENTS = {
    b"legacy": b"modern()",
    b"breaks": b")(",
    b"restless": b"restless()",
    b"mixes": b"(\r\n0)",
}
_CALL = re.compile(rb"\b(legacy|breaks|restless|mixes)\(([^)\n]*)\)")
_FORGETS = re.compile(rb"forgets\(  # .*\n\)")


class PlannedCrash(Exception):
    """Raised on purpose."""


def plan(project: Project, options: Options, paths: frozenset[str] | None) -> Plan:
    if options.get("crash"):
        raise PlannedCrash("always")
    chosen = project.tree.python_paths() if paths is None else tuple(sorted(paths))
    groups: list[Group] = []
    findings: list[Finding] = []
    shared: list[Edit] = []
    for path in chosen:
        data = project.tree.read(path)
        if b"raise_in_migration" in data:
            raise PlannedCrash(f"on {path}")
        for item in _sites(path, data):
            (groups if isinstance(item, Group) else findings).append(item)  # type: ignore[arg-type]
        shared += [Edit(path, m.start(), m.end(), b"modern()") for m in re.finditer(rb"both_files\(\)", data)]
    if shared:
        groups.append(Group("both_files() to modern()", shared[0].path, 1, tuple(shared), sites=len(shared)))
    # The engine must not depend on the order.
    return Plan(
        tuple(reversed(groups)), tuple(findings), ("Delete lib.legacy when nothing uses it.",) if groups else ()
    )


def _sites(path: str, data: bytes) -> Iterator[Group | Finding]:
    for match in _CALL.finditer(data):
        line = data.count(b"\n", 0, match.start()) + 1
        name = match[1]
        if match[2]:
            column = match.start() - data.rfind(b"\n", 0, match.start())
            message = f"The call {match[0].decode('utf-8', 'replace')} has arguments."
            yield Finding(path, line, column, "T-ARGUMENTS", message, "Rewrite it by hand.", "Calls")
            continue
        needs = (ImportNeed(path, "lib", "modern"),) if name == b"legacy" else ()
        edits = (Edit(path, match.start(), match.end(), REPLACEMENTS[name]),)
        yield Group(f"{name.decode()}() to modern()", path, line, edits, needs, statements=((path, line, line),))
    for match in _FORGETS.finditer(data):
        line = data.count(b"\n", 0, match.start()) + 1
        yield Group("forgets() to modern()", path, line, (Edit(path, match.start(), match.end(), b"modern()"),))


MIGRATION = Migration(
    id="toy",
    order=10,
    summary="legacy() becomes modern()",
    behaviour=Behaviour.SAME,
    guide="Calls",
    documentation=DOCUMENTATION,
    plan=plan,
    options=(
        Option("crash", False, "raise on purpose"),
        Option("style", "plain", "how it is done", ("plain", "fancy")),
        Option("names", (), "names to look at"),
        Option("depth", 3, "how deep"),
    ),
    codes=(Code("T-ARGUMENTS", "the call has arguments", "Rewrite it by hand."),),
)

OPT_IN = Migration(
    id="toy-review",
    order=20,
    summary="does nothing, and only when asked",
    behaviour=Behaviour.REVIEW,
    guide="",
    documentation="Not in sections.",
    plan=lambda project, options, paths: Plan(),
    needs=("toy",),
)


def install(directory: Path) -> Path:
    """Makes `directory` a place on PYTHONPATH where another Python finds these migrations as an installed package."""
    information = directory / "toy_migration-1.0.dist-info"
    information.mkdir(parents=True)
    (directory / "toy_migration.py").write_bytes(Path(__file__).read_bytes())
    (information / "METADATA").write_text("Metadata-Version: 2.1\nName: toy-migration\nVersion: 1.0\n")
    (information / "entry_points.txt").write_text(
        "[flask_modernize.migrations]\ntoy = toy_migration:MIGRATION\ntoy-review = toy_migration:OPT_IN\n"
    )
    return directory
