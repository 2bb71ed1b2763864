"""The report on a terminal. Only imported where there is one: rich costs as much to import as a small run."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from flask_modernize.planning.outcomes import Outcome, Status
from flask_modernize.reporting.view import (
    UNREMARKABLE,
    FindingGroup,
    View,
    active,
    closing,
    count,
    grouped,
    next_steps,
    not_active,
    rows,
    visible,
)
from flask_modernize.sources import FileDelta, Hunk, SourceFile, UnreadableSource, file_diff_lines

DIFF_STYLES = {"+": "green", "-": "red", " ": ""}
STATUS_STYLES = {
    Status.APPLIED: "green",
    Status.NOTHING_TO_DO: "dim",
    Status.SKIPPED: "yellow",
    Status.NOT_ACTIVE: "dim",
    Status.UNRESOLVED: "yellow",
    Status.FAILED: "bold red",
}


def render(view: View, console: Console) -> None:
    """Prints the whole report."""
    for outcome in view.run.outcomes:
        _print_outcome(outcome, view, console)
    if view.run.remarks:
        _print_heading("ignore comments", "", console)
        _print_lines(_findings(grouped(view.run.remarks), view, console.width), console)
    if view.run.problems:
        _print_heading("not looked at", count(len(view.run.problems), "file"), console)
        _print_lines(_problems(view, console.width), console)
    if view.run.outcomes:
        _print_heading("summary", "", console)
        console.print(_summary(view, console.width))
        _print_lines(_left_by_code(view), console)
    steps = next_steps(view.run)
    if steps:
        _print_lines([Text("Next steps", "bold"), *(Text(f"- {visible(step)}") for step in steps), Text()], console)
    _print_closing(view, console)


def _print_outcome(outcome: Outcome, view: View, console: Console) -> None:
    if outcome.status in UNREMARKABLE and not outcome.findings:
        return
    _print_heading(outcome.migration, visible(outcome.summary), console)
    if outcome.reason:
        style = STATUS_STYLES[outcome.status]
        _print_lines([Text(f"{outcome.status.value}: {visible(outcome.reason)}", style), Text()], console)
    for delta in outcome.changes:
        _print_file(delta, outcome.migration, view, console)
    if outcome.changes and not view.diffs:
        console.print()
    if outcome.findings:
        sites = outcome.sites_left
        title = f"{count(sites, 'place')} left alone" if sites else "Remarks"
        _print_lines([Text(title, "bold"), Text(), *_findings(grouped(outcome.findings), view, console.width)], console)


def _print_heading(name: str, text: str, console: Console) -> None:
    title = Text.assemble((name, "bold cyan"), ("  " + text if text else "", ""))
    if title.cell_len > console.width - 6:  # a rule would cut the title off
        console.print(Rule(style="cyan"))
        console.print(title)
    else:
        console.print(Rule(title, align="left", style="cyan"))
    console.print()


def _print_file(delta: FileDelta, migration: str, view: View, console: Console) -> None:
    hunks = file_diff_lines(delta)
    added, removed = (sum(line[0] == tag for hunk in hunks for line in hunk.lines) for tag in "+-")
    header = Text.assemble(
        (visible(view.place(delta.path)), "bold"),
        ("  new file" if delta.before is None else "  deleted" if delta.after is None else "", "yellow"),
        (f"  +{added}", "green"),
        (f" -{removed}", "red"),
        (f"  {migration}", "cyan"),
    )
    lines = [header]
    if view.diffs:
        lines += [*_diff(delta, hunks), Text()]
    _print_lines(lines, console)


def _diff(delta: FileDelta, hunks: Sequence[Hunk]) -> Iterator[Text]:
    encoding = _encoding(delta)
    for hunk in hunks:
        position = f"@@ -{hunk.old_start},{hunk.old_count} +{hunk.new_start},{hunk.new_count} @@"
        yield Text(position, "cyan")
        for tag, line in hunk.lines:
            text = line.decode(encoding, "backslashreplace").rstrip("\r\n").expandtabs(4)
            yield Text(tag + visible(text), DIFF_STYLES[tag])


def _encoding(delta: FileDelta) -> str:
    data = delta.before if delta.before is not None else delta.after or b""
    try:
        return SourceFile.from_bytes(data).encoding
    except UnreadableSource:
        return SourceFile.of_any_text(data).encoding


def _findings(groups: Sequence[FindingGroup], view: View, width: int) -> Iterator[Text]:
    for group in groups:
        yield from _prose((group.code, "bold yellow"), group.message, width)
        for finding in group.findings:
            place = f"  {visible(view.place(finding.path))}:{finding.line}:{finding.column}"
            yield from _prose((place, "bold"), "" if group.message else finding.message, width, hang=6)
        for name, text in (("To do", group.advice), ("Guide", group.guide)):
            if text:
                yield from _prose((f"  {name}", "green"), text, width, hang=9)
        yield Text()


def _prose(head: tuple[str, str], text: str, width: int, hang: int = 4) -> Iterator[Text]:
    """A coloured head and a sentence after it, wrapped between words; words and the head are never broken."""
    first = Text(*head)
    if not text:
        yield first
        return
    # When the head leaves too little room, the sentence starts below it.
    room = width - first.cell_len - 2
    words = visible(text)
    if len(words) <= room or (hang > first.cell_len and room > 20):
        lines = textwrap.wrap(words, room, break_long_words=False, break_on_hyphens=False)
        yield Text.assemble(first, "  ", lines[0])
        yield from (Text(" " * hang + line) for line in lines[1:])
        return
    yield first
    indent = " " * hang
    wrapped = textwrap.wrap(words, max(width - hang, 20), break_long_words=False, break_on_hyphens=False)
    yield from (Text(indent + line) for line in wrapped)


def _problems(view: View, width: int) -> Iterator[Text]:
    for problem in view.run.problems:
        place = visible(view.place(problem.path)) + (f":{problem.line}:{problem.column}" if problem.line else "")
        yield from _prose((f"  {place}", "bold"), f"{problem.message} [{problem.code}]", width, hang=6)
    yield Text()


def _summary(view: View, width: int) -> Table:
    """As many columns as there is room for."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1), show_edge=False)
    table.add_column("migration", style="cyan", overflow="fold")
    wide = width >= 70
    if wide:
        table.add_column("status")
    for name in ("files", "rewritten", "left", "ignored") if wide else ("files", "done", "left"):
        table.add_column(name, justify="right")
    for row, outcome in zip(rows(view.run), active(view.run), strict=True):
        numbers = [row.files, row.rewritten, row.left, *([row.ignored] if wide else [])]
        status = [Text(row.status, STATUS_STYLES[outcome.status])] if wide else []
        table.add_row(row.migration, *status, *(f"{number:,}" for number in numbers))
    return table


