"""The checks of the gate: the running application, and the project's own tests, before and after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b

from flask_modernize.branching.gate import CannotCheck, Verdict
from flask_modernize.planning.contract import Migration
from flask_modernize.reporting import verification as reporting
from flask_modernize.sources import Changes, FileDelta, Tree, working_tree
from flask_modernize.verify.intents import declared_by
from flask_modernize.verify.project_tests import Suite, SuiteComparison, compare_suites, run_suite
from flask_modernize.verify.runs import Record
from flask_modernize.verify.verification import Order, Side, Verification, executables_of, files_of, verify

SHOWN_TESTS = 8
SHOWN_OUTPUT_LINES = 20
CANNOT_BE_STARTED = (126, 127)
"""Exit codes of shells, and of `run_suite`, for a command that is not there."""


@dataclass(slots=True)
class TestsCheck:
    """The tests that passed before must pass. What they send is kept, for the application to be asked the same."""

    __test__ = False  # not a test of this project

    command: str
    python: str
    environment: Mapping[str, str] = field(default_factory=dict)
    ignored: Mapping[str, bytes] = field(default_factory=dict)
    """Files that git ignores and the tests read, by path from the project's root."""
    before: Suite | None = None

    def baseline(self, directory: str) -> str:
        """Runs them on the project as it is. Raises CannotCheck."""
        self.before = self._run(working_tree(directory))
        if self.before.code in CANNOT_BE_STARTED:
            raise CannotCheck(f"The command of --test cannot be run: {self.before.output.strip()}")
        if not self.before.outcomes:
            return "" if self.before.code == 0 else f"{self.command} fails on the project as it is."
        failing = self.before.count("failed") + self.before.count("error")
        return f"{failing} of {len(self.before.outcomes)} tests fail on the project as it is." if failing else ""

    def after(self, directory: str, changes: Changes, migration: Migration) -> Verdict:
        """Runs them on the result; before, too, where nobody has looked at the project as it was."""
        tree = working_tree(directory)
        if self.before is None:
            self.before = self._run(tree.with_changes(_taken_back(changes)))
        after = self._run(tree)
        compared = compare_suites(self.before, after)
        if compared.same:
            passed = after.count("passed")
            said = f"{passed} test{'' if passed == 1 else 's'} as before" if after.outcomes else "tests as before"
            return Verdict(True, said if self.before.code == 0 or after.outcomes else "tests fail as before")
        return Verdict(False, "tests that passed do not pass", _evidence(compared, after))

    def _run(self, tree: Tree) -> Suite:
        files = {**self.ignored, **files_of(tree)}
        return run_suite(files, self.command, self.python, self.environment, executables_of(tree))


@dataclass(slots=True)
class BehaviourCheck:
    """The application must do what it did."""

    python: str
    app: str
    tests: TestsCheck | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    ignored: Mapping[str, bytes] = field(default_factory=dict)
    missing: str = ""
    """Ignored files that the application may read and has not got here, as words."""
    records: dict[bytes, Record] = field(default_factory=dict)
    """What the application did, by the digest of its files, for the last trees that passed: what came out of one
    migration is where the next one starts, and need not be run again."""

    def baseline(self, directory: str) -> str:
        """Nothing: whether it runs at all is told by the first result."""
        return ""

    def after(self, directory: str, changes: Changes, migration: Migration) -> Verdict:
        """Runs the application as it was before the changes, and the result."""
        after = working_tree(directory)
        # Both as git checks files out: a revision's own files have neither filters nor line ends of the platform.
        before = after.with_changes(_taken_back(changes))
        digests = _digest(before), _digest(after)
        order = Order(
            Side(before, "before", self.python),
            Side(after, "after", self.python),
            app=self.app,
            requests=self._requests(),
            environment=self.environment,
            intended=declared_by((migration,), {migration.id: ""}),
            ignored=self.ignored,
        )
        verification = verify(order, self.records.get(digests[0]))
        if verification.failure is not None and verification.failed_side == "before":
            return Verdict(
                True, f"behaviour not compared: {_first_line(verification.failure.message)}{self._without()}"
            )
        self._keep(verification, digests)
        if verification.failure is not None or verification.result == "different":
            lines = reporting.text_lines(verification, "before", "after")
            return Verdict(False, "the application does something else", "\n".join(lines))
        return Verdict(True, _compared(verification))

    def _keep(self, verification: Verification, digests: tuple[bytes, bytes]) -> None:
        if verification.records is not None:
            before, after = verification.records
            self.records = {digests[0]: before}
            if verification.result != "different":
                self.records[digests[1]] = after

    def _without(self) -> str:
        return f" (run without {self.missing}, which git ignores: see --copy-ignored)" if self.missing else ""

    def _requests(self) -> list[Record]:
        suite = self.tests.before if self.tests is not None else None
        return list(suite.requests) if suite is not None else []


def _evidence(compared: SuiteComparison, after: Suite) -> str:
    """The names of the tests, and the end of what they printed, where the cause stands."""
    names = [*compared.broken, *compared.gone]
    more = len(names) - SHOWN_TESTS
    told = [*names[:SHOWN_TESTS], f"and {more} more tests"] if more > 0 else names
    return "\n".join([*told, *after.output.strip().splitlines()[-SHOWN_OUTPUT_LINES:]])


def _compared(verification: Verification) -> str:
    comparison = verification.comparison
    assert comparison is not None
    numbers = f"{comparison.routes} routes, {comparison.requests} requests, {comparison.statements} statements"
    return f"{numbers} as before"


def _taken_back(changes: Changes) -> Changes:
    return Changes([FileDelta(each.path, each.after, each.before, each.executable) for each in changes])


def _digest(tree: Tree) -> bytes:
    found = blake2b(digest_size=16)
    for path, data in sorted(files_of(tree).items()):
        found.update(f"{path}\0{len(data)}\0".encode(errors="surrogateescape") + data)
    return found.digest()


def _first_line(text: str) -> str:
    return text.strip().splitlines()[0] if text.strip() else "it does not start"
