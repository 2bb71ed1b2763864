"""The project's own tests before and after: the same must pass, and what they send is worth sending again."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import tempfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask_modernize.verify.guard import NOT_STARTED, start_guarded
from flask_modernize.verify.runs import end_group, write_tree

RECORDER = Path(__file__).with_name("recorder.py")
SECONDS = 900
OUTPUT_CHARACTERS = 4000


@dataclass(frozen=True, slots=True)
class Suite:
    """One run of a test command."""

    code: int
    """The exit code; negative if it was ended."""
    output: str
    """The end of what it printed."""
    outcomes: Mapping[str, str]
    """Outcome by test: passed, failed, error, skipped. Empty when the command is not pytest."""
    requests: Sequence[Mapping[str, Any]]
    """What the test client sent, one group for each test."""

    def count(self, outcome: str) -> int:
        return sum(each == outcome for each in self.outcomes.values())


@dataclass(frozen=True, slots=True)
class SuiteComparison:
    """Two runs of one command. Names of tests, sorted."""

    before: Suite
    after: Suite
    broken: tuple[str, ...]
    """Passed before, and not after."""
    mended: tuple[str, ...]
    gone: tuple[str, ...]
    """Passed before, and not run after."""

    @property
    def same(self) -> bool:
        """Whether every test that passed passes; mended ones do no harm."""
        if not self.before.outcomes and not self.after.outcomes:
            return (self.before.code == 0) <= (self.after.code == 0)
        return not self.broken and not self.gone


def run_suite(
    files: Mapping[str, bytes],
    command: str,
    python: str,
    environment: Mapping[str, str],
    executables: Collection[str] = (),
) -> Suite:
    """Runs the command in a copy of the tree, with the interpreter's own programs first on the path."""
    with tempfile.TemporaryDirectory(prefix="flask-modernize-") as directory:
        root = Path(directory, "tree", "app")
        write_tree(files, root, executables)
        plugin = Path(directory, "plugin")
        plugin.mkdir()
        (plugin / "flask_modernize_recorder.py").write_bytes(RECORDER.read_bytes())
        record = Path(directory, "record.jsonl")
        variables = {
            **os.environ,
            **environment,
            "PATH": os.path.dirname(python) + os.pathsep + os.environ.get("PATH", ""),
            "PYTHONPATH": os.pathsep.join(filter(None, [str(plugin), os.environ.get("PYTHONPATH", "")])),
            "PYTEST_PLUGINS": "flask_modernize_recorder",
            "FLASK_MODERNIZE_RECORD": str(record),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        code, output = _ended(command, root, variables, Path(directory, "output.txt"))
        lines = record.read_text(encoding="utf-8").splitlines() if record.exists() else []
    records = [json.loads(line) for line in lines]
    outcomes: dict[str, str] = {}
    for each in records:
        if "test" in each:
            outcomes[each["test"]] = worse(outcomes.get(each["test"]), each["outcome"])
    return Suite(code, output, outcomes, [each["request"] for each in records if "request" in each])


_WORST_LAST = ("passed", "skipped", "failed", "error")


def worse(one: str | None, other: str) -> str:
    """The outcome of a test whose parts (set-up, call, tear-down) ended so."""
    return other if one is None else max(one, other, key=_WORST_LAST.index)


def _ended(command: str, root: Path, environment: Mapping[str, str], output: Path) -> tuple[int, str]:
    try:
        words = shlex.split(command)
    except ValueError as error:
        return NOT_STARTED, f"{command}: {error}"
    with output.open("wb") as file:
        process = start_guarded(words, str(root), environment, file)
        try:
            process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            pass
        finally:
            end_group(process)
    return process.returncode, output.read_text(encoding="utf-8", errors="replace")[-OUTPUT_CHARACTERS:]


def compare_suites(before: Suite, after: Suite) -> SuiteComparison:
    passed = {name for name, outcome in before.outcomes.items() if outcome == "passed"}
    bad = {name for name, outcome in after.outcomes.items() if outcome in ("failed", "error")}
    good = {name for name, outcome in after.outcomes.items() if outcome == "passed"}
    failed = {name for name, outcome in before.outcomes.items() if outcome in ("failed", "error")}
    return SuiteComparison(
        before,
        after,
        broken=tuple(sorted(passed & bad)),
        mended=tuple(sorted(failed & good)),
        gone=tuple(sorted(passed - after.outcomes.keys())),
    )
