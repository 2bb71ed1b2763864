"""The ladder on a branch: each migration in a worktree, through the gate, into a commit.

The branch is only ever moved to a commit that passed; whenever the process ends, the repository is usable and the
branch holds what was done. The user's checkout, index and stash are not touched.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

from flask_modernize.branching import messages, run_state
from flask_modernize.branching.batches import FileSet, file_sets
from flask_modernize.branching.gate import Gate, Verdict
from flask_modernize.branching.messages import Batch
from flask_modernize.branching.reformatting import reformat
from flask_modernize.branching.run_state import RunState
from flask_modernize.branching.starting_point import inactive_since
from flask_modernize.branching.workplace import workplace
from flask_modernize.git.repository import Commit, GitProblem, Repository
from flask_modernize.planning.configuration import (
    CommandLine,
    Configuration,
    configure,
    disk_reader,
    read_document,
)
from flask_modernize.planning.contract import Finding, Migration
from flask_modernize.planning.outcomes import Outcome, Status
from flask_modernize.planning.registry import Registry
from flask_modernize.project.installed_versions import unmet
from flask_modernize.sources import Changes, unified_diff, working_tree, write_changes
from flask_modernize.verify.isolate import isolate

Progress = Callable[[str], None]
MOST_ISOLATING_RUNS = 60
"""Runs of the gate that `--on-difference isolate` may take for one migration."""
GroupKey = tuple[str, int, str]
"""As in `planning.planner`, which is only imported when something is planned."""


class StepStatus(Enum):
    """How a migration ended on the branch; the set is closed."""

    COMMITTED = "committed"
    NOTHING_TO_DO = "nothing-to-do"
    UNRESOLVED = "unresolved"
    """It could not be planned, or its result did not pass the gate; nothing of it is on the branch."""
    SKIPPED = "skipped"
    """What it needs is not there, or a migration before it did not pass."""


@dataclass(frozen=True, slots=True)
class Step:
    """What became of one migration. ``commits`` are hashes, oldest first; ``patch`` is a file with the changes that did
    not pass."""

    migration: str
    status: StepStatus
    commits: tuple[str, ...] = ()
    files: int = 0
    sites: int = 0
    findings: tuple[Finding, ...] = ()
    next_steps: tuple[str, ...] = ()
    verified: str = ""
    reason: str = ""
    evidence: str = ""
    patch: str = ""
    seconds: float = 0
    """How long the gate took."""


@dataclass(frozen=True, slots=True)
class Result:
    """A finished run. ``head`` is the branch's last commit, None when there was nothing to commit."""

    branch: str
    onto: str
    head: str | None
    steps: tuple[Step, ...]
    notes: tuple[str, ...] = ()
    seconds: float = 0
    """Wall time of the run."""

    @property
    def unresolved(self) -> bool:
        """Whether a migration that had something to do is not on the branch, or not with all of its edits."""
        left = (StepStatus.UNRESOLVED, StepStatus.SKIPPED)
        return any(step.status in left or step.evidence for step in self.steps)


def run_ladder(
    repository: Repository,
    state: RunState,
    registry: Registry,
    gate: Gate,
    *,
    installed: Mapping[str, str] | None = None,
    progress: Progress = lambda _: None,
) -> Result:
    """Runs the ladder that ``state`` describes, from the branch's head if there is one.

    ``installed``: versions by name where the application runs, for migrations to write code that runs there.
    Raises GitProblem, AnotherRun, ConfigurationError, OSError. Whatever happens, ``run_state`` keeps what `resume`
    needs until the run is finished.
    """
    started = time.monotonic()
    with run_state.locked(repository):
        run_state.save(repository, state)
        start = repository.branch_commit(state.branch) or state.onto
        with workplace(repository, start) as worktree:
            result = LadderRun(repository, worktree, state, registry, gate, progress, installed or {}).finish()
        run_state.clear(repository)
    return replace(result, seconds=round(time.monotonic() - started, 1))


def commits_since(repository: Repository, onto: str, head: str) -> tuple[Commit, ...]:
    """The migration commits after ``onto`` up to ``head``, oldest first."""
    found = []
    for commit in repository.history(head):
        if commit.hash == onto:
            break
        found.append(commit)
    return tuple(commit for commit in reversed(found) if messages.migration_of(commit))


