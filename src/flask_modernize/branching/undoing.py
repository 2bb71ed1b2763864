"""Taking one migration back, and doing the later ones again without it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flask_modernize.branching import messages, run_state
from flask_modernize.branching.gate import Gate
from flask_modernize.branching.ladder import LadderRun, Progress, Step, StepStatus
from flask_modernize.branching.ladder_status import MAX_HISTORY, applied
from flask_modernize.branching.run_state import RunState
from flask_modernize.branching.workplace import workplace
from flask_modernize.git.repository import Commit, GitProblem, Repository
from flask_modernize.planning.registry import Registry


class CannotUndo(GitProblem):
    """The migration cannot be taken back here; nothing has changed."""


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back. ``dropped`` are its commits, ``steps`` the later migrations as they were done again;
    ``reverted`` is the commit that takes it back where the history had to stay."""

    migration: str
    branch: str
    dropped: tuple[str, ...]
    old_head: str
    new_head: str
    steps: tuple[Step, ...] = ()
    carried: tuple[str, ...] = ()
    """Subjects of other people's commits that were put on top again."""
    reverted: str = ""


def undo(
    repository: Repository,
    branch: str,
    id: str,
    state: RunState,
    registry: Registry,
    gate: Gate,
    *,
    revert: bool = False,
    installed: Mapping[str, str] | None = None,
    progress: Progress = lambda _: None,
) -> Undone:
    """Takes ``id`` off ``branch``: its commits go, the later migrations are run again on what is left.

    Where the commits are on a remote branch already, or ``revert`` asks for it, the same is done by one more commit;
    where somebody's own commit on top does not fit any more, by git revert. Raises CannotUndo, GitProblem.
    """
    with run_state.locked(repository):
        head = repository.branch_commit(branch)
        if head is None:
            raise CannotUndo(f"There is no branch {branch!r}.")
        history = repository.history(head, limit=MAX_HISTORY)
        targets = applied(history).get(id, ())
        if not targets:
            raise CannotUndo(f"{branch} has no commit of {id}.")
        with workplace(repository, head) as worktree:
            run = LadderRun(repository, worktree, state, registry, gate, progress, installed or {}, moves=False)
            undone = _drop(run, branch, id, head, history, targets)
            if undone is None:
                undone = _revert(worktree, branch, id, head, targets)
            elif revert or repository.remote_branches_with(targets[0].hash):
                undone = _on_top(worktree, undone, targets)
            _move(repository, branch, undone.new_head, head)
        return undone


def _drop(
    run: LadderRun, branch: str, id: str, head: str, history: Sequence[Commit], targets: Sequence[Commit]
) -> Undone | None:
    """The branch without the migration, built anew in the worktree; None where that does not work."""
    oldest = targets[0]
    if not oldest.parents:
        return None
    gone = {commit.hash for commit in targets}
    position = next(number for number, commit in enumerate(history) if commit.hash == oldest.hash)
    later = [commit for commit in reversed(history[:position]) if commit.hash not in gone]
    if any(len(commit.parents) > 1 for commit in later):
        return None
    run.worktree.check_out_files(oldest.parents[0])
    run.head = oldest.parents[0]
    steps: dict[str, Step] = {}
    carried = []
    for commit in later:
        again = messages.migration_of(commit)
        if again not in run.registry.ids:
            if not run.worktree.cherry_pick(commit.hash):
                return None
            run.head = run.worktree.head() or run.head
            carried.append(commit.subject)
        elif again is not None and again not in steps:
            steps[again] = run.step(run.registry.migration(again), run.configuration())
    return Undone(
        id,
        branch,
        tuple(commit.hash for commit in targets),
        head,
        run.head,
        tuple(_without_it(step, id) for step in steps.values()),
        tuple(carried),
    )


def _without_it(step: Step, id: str) -> Step:
    if step.status is StepStatus.NOTHING_TO_DO:
        return replace(step, reason=f"Without {id} it has nothing that it can do.")
    return step


def _on_top(worktree: Repository, undone: Undone, targets: Sequence[Commit]) -> Undone:
    """The same result as one more commit, for a history that has to stay."""
    worktree.check_out_files(undone.old_head)
    text = _message(undone.migration, targets)
    made = worktree.commit_content_of(undone.new_head, text, [(messages.UNDONE, undone.migration)])
    return replace(undone, new_head=made, reverted=made)


def _message(id: str, targets: Sequence[Commit]) -> str:
    return messages.message(f"Undo {id}", "Takes back:\n" + "\n".join(f"- {each.subject}" for each in targets))


def _revert(worktree: Repository, branch: str, id: str, head: str, targets: Sequence[Commit]) -> Undone:
    worktree.check_out_files(head)
    text = _message(id, targets)
    newest_first = [commit.hash for commit in reversed(targets)]
    made = worktree.revert(newest_first, text, [(messages.UNDONE, id)])
    if made is None:
        raise CannotUndo(
            f"{id} cannot be taken back by itself: later commits changed the same lines. Undo those first, or use\n"
            f"git revert {' '.join(hash[:10] for hash in newest_first)} and settle the conflicts by hand."
        )
    return Undone(id, branch, tuple(commit.hash for commit in targets), head, made, reverted=made)


def _move(repository: Repository, branch: str, commit: str, expected: str) -> None:
    place = repository.worktree_of(branch)
    if place is None:
        repository.move_branch(branch, commit, expected, "flask-modernize: undo")
    else:
        replace(repository, directory=place).reset_keep(commit)
