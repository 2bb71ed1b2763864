"""Every golden case, and what must hold for each of them whatever it is about."""

from __future__ import annotations

import importlib
import os
from pathlib import Path

import golden_boot
import golden_cases
import pytest
from golden_cases import Case, Files

from flask_modernize.sources import unified_diff
from flask_modernize.verify.runs import ProbeServer

CASES = golden_cases.cases()
CHANGING = [case for case in CASES if not case.leaves]
# Cases that are about line ends say themselves what must happen to them.
WITHOUT_CARRIAGE_RETURNS = [case for case in CASES if not any(b"\r" in data for data in case.before().values())]

BOOTED = [case for case in CHANGING if case.boot() is not None]

each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
each_changing_case = pytest.mark.parametrize("case", CHANGING, ids=lambda case: case.id)


def write(files: Files, root: Path) -> Path:
    root.mkdir(parents=True)
    golden_cases.write_files(files, root)
    return root


def rewritten(case: Case, files: Files, root: Path, jobs: int = 1) -> tuple[Files, list[str]]:
    """The tree after the case's migration, and the findings."""
    tree, outcome = golden_cases.run(write(files, root), case.migration, case.options(), jobs)
    return golden_cases.result(tree, outcome), golden_cases.found(outcome)


@each_case
def test_a_case_says_what_it_expects_by_its_name(case: Case) -> None:
    has_after = (case.directory / "after").exists()
    assert has_after != case.leaves, "a case either has after/ or is named leaves_*"
    assert case.leaves or case.before() != case.expected(), "before/ and after/ are the same: name it leaves_*"


@each_case
def test_result_and_findings(case: Case, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    actual, findings = rewritten(case, case.before(), tmp_path / "project")
    if request.config.getoption("--update-golden"):
        golden_cases.update(case, actual, findings)
    golden_cases.check_same(case.expected(), actual)
    assert findings == case.findings()


@each_changing_case
def test_a_second_run_changes_nothing(case: Case, tmp_path: Path) -> None:
    actual, _ = rewritten(case, case.expected(), tmp_path / "project")
    golden_cases.check_same(case.expected(), actual)


@each_case
def test_the_number_of_processes_does_not_matter(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Small trees are read in one process whatever is asked for; here they must not be.
    index = importlib.import_module("flask_modernize.facts.index")
    monkeypatch.setattr(index, "MIN_FORKED_FILES", 1)
    monkeypatch.setattr(index, "_CHUNK", 1)
    one = rewritten(case, case.before(), tmp_path / "one", jobs=1)
    four = rewritten(case, case.before(), tmp_path / "four", jobs=4)
    assert one == four


@pytest.mark.parametrize("case", WITHOUT_CARRIAGE_RETURNS, ids=lambda case: case.id)
def test_windows_line_ends_are_kept(case: Case, tmp_path: Path) -> None:
    actual, findings = rewritten(case, golden_cases.with_crlf(case.before()), tmp_path / "project")
    golden_cases.check_same(golden_cases.with_crlf(case.expected()), actual)
    assert findings == case.findings()


@each_changing_case
def test_git_applies_the_patch(case: Case, tmp_path: Path) -> None:
    root = write(case.before(), tmp_path / "project")
    _, outcome = golden_cases.run(root, case.migration, case.options())
    golden_cases.git_apply(unified_diff(outcome.changes), root)
    golden_cases.check_same(case.expected(), golden_cases.read_files(root))


@each_changing_case
def test_what_compiled_before_compiles_after(case: Case) -> None:
    before = case.before()
    for path, data in case.expected().items():
        if path.endswith(".py") and (path not in before or compiles(before[path], path)):
            compile(data, path, "exec", dont_inherit=True)


def compiles(data: bytes, path: str) -> bool:
    try:
        compile(data, path, "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return False
    return True


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the probe's server forks")
@pytest.mark.parametrize("case", BOOTED, ids=lambda case: case.id)
def test_the_application_behaves_the_same(case: Case, probe_server: ProbeServer) -> None:
    golden_boot.check_same_behaviour(case, probe_server)
