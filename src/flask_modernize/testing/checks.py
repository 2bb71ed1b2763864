"""What must hold for every golden case, whatever it is about. Each check raises AssertionError."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from flask_modernize.planning.outcomes import Status
from flask_modernize.sources import unified_diff
from flask_modernize.testing import golden
from flask_modernize.testing.golden import Files, GoldenCase


@dataclass(frozen=True, slots=True)
class Check:
    """One check. ``run(case, directory)``: the directory is empty and may be filled."""

    name: str
    run: Callable[[GoldenCase, Path], None]
    applies: Callable[[GoldenCase], bool]


def name_says_what_is_expected(case: GoldenCase, directory: Path) -> None:
    """A case that changes something has an ``after/``, one that does not is named ``leaves_*``."""
    has_after = (case.directory / "after").exists()
    assert has_after != case.leaves, "a case either has after/ or is named leaves_*"
    assert case.leaves or case.before() != case.expected(), "before/ and after/ are the same: name it leaves_*"


def result_and_findings(case: GoldenCase, directory: Path) -> None:
    """The result is ``after/``, byte for byte, and the findings are those of ``case.toml``."""
    actual, findings = rewritten(case, case.before(), directory / "project")
    golden.check_same(case.expected(), actual)
    golden.check_findings(case.findings(), findings)


def second_run_changes_nothing(case: GoldenCase, directory: Path) -> None:
    """Run on its own result, the migration has nothing to do."""
    actual, _ = rewritten(case, case.expected(), directory / "project")
    golden.check_same(case.expected(), actual)


def number_of_processes_does_not_matter(case: GoldenCase, directory: Path) -> None:
    """One process and four give the same result."""
    # Small trees are read in one process whatever is asked for; here they must not be.
    index = importlib.import_module("flask_modernize.facts.index")
    with patch.object(index, "MIN_FORKED_FILES", 1):
        one = rewritten(case, case.before(), directory / "one", jobs=1)
        four = rewritten(case, case.before(), directory / "four", jobs=4)
    golden.check_same(one[0], four[0])
    golden.check_findings(one[1], four[1])


def windows_line_ends_are_kept(case: GoldenCase, directory: Path) -> None:
    """A copy with Windows line ends becomes the result with Windows line ends."""
    actual, findings = rewritten(case, golden.with_crlf(case.before()), directory / "project")
    golden.check_same(golden.with_crlf(case.expected()), actual)
    golden.check_findings(case.findings(), findings)


def git_applies_the_patch(case: GoldenCase, directory: Path) -> None:
    """``git apply`` makes ``after/`` of ``before/`` with the patch of a dry run."""
    root = written(case.before(), directory / "project")
    _, outcome = golden.run(root, case.migration, case.options())
    golden.git_apply(unified_diff(outcome.changes), root)
    golden.check_same(case.expected(), golden.read_files(root))


def what_compiled_still_compiles(case: GoldenCase, directory: Path) -> None:
    """Every Python file of ``after/`` compiles, unless it did not before."""
    before = case.before()
    for path, data in case.expected().items():
        if path.endswith(".py") and (path not in before or _compiles(before[path], path)):
            compile(data, path, "exec", dont_inherit=True)


def rewritten(case: GoldenCase, files: Files, root: Path, jobs: int = 1) -> tuple[Files, list[str]]:
    """The tree after the case's migration, and the findings."""
    tree, outcome = golden.run(written(files, root), case.migration, case.options(), jobs)
    for each in outcome.outcomes:
        assert each.status is not Status.FAILED, f"{each.migration} failed: {each.reason}"
    return golden.result(tree, outcome), golden.found(outcome)


def written(files: Files, root: Path) -> Path:
    """The new directory ``root`` with the files."""
    root.mkdir(parents=True)
    golden.write_files(files, root)
    return root


def _compiles(data: bytes, path: str) -> bool:
    try:
        compile(data, path, "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return False
    return True


def _always(case: GoldenCase) -> bool:
    return True


def _changes(case: GoldenCase) -> bool:
    return not case.leaves


def _has_no_carriage_returns(case: GoldenCase) -> bool:
    # Cases that are about line ends say themselves what must happen to them.
    return not any(b"\r" in data for data in case.before().values())


RESULT = Check("result", result_and_findings, _always)
CHECKS = (
    Check("name", name_says_what_is_expected, _always),
    RESULT,
    Check("second-run", second_run_changes_nothing, _changes),
    Check("processes", number_of_processes_does_not_matter, _always),
    Check("windows", windows_line_ends_are_kept, _has_no_carriage_returns),
    Check("patch", git_applies_the_patch, _changes),
    Check("compiles", what_compiled_still_compiles, _changes),
)


def checks_of(case: GoldenCase) -> Iterator[Check]:
    """The checks that a case must pass, but for the one that runs it as an application."""
    return (check for check in CHECKS if check.applies(case))
