"""The report for pipes and files: stable, without colour, with diffs that ``git apply`` takes as they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from flask_modernize.planning.outcomes import Outcome
from flask_modernize.reporting.patch import patch
from flask_modernize.reporting.view import (
    UNREMARKABLE,
    FindingGroup,
    View,
    closing,
    count,
    grouped,
    next_steps,
    not_active,
    rows,
    visible,
)
from flask_modernize.sources import Changes


def render(view: View) -> Iterator[bytes]:
    """The whole report in pieces. Words are in UTF-8, diffs in the bytes of the files."""
    for outcome in view.run.outcomes:
        yield from _outcome(outcome, view)
    if view.run.remarks:
        yield _text(["== ignore comments", "", *_findings(grouped(view.run.remarks), view)])
    if view.run.problems:
        yield _text(_problems(view))
    if view.run.outcomes:
        yield _text([*_summary(view), ""])
    steps = next_steps(view.run)
    if steps:
        yield _text(["Next steps:", *(f"- {visible(step)}" for step in steps), ""])
    yield _text(closing(view))


def _outcome(outcome: Outcome, view: View) -> Iterator[bytes]:
    if outcome.status in UNREMARKABLE and not outcome.findings:
        return
    yield _text([f"== {outcome.migration}: {visible(outcome.summary)}", ""])
    if outcome.reason:
        yield _text([f"{outcome.status.value}: {visible(outcome.reason)}", ""])
    for delta in outcome.changes:
        yield _text([f"# {outcome.migration}: {visible(view.place(delta.path))}"])
        if view.diffs:
            yield patch(Changes((delta,)), view.patch_base) + b"\n"
    if outcome.changes and not view.diffs:
        yield b"\n"
    sites = outcome.sites_left
    if outcome.findings:
        title = (
            f"# {outcome.migration}: {count(sites, 'place')} left alone" if sites else f"# {outcome.migration}: remarks"
        )
        yield _text([title, "", *_findings(grouped(outcome.findings), view)])


def _findings(groups: Sequence[FindingGroup], view: View) -> Iterator[str]:
    for group in groups:
        yield f"{group.code}: {visible(group.message)}" if group.message else f"{group.code}:"
        for finding in group.findings:
            place = f"  {visible(view.place(finding.path))}:{finding.line}:{finding.column}"
            yield place if group.message else f"{place}: {visible(finding.message)}"
        if group.advice:
            yield f"  To do: {visible(group.advice)}"
        if group.guide:
            yield f"  Guide: {visible(group.guide)}"
        yield ""


def _problems(view: View) -> Iterator[str]:
    yield f"== {count(len(view.run.problems), 'file')} not looked at"
    yield ""
    for problem in view.run.problems:
        place = visible(view.place(problem.path)) + (f":{problem.line}:{problem.column}" if problem.line else "")
        yield f"  {place}: {visible(problem.message)} [{problem.code}]"
    yield ""


def _summary(view: View) -> list[str]:
    head = ("migration", "status", "files", "rewritten", "left alone", "ignored")
    body = [
        (row.migration, row.status, str(row.files), str(row.rewritten), str(row.left), str(row.ignored))
        for row in rows(view.run)
    ]
    lines = table((head, *body), right=(2, 3, 4, 5))
    by_code = [f"  {row.migration}: {row.left_by_code}" for row in rows(view.run) if row.left_by_code]
    inactive = ["", not_active(view.run)] if not_active(view.run) else []
    return ["== summary", "", *lines, *inactive, *(["", "Left alone, by code:", *by_code] if by_code else [])]


def table(cells: Sequence[Sequence[str]], right: Iterable[int] = ()) -> list[str]:
    """Rows of cells in columns, two spaces apart; the columns `right` are aligned to the right."""
    widths = [max(len(row[column]) for row in cells) for column in range(len(cells[0]))]
    aligned = set(right)
    lines = []
    for row in cells:
        columns = [
            cell.rjust(width) if column in aligned else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(columns).rstrip())
    return lines


def _text(lines: Iterable[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "backslashreplace")