@dataclass(slots=True)
class LadderRun:
    """The ladder in one worktree. ``head`` is the last commit that passed. Unless ``moves`` the branch stays where it
    is."""

    repository: Repository
    worktree: Repository
    state: RunState
    registry: Registry
    gate: Gate
    progress: Progress
    installed: Mapping[str, str] = field(default_factory=dict)
    moves: bool = True
    head: str = ""
    branch_head: str | None = None
    """Where the branch was last seen; it is not moved from anywhere else."""
    inactive: Mapping[str, str] = field(default_factory=dict)
    """Why migrations of libraries do not run, by id."""
    blocked: set[str] = field(default_factory=set)
    """Migrations that had something to do and are not on the branch."""

    @property
    def directory(self) -> str:
        return os.path.join(self.worktree.directory, self.state.base) if self.state.base else self.worktree.directory

    def finish(self) -> Result:
        self.head = self.worktree.head() or self.state.onto
        before = self.branch_head = self.repository.branch_commit(self.state.branch)
        done = commits_since(self.repository, self.state.onto, before) if before else ()
        configuration = self.configuration()
        self.progress("Looking at the project as it is")
        onto = self.state.onto
        self.inactive = inactive_since(self.repository, self.state.base, onto, self.registry, configuration)
        notes = self.gate.baseline(self.directory, self._restore)
        steps = tuple(self._steps(configuration, done))
        head = self.repository.branch_commit(self.state.branch)
        return Result(self.state.branch, self.state.onto, head, steps, notes)

    def configuration(self) -> Configuration:
        """The settings of the project as it is in the worktree."""
        words = CommandLine(self.state.only, self.state.skip, self.state.options)
        document = read_document(disk_reader(self.directory))
        return configure(document, self.registry.migrations, words, self.registry.withheld_ids)

    def _restore(self) -> None:
        self.worktree.check_out_files(self.head)

    def _steps(self, configuration: Configuration, done: Sequence[Commit]) -> Iterator[Step]:
        stopped = ""
        committed = len({messages.migration_of(commit) for commit in done})
        earlier = _earlier_steps(done)
        # What comes before the last commit had its turn when the run was interrupted; only batches may be unfinished.
        had_turn = _had_turn(configuration.migrations, done, batched=bool(self.state.batch))
        for id in configuration.migrations:
            migration = self.registry.migration(id)
            if id in had_turn:
                if id in earlier:
                    yield earlier[id]
                continue
            if self.state.limit and committed >= self.state.limit and id not in earlier:
                return
            missing = sorted(self.blocked.intersection(migration.needs))
            if stopped or missing:
                why = f"{stopped} did not pass; --keep-going goes on." if stopped else f"It needs {', '.join(missing)}."
                yield Step(id, StepStatus.SKIPPED, reason=why)
                self.blocked.add(id)
                continue
            step = self.step(migration, configuration, earlier.get(id))
            yield step
            if step.status is StepStatus.SKIPPED:
                self.blocked.add(id)
            if step.status is StepStatus.UNRESOLVED:
                self.blocked.add(id)
                stopped = stopped or ("" if self.state.keep_going else id)
            committed += step.status is StepStatus.COMMITTED and id not in earlier

    # -- one migration -------------------------------------------------------------------------------------------------

    def step(self, migration: Migration, configuration: Configuration, earlier: Step | None = None) -> Step:
        """One migration, from its plan to its commits. ``earlier``: the batches of it that are on the branch."""
        self.progress(f"{migration.id}: planning")
        outcome = self._plan(migration, configuration, None)
        if not outcome.changes:
            return earlier or _unchanged_step(outcome)
        if not self.state.batch:
            return self._commit_step(migration, configuration, outcome)
        return self._batched_step(migration, configuration, outcome, earlier)

    def _plan(
        self,
        migration: Migration,
        configuration: Configuration,
        paths: frozenset[str] | None,
        without: frozenset[GroupKey] = frozenset(),
    ) -> Outcome:
        from flask_modernize.planning.planner import run

        tree = working_tree(
            self.directory, excludes=configuration.exclude, max_bytes=configuration.max_file_size, vendored=False
        )
        ids = self.registry.ids
        return run(
            tree,
            (migration,),
            configuration,
            paths,
            jobs=configuration.jobs,
            known_ids=ids,
            without=without,
            installed=self.installed,
            inactive=self.inactive,
        ).outcomes[0]

    def _batched_step(
        self, migration: Migration, configuration: Configuration, whole: Outcome, total: Step | None
    ) -> Step:
        sets = file_sets(self.state.batch, whole.changes.paths, self.worktree.directory, self.state.base)
        number = len(total.commits) if total is not None else 0
        for file_set in (*sets, FileSet("the rest", frozenset())):
            paths = file_set.paths or None
            outcome = self._plan(migration, configuration, paths)
            if not outcome.changes:
                continue
            batch = Batch(number + 1, file_set.label)
            step = self._commit_step(migration, configuration, outcome, batch, paths)
            if step.status is not StepStatus.COMMITTED and paths is not None:
                # What does not work by itself is not split off: the last batch has it.
                _remove(step.patch)
                continue
            number += 1
            total = step if total is None else _together(total, step)
        assert total is not None, "the last batch takes whatever there is to change"
        return total

    def _commit_step(
        self,
        migration: Migration,
        configuration: Configuration,
        outcome: Outcome,
        batch: Batch | None = None,
        paths: frozenset[str] | None = None,
    ) -> Step:
        """Writes what was planned, asks the gate, and commits."""
        made = _step_of(outcome)
        changes = self._write(configuration, outcome)
        verdict = self._verdict(migration, changes)
        if not verdict.passed:
            made = replace(made, seconds=verdict.seconds)
            refused = self._refused(made, changes, f"It did not pass: {verdict.said}.", verdict.evidence)
            refused = self._perhaps_too_early(migration, refused)
            if self.state.on_difference != "isolate" or len(outcome.groups) < 2 or paths is not None:
                return refused
            return self._isolated_step(migration, configuration, outcome, batch, paths, refused)
        return self._committed(migration, configuration, outcome, changes, verdict, batch)

    def _perhaps_too_early(self, migration: Migration, refused: Step) -> Step:
        """Some of what a library's migration writes runs on the old version, too. Where it does not, the version is
        what is to be told, and the migrations that do not need it go on."""
        library = migration.library
        needed = (f"{library.distribution}>={library.needed}",) if library is not None and library.needed else ()
        too_old = unmet(self.installed, needed)
        if not too_old:
            return refused
        return replace(refused, status=StepStatus.SKIPPED, reason=f"The new code needs {too_old[0]}.", evidence="")

    def _committed(
        self,
        migration: Migration,
        configuration: Configuration,
        outcome: Outcome,
        changes: Changes,
        verdict: Verdict,
        batch: Batch | None,
    ) -> Step:
        made = replace(_step_of(outcome), seconds=verdict.seconds)
        line = messages.subject(configuration.commit_subject, migration, outcome, batch)
        text = messages.message(line, messages.body(migration, outcome, len(changes)))
        try:
            commit = self.worktree.commit(
                self._from_top(changes), text, messages.trailers(migration, verdict.said, batch)
            )
            self._move(commit)
        except GitProblem as problem:
            return self._refused(made, changes, "git did not take the commit.", str(problem))
        self.head = commit
        self._restore()
        return replace(made, status=StepStatus.COMMITTED, commits=(commit,), verified=verdict.said)

    def _isolated_step(
        self,
        migration: Migration,
        configuration: Configuration,
        whole: Outcome,
        batch: Batch | None,
        paths: frozenset[str] | None,
        refused: Step,
    ) -> Step:
        """Finds the groups of edits that do not pass, and commits the others."""
        from flask_modernize.planning.planner import key_of

        keys = [key_of(group) for group in whole.groups]
        passed: dict[tuple[GroupKey, ...], tuple[Outcome, Verdict, Changes]] = {}

        def passes(kept: Sequence[GroupKey]) -> bool:
            outcome = self._plan(migration, configuration, paths, frozenset(keys).difference(kept))
            if not outcome.changes:
                return True
            changes = self._write(configuration, outcome)
            verdict = self._verdict(migration, changes)
            self._restore()
            if verdict.passed:
                passed[tuple(kept)] = outcome, verdict, changes
            return verdict.passed

        isolated = isolate(keys, passes, MOST_ISOLATING_RUNS)
        if isolated.good not in passed:
            return refused
        outcome, verdict, changes = passed[isolated.good]
        write_changes(working_tree(self.directory), changes)
        step = self._committed(migration, configuration, outcome, changes, verdict, batch)
        if step.status is not StepStatus.COMMITTED:
            return step
        places = ", ".join(f"{path}:{line}" for path, line, _ in isolated.bad)
        return replace(
            step,
            reason=f"Left out, because the result did not pass with it: {places}.",
            evidence=refused.evidence,
            patch=refused.patch,
        )

    def _write(self, configuration: Configuration, outcome: Outcome) -> Changes:
        tree = working_tree(
            self.directory, excludes=configuration.exclude, max_bytes=configuration.max_file_size, vendored=False
        )
        write_changes(tree, outcome.changes)
        if not self.state.reformat:
            return outcome.changes
        reformat(self.directory, [delta.path for delta in outcome.changes if delta.after is not None])
        return _as_on_disk(self.directory, outcome.changes)

    def _verdict(self, migration: Migration, changes: Changes) -> Verdict:
        self.progress(f"{migration.id}: checking the result")

        def restore() -> None:
            # Checks run the project's code here, which may leave anything behind.
            self._restore()
            write_changes(working_tree(self.directory), changes)

        return self.gate.after(self.directory, changes, migration, restore)

    def _refused(self, step: Step, changes: Changes, reason: str, evidence: str) -> Step:
        self._restore()
        name = f"{self.state.branch.replace('/', '-')}-{step.migration}.patch"
        patch = os.path.join(run_state.patches_directory(self.repository), name)
        with open(patch, "wb") as file:
            file.write(unified_diff(changes))
        return replace(step, status=StepStatus.UNRESOLVED, reason=reason, evidence=evidence, patch=patch)

    def _from_top(self, changes: Changes) -> list[str]:
        prefix = f"{self.state.base}/" if self.state.base else ""
        return [prefix + path for path in changes.paths]

    def _move(self, commit: str) -> None:
        if self.moves:
            self.repository.advance_branch(self.state.branch, commit, self.branch_head, "flask-modernize: commit")
            self.branch_head = commit


