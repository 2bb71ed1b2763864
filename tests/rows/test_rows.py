"""The upgrade matrix, row by row: what is rewritten is run, what has the same name on another object is left alone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import golden_cases
import pytest

from flask_modernize.planning import registry
from flask_modernize.planning.outcomes import Run
from rows.coverage_page import REWRITTEN, coverage_page, covered_rows
from rows.row_cases import Files, RowCase, matrix, out_of_scope, row_cases
from rows.snippet_server import SnippetServer

CASES = row_cases()
COVERAGE = Path(__file__).parents[2] / "docs" / "coverage.md"
EXTENSIONS = os.environ.get("FLASK_MODERNIZE_EXTENSIONS", str(Path(__file__).parents[2] / ".venv-extensions"))


@pytest.fixture(scope="session")
def snippets() -> Iterator[SnippetServer]:
    server = SnippetServer(path=(EXTENSIONS,))
    yield server
    server.close()


def migrated(case: RowCase, files: Files, root: Path) -> tuple[Files, Run]:
    golden_cases.write_files(files, root)
    tree, run = golden_cases.run(root, registry.migration(case.migration))
    return golden_cases.result(tree, run), run


def lines_of_findings(run: Run, files: Files) -> list[tuple[str, str]]:
    """(code, text of the line) of every finding."""
    return [
        (finding.code, files[finding.path].decode().splitlines()[max(finding.line - 1, 0)].strip())
        for outcome in run.outcomes
        for finding in outcome.findings
        if finding.path in files
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_row_is_rewritten_or_reported(case: RowCase, tmp_path: Path) -> None:
    after, run = migrated(case, case.before, tmp_path)
    golden_cases.check_same(case.expected(), after)
    assert not [code for code, _ in lines_of_findings(run, case.before) if code.startswith("G-")]
    assert case.rewrites or case.findings, "neither rewritten nor reported"
    found = lines_of_findings(run, case.before)
    for code, line in case.findings:
        assert any(code == other and (not line or line in text) for other, text in found), (code, line, found)
    if not case.findings:
        assert found == []


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.rewrites and not case.not_run], ids=lambda case: case.id
)
def test_rewritten_row_runs_today_with_the_old_result(case: RowCase, tmp_path: Path, snippets: SnippetServer) -> None:
    assert case.output is not None, "a case that is rewritten says what it prints, or why it is not run"
    golden_cases.write_files(case.expected(), tmp_path)
    output, error = snippets.run(tmp_path)
    assert not error, error
    assert output == case.output


@pytest.mark.parametrize(
    ("case", "number"),
    [(case, number) for case in CASES for number in range(len(case.leaves))],
    ids=lambda value: value.id if isinstance(value, RowCase) else str(value),
)
def test_same_name_on_another_object_is_left_alone(case: RowCase, number: int, tmp_path: Path) -> None:
    files = case.leaves[number]
    after, run = migrated(case, files, tmp_path)
    golden_cases.check_same(files, after)
    assert lines_of_findings(run, files) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_every_case_has_a_negative_one(case: RowCase) -> None:
    assert case.leaves, "what has the same name on another object?"


def test_every_row_is_accounted_for_once() -> None:
    known = {row.id for row in matrix()}
    in_cases = [row for case in CASES for row in case.rows]
    reasons = out_of_scope()
    assert set(in_cases) <= known
    assert set(reasons) <= known
    assert not set(in_cases) & set(reasons)
    assert all(len(reason.split()) >= 4 for reason in reasons.values()), "a reason is a sentence"
    assert sorted(known - set(in_cases) - set(reasons)) == []


@pytest.mark.parametrize(("mechanical", "least"), [("safe rewrite", 250), ("rewrite needing context", 140)])
def test_most_rows_are_rewritten(mechanical: str, least: int) -> None:
    fitting = [each for each in covered_rows() if each.row.mechanical == mechanical]
    assert len([each for each in fitting if each.outcome == REWRITTEN]) >= least, len(fitting)


def test_coverage_page_is_current() -> None:
    assert COVERAGE.read_text(encoding="utf-8") == coverage_page(covered_rows()), "run `make docs`"
