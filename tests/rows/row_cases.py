"""Cases of the upgrade matrix: one file for each row that a library migration rewrites or reports.

A case is ``tests/rows/<migration>/<row>.txt``; where it stands for several rows, a section ``rows`` names them all. Its
sections begin with a line ``=== <section>``:

``before``, ``after``
    ``app.py``, or with a path behind it (``=== before shop/views.py``) that file, as it is found and exactly as the
    tool makes it. Files that do not change need no ``after``.
``output``
    What ``app.py`` prints when it is run after the rewrite on the versions of today; it is what the code before
    printed on the versions of then. ``=== stack Flask 1.1.4`` says on which it was seen to.
``finding CODE``
    The code of a finding that must be there, on the line whose text is given below it (empty: on any line). With
    findings and without ``after`` nothing may change.
``leaves``
    Code with the same names on other objects. It may stand several times; each is a tree of its own that must stay
    as it is. With a path behind it: one more file of the tree above it.
``not run``
    Why ``after`` is not run, for instance because it needs a server; then there is no ``output``.
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

ROWS = Path(__file__).parent
MATRIX = ROWS / "upgrade_matrix.json"

_SECTION = re.compile(r"^=== (?P<name>before|after|output|stack|finding|leaves|rows|not run)(?: (?P<rest>.*))?$")

Files = dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Row:
    """A change in a library, as the upgrade matrix has it."""

    id: str
    package: str
    kind: str
    mechanical: str
    failure_mode: str
    old: str
    new: str
    precondition: str


@dataclass(slots=True)
class RowCase:
    """One file of cases."""

    path: Path
    rows: tuple[str, ...]
    before: Files = field(default_factory=dict)
    after: Files = field(default_factory=dict)
    output: str | None = None
    stack: str = ""
    findings: list[tuple[str, str]] = field(default_factory=list)
    leaves: list[Files] = field(default_factory=list)
    not_run: str = ""

    @property
    def migration(self) -> str:
        return self.path.parent.name

    @property
    def id(self) -> str:
        return f"{self.migration}/{self.path.stem}"

    @property
    def rewrites(self) -> bool:
        """Whether code changes (otherwise it is only reported)."""
        return bool(self.after)

    def expected(self) -> Files:
        return {**self.before, **self.after}


def matrix() -> list[Row]:
    """All rows, in the order of the matrix."""
    return [Row(**row) for row in json.loads(MATRIX.read_text(encoding="utf-8"))]


def out_of_scope() -> dict[str, str]:
    """Row -> why nothing is done about it."""
    return dict(tomllib.loads((ROWS / "out_of_scope.toml").read_text(encoding="utf-8")))


def row_cases() -> list[RowCase]:
    """Every case there is, by migration and row."""
    return [read_case(path) for path in sorted(ROWS.glob("*/*.txt"))]


def read_case(path: Path) -> RowCase:
    """One file. ValueError where it is not what it must be."""
    case = RowCase(path, (path.stem,))
    sections = _sections(path)
    for name, rest, text in sections:
        if name in ("before", "after"):
            getattr(case, name)[rest or "app.py"] = text.encode()
        elif name == "output":
            case.output = text
        elif name == "stack":
            case.stack = rest
        elif name == "finding":
            case.findings.append((rest, text.strip()))
        elif name == "leaves":
            if not rest:
                case.leaves.append({})
            case.leaves[-1][rest or "app.py"] = text.encode()
        elif name == "rows":
            case.rows = tuple(text.split())
        else:
            case.not_run = rest or text.strip()
    if not case.before:
        raise ValueError(f"{path}: no section `before`")
    return case


def _sections(path: Path) -> list[tuple[str, str, str]]:
    found: list[tuple[str, str, list[str]]] = []
    for line in path.read_text(encoding="utf-8").splitlines(keepends=True):
        match = _SECTION.match(line.rstrip("\n"))
        if match:
            found.append((match["name"], (match["rest"] or "").strip(), []))
        elif line.startswith("=== "):
            raise ValueError(f"{path}: unknown section {line.strip()!r}")
        elif found:
            found[-1][2].append(line)
        elif line.strip():
            raise ValueError(f"{path}: text before the first section")
    return [(name, rest, "".join(lines)) for name, rest, lines in found]