def _left_by_code(view: View) -> Iterator[Text]:
    yield Text()
    if not_active(view.run):
        yield from (Text(not_active(view.run), "dim"), Text())
    found = [row for row in rows(view.run) if row.left_by_code]
    for row in found:
        yield Text.assemble("left by ", (row.migration, "cyan"), f": {row.left_by_code}")
    if found:
        yield Text()


def _print_closing(view: View, console: Console) -> None:
    first, *others = closing(view)
    style = "bold" if view.run.changes else ""
    _print_lines([Text(first, style), *(Text(line, "bold green") for line in others)], console)


def _print_lines(lines: Iterable[Text], console: Console) -> None:
    # The terminal folds long lines itself: places stay clickable and code can be copied.
    console.print(Text("\n").join(lines), soft_wrap=True, highlight=False)


def render_sections(sections: Sequence[tuple[str, str]], console: Console) -> None:
    """Prints the documentation of a migration; its examples with syntax colours."""
    from rich.syntax import Syntax

    for number, (heading, text) in enumerate(sections):
        if number == 0:
            console.print(Rule(Text(heading, "bold cyan"), align="left", style="cyan"))
        else:
            console.print(Text(heading, "bold cyan"))
        if heading.startswith("Example"):
            code = textwrap.dedent(text.removeprefix("::")).strip("\n")
            console.print(Syntax(code, "python", theme="ansi_dark", background_color="default", word_wrap=True))
        else:
            _print_document(text, console)
        console.print()


def _print_document(text: str, console: Console) -> None:
    """Paragraphs filled to the width; indented lines and list items keep to themselves. ``Code`` is bold."""
    for block in _blocks(text):
        words = block.strip()
        styled = Text()
        for position, part in enumerate(re.split(r"`{1,2}(.+?)`{1,2}", words)):
            styled.append(part, "bold" if position % 2 else "")
        indent = len(block) - len(block.lstrip())
        # An address is not broken, so that it can be followed.
        console.print(Padding(styled, (0, 0, 0, indent)) if indent else styled, soft_wrap=" " not in words)


def _blocks(text: str) -> list[str]:
    """The lines of a text, with those of a paragraph joined to one."""
    blocks: list[str] = []
    for line in text.splitlines():
        own = not line or line[0] in " -*" or line.startswith("http") or re.match(r"[A-Z]+-[A-Z-]+: |[\w-]+ = ", line)
        if own or not blocks or not blocks[-1] or blocks[-1][0] == " ":
            blocks.append(line)
        else:
            blocks[-1] += " " + line
    return blocks