# -- steps ------------------------------------------------------------------------------------------------------------


def _had_turn(ladder: Sequence[str], done: Sequence[Commit], *, batched: bool) -> frozenset[str]:
    positions = [ladder.index(id) for commit in done if (id := messages.migration_of(commit)) in ladder]
    last = max(positions, default=-1)
    return frozenset(ladder[: last if batched else last + 1]) if positions else frozenset()


def _step_of(outcome: Outcome) -> Step:
    return Step(
        outcome.migration,
        StepStatus.UNRESOLVED,
        files=len(outcome.changes),
        sites=outcome.sites_rewritten,
        findings=outcome.findings,
        next_steps=outcome.next_steps,
    )


def _unchanged_step(outcome: Outcome) -> Step:
    known = {
        Status.FAILED: StepStatus.UNRESOLVED,
        Status.UNRESOLVED: StepStatus.UNRESOLVED,
        Status.SKIPPED: StepStatus.SKIPPED,
    }
    status = known.get(outcome.status, StepStatus.NOTHING_TO_DO)
    return replace(_step_of(outcome), status=status, reason=outcome.reason)


def _earlier_steps(done: Sequence[Commit]) -> dict[str, Step]:
    found: dict[str, Step] = {}
    for commit in done:
        id = messages.migration_of(commit)
        if id is not None:
            step = Step(id, StepStatus.COMMITTED, (commit.hash,), verified=commit.trailer(messages.VERIFIED) or "")
            found[id] = _together(found[id], step) if id in found else step
    return found


def _together(first: Step, second: Step) -> Step:
    done = second.status is StepStatus.COMMITTED
    return replace(
        second,
        commits=first.commits + second.commits,
        files=first.files + second.files * done,
        sites=first.sites + second.sites * done,
        verified=second.verified or first.verified,
        next_steps=tuple(dict.fromkeys([*first.next_steps, *second.next_steps])),
        seconds=round(first.seconds + second.seconds, 1),
    )


def _remove(path: str) -> None:
    with contextlib.suppress(OSError):
        os.unlink(path)


def _as_on_disk(directory: str, changes: Changes) -> Changes:
    deltas = []
    for delta in changes:
        if delta.after is not None:
            with open(os.path.join(directory, delta.path), "rb") as file:
                delta = replace(delta, after=file.read())
        deltas.append(delta)
    return Changes(deltas)
