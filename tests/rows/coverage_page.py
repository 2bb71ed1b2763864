"""docs/coverage.md: what becomes of every row of the upgrade matrix, worked out from the cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rows.row_cases import Row, RowCase, matrix, out_of_scope, row_cases

REWRITTEN, FINDING, OUT_OF_SCOPE, OPEN = "rewritten", "finding", "out of scope", "open"
OUTCOMES = (REWRITTEN, FINDING, OUT_OF_SCOPE, OPEN)
CLASSES = ("safe rewrite", "rewrite needing context", "report only")
SILENT = "silent change"

_HEAD = """\
<!-- Generated from the cases in tests/rows by `make docs`. -->

# What becomes of every change

The upgrade matrix has {rows} changes between the versions that legacy applications were written for and those of
today. Each row is one of

- rewritten: the linked case has the code before and after. The code after is run on today's versions and prints what
  the code before printed on the versions of then; code of the same name on other objects stays as it is;
- a finding: reported with its place and what to do, and left alone. The linked case shows where;
- out of scope, for the reason given."""


@dataclass(frozen=True, slots=True)
class Covered:
    """A row and what becomes of it."""

    row: Row
    outcome: str
    case: RowCase | None = None
    reason: str = ""


def covered_rows() -> list[Covered]:
    """All rows, in the order of the matrix."""
    cases = {row: case for case in row_cases() for row in case.rows}
    reasons = out_of_scope()
    return [_covered(row, cases.get(row.id), reasons.get(row.id, "")) for row in matrix()]


def _covered(row: Row, case: RowCase | None, reason: str) -> Covered:
    if case is not None:
        return Covered(row, REWRITTEN if case.rewrites else FINDING, case)
    return Covered(row, OUT_OF_SCOPE if reason else OPEN, reason=reason)


def coverage_page(covered: Sequence[Covered]) -> str:
    """The page as Markdown."""
    packages = list(dict.fromkeys(each.row.package for each in covered))
    parts = [
        _HEAD.format(rows=len(covered)),
        "## In all\n\n" + _table(_classes(covered)),
        f"## By library\n\nIn each class: {', '.join(_shown(covered))}.\n\n" + _table(_libraries(covered, packages)),
        "## Row by row\n\nChanges that happen without an error are marked *silent*.",
        *(f"### {package}\n\n" + _table(_rows(covered, package)) for package in packages),
    ]
    return "\n\n".join(parts) + "\n"


def _classes(covered: Sequence[Covered]) -> Iterable[Sequence[object]]:
    shown = _shown(covered)
    yield ("", *shown, "rows")
    for name in CLASSES:
        yield name, *_counts([each for each in covered if each.row.mechanical == name], shown)
    yield "silent ones of them", *_counts([each for each in covered if each.row.failure_mode == SILENT], shown)
    yield "**all**", *_counts(covered, shown)


def _shown(covered: Sequence[Covered]) -> Sequence[str]:
    return OUTCOMES if any(each.outcome == OPEN for each in covered) else OUTCOMES[:-1]


def _counts(covered: Sequence[Covered], shown: Sequence[str]) -> Sequence[int]:
    found = Counter(each.outcome for each in covered)
    return (*(found[outcome] for outcome in shown), len(covered))


def _libraries(covered: Sequence[Covered], packages: Sequence[str]) -> Iterable[Sequence[object]]:
    """Of each class how many are rewritten, reported, out of scope."""
    shown = _shown(covered)
    yield ("library", *CLASSES)
    for package in packages:
        yield package, *(_short(covered, package, name, shown) for name in CLASSES)


def _short(covered: Sequence[Covered], package: str, mechanical: str, shown: Sequence[str]) -> str:
    fitting = [each for each in covered if (each.row.package, each.row.mechanical) == (package, mechanical)]
    return " / ".join(map(str, _counts(fitting, shown)[:-1])) if fitting else ""


def _rows(covered: Sequence[Covered], package: str) -> Iterable[Sequence[object]]:
    yield "row", "what changed", "class", "outcome", "where, or why not"
    for each in covered:
        row = each.row
        if row.package != package:
            continue
        silent = ", *silent*" if row.failure_mode == SILENT else ""
        yield f"`{row.id}`", _code(row.old), row.mechanical + silent, each.outcome, _where(each)


def _where(covered: Covered) -> str:
    if covered.case is None:
        return covered.reason
    path = f"{covered.case.migration}/{covered.case.path.name}"
    return f"[{covered.case.migration}](../tests/rows/{path})"


def _code(text: str) -> str:
    """Text of the matrix as code in a cell; Markdown needs longer fences around backticks."""
    fence = "``" if "`" in text else "`"
    return f"{fence}{' '.join(text.split())}{fence}"


def _table(rows: Iterable[Sequence[object]]) -> str:
    lines = ["| " + " | ".join(str(cell).replace("|", "\\|") for cell in row) + " |" for row in rows]
    width = lines[0].replace("\\|", "").count("|") - 1
    return "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])
