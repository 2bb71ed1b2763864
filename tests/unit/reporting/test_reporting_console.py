"""The report as rich prints it."""

from __future__ import annotations

import io

import pytest
import toy_migration
from rich.console import Console

from flask_modernize.planning.contract import Finding
from flask_modernize.planning.outcomes import Outcome, Run, Status
from flask_modernize.reporting.console import render, render_sections
from flask_modernize.reporting.descriptions import sections
from flask_modernize.reporting.view import Mode, View
from flask_modernize.sources import Changes, FileDelta, SourceProblem

LATIN = "# coding: latin-1\nx = 'é'\n".encode("latin-1")


def printed(view: View, width: int) -> str:
    console = Console(file=io.StringIO(), width=width, force_terminal=True, color_system=None, highlight=False)
    render(view, console)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def view() -> View:
    changes = Changes(
        [
            FileDelta("a.py", LATIN, LATIN.replace(b"x", b"y")),
            FileDelta("b.py", None, b"\t1\n"),
            FileDelta("c.py", b"", None),
        ]
    )
    reasons = "a sentence of several words " * 4
    findings = (
        Finding("a.py", 1, 2, "T-X", reasons, "An advice that is rather long, too long for a small window."),
        Finding("a.py", 1, 3, "T-X", "another reason", "An advice that is rather long, too long for a small window."),
    )
    done = Outcome("toy", "[bold]summary[/bold]", Status.APPLIED, (), (), findings, changes, ("Run the tests.",))
    failed = Outcome("other", "summary", Status.FAILED, (), (), (), Changes(), reason="It raised KeyError: 'x'.")
    quiet = Outcome("quiet", "summary", Status.NOTHING_TO_DO, (), (), (), Changes())
    problems = (SourceProblem("d.py", 3, 4, "S-SYNTAX", "broken [here]"),)
    run = Run((done, failed, quiet), problems, (Finding("a.py", 1, 1, "I-BARE", "bare"),), changes, 3, 3)
    return View(run, Mode.DRY_RUN, "/work", "/work")


@pytest.mark.parametrize("width", [40, 80, 140])
def test_everything_is_said_at_every_width(width: int) -> None:
    text = printed(view(), width)
    for words in (
        "toy  [bold]summary[/bold]",
        "a.py  +1 -1  toy",
        "b.py  new file  +1 -0  toy",
        "c.py  deleted",
        "-x = 'é'\n+y = 'é'\n",
        "2 places left alone",
        "a.py:1:2",
        "failed: It raised KeyError: 'x'.",
        "I-BARE  bare",
        "d.py:3:4",
        "[here]",
        "- Run the tests.",
        "T-X 2",
    ):
        assert words in text
    assert "quiet  summary" not in text, "a migration without anything to say is only in the summary"


@pytest.mark.parametrize("width", [40, 80])
def test_prose_is_wrapped_between_words(width: int) -> None:
    lines = printed(view(), width).splitlines()
    assert max(len(line) for line in lines if "would change" not in line) <= width
    assert any(line.startswith("      ") and line.endswith("words") for line in lines) or width > 40


def test_documentation_is_filled_to_the_width() -> None:
    console = Console(file=io.StringIO(), width=40, force_terminal=True, color_system=None)
    render_sections(sections(toy_migration.MIGRATION), console)
    assert isinstance(console.file, io.StringIO)
    text = console.file.getvalue()
    assert "Calls of legacy become calls of modern.\n" in text
    assert "from lib import modern" in text
    assert max(map(len, text.splitlines())) <= 40
