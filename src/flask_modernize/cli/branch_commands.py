"""The commands that work on branches: ``branch``, ``next``, ``status``, ``undo``, ``resume``."""

from __future__ import annotations

import contextlib
import datetime
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import click

from flask_modernize.branching import run_state
from flask_modernize.branching.batches import UnknownBatch, check_batch
from flask_modernize.branching.gate import CannotCheck
from flask_modernize.branching.ladder_status import MAX_HISTORY, applied
from flask_modernize.branching.reformatting import NoFormatter, formatter
from flask_modernize.branching.run_state import RunState
from flask_modernize.cli.exits import DONE, INTERRUPTED, PENDING, Refused, guarded
from flask_modernize.cli.progress import progress_line
from flask_modernize.cli.session import installed_registry, own_codemods
from flask_modernize.cli.verify_command import interpreter, variables
from flask_modernize.git.repository import GitProblem, Repository, distrusted, open_repository
from flask_modernize.planning.configuration import (
    CommandLine,
    Configuration,
    configure,
    disk_reader,
    project_root,
    read_document,
)
from flask_modernize.planning.registry import Registry
from flask_modernize.sources import WriteFailed
from flask_modernize.verify.ignored_files import CannotCopy, ignored_files, missing_files

if TYPE_CHECKING:
    from flask_modernize.branching.gate import Gate
    from flask_modernize.branching.ladder import Result


MAX_WIDTH = 100


@dataclass(frozen=True, slots=True)
class BranchWords:
    """The words of ``branch``, ``next`` and ``undo``; empty where nothing was said."""

    path: str
    onto: str = ""
    name: str = ""
    only: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    verify: bool = True
    python: str = ""
    app: str = ""
    test: str = ""
    keep_going: bool = False
    batch: str = ""
    reformat: bool = False
    on_difference: str = "stop"
    environment: tuple[str, ...] = ()
    copy_ignored: tuple[str, ...] = ()
    untrusted: bool = False
    format_: str = "text"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a command works: the repository, the project in it, the migrations and the settings."""

    repository: Repository
    root: str
    base: str
    registry: Registry
    configuration: Configuration


def make_branch(words: BranchWords) -> int:
    """The command ``branch``."""
    return _command(lambda: _make_branch(words))


def next_migration(words: BranchWords) -> int:
    """The command ``next``."""
    return _command(lambda: _next_migration(words))


def resume_run(path: str, format_: str) -> int:
    """The command ``resume``."""
    return _command(lambda: _resume_run(path, format_))


def show_status(path: str, branch: str, format_: str) -> int:
    """The command ``status``."""
    return _command(lambda: _show_status(path, branch, format_))


def undo_migration(words: BranchWords, id: str, revert: bool) -> int:
    """The command ``undo``."""
    return _command(lambda: _undo_migration(words, id, revert))


def _command(command: Callable[[], int]) -> int:
    def run() -> int:
        try:
            with _ended_as_by_keyboard():
                return command()
        except (GitProblem, UnknownBatch, NoFormatter, CannotCheck, CannotCopy, WriteFailed) as problem:
            raise Refused(str(problem)) from problem
        except OSError as problem:
            where = f": {problem.filename}" if problem.filename else ""
            raise Refused(f"{problem.strerror or problem}{where}. What was committed stays.") from problem
        except KeyboardInterrupt:
            click.echo("Interrupted. What was committed stays; flask-modernize resume goes on.", err=True)
            return INTERRUPTED

    return guarded(run)


@contextlib.contextmanager
def _ended_as_by_keyboard() -> Iterator[None]:
    """A terminal that is closed, or a service that is stopped, leaves no worktree and no child process behind."""
    changed = []
    with contextlib.suppress(ValueError):  # not in the main thread
        for number in (signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(number) is signal.SIG_DFL:
                signal.signal(number, signal.default_int_handler)
                changed.append(number)
    try:
        yield
    finally:
        for number in changed:
            signal.signal(number, signal.SIG_DFL)


# -- branch, next, resume ---------------------------------------------------------------------------------------------


def _make_branch(words: BranchWords) -> int:
    check_batch(words.batch)
    if words.untrusted:
        words = _without_code(words)
    place = _place(words.path, CommandLine(words.only, words.skip, words.options))
    if words.reformat:
        formatter(place.root)
    onto = _commit(place.repository, words.onto or "HEAD")
    name = words.name or _new_name(place)
    if not place.repository.is_branch_name(name):
        raise Refused(f"{name!r} cannot be the name of a branch.")
    if place.repository.branch_commit(name) is not None:
        raise Refused(
            f"There is a branch {name!r} already. Use flask-modernize next on it, or choose another --name;\n"
            "a run that was interrupted goes on with flask-modernize resume."
        )
    other = place.repository.branch_in_the_way(name)
    if other is not None:
        raise Refused(f"git cannot have a branch {name!r} beside {other!r}: choose another --name.")
    return _run(place, _state(words, place, name, onto), words.format_)


def _without_code(words: BranchWords) -> BranchWords:
    """The words for a repository of which nothing may be run. Raises Refused where they ask for just that."""
    asked = {"--test": words.test, "--reformat": words.reformat, "--copy-ignored": words.copy_ignored}
    for option, value in asked.items():
        if value:
            raise Refused(f"{option} runs code of the repository, and --untrusted says that none may run.")
    return replace(words, verify=False)


def _next_migration(words: BranchWords) -> int:
    place = _place(words.path, CommandLine(words.only, words.skip, words.options))
    branch = words.name or place.repository.current_branch()
    if branch is None:
        raise Refused("No branch is checked out here: switch to one, or name it with --branch.")
    head = _commit(place.repository, f"refs/heads/{branch}")
    state = _state(words, place, branch, head)
    skip = tuple(applied(place.repository.history(head, limit=MAX_HISTORY)))
    ladder = [id for id in place.configuration.migrations if id not in skip]
    if not ladder:
        click.echo("Every migration of the ladder is on this branch.")
        return DONE
    skip = tuple(dict.fromkeys([*state.skip, *skip]))
    return _run(place, replace(state, skip=skip, limit=1), words.format_)


def _resume_run(path: str, format_: str) -> int:
    place = _place(path, CommandLine())
    state = run_state.load(place.repository)
    if state is None:
        click.echo("There is nothing to go on with: no run was interrupted here.")
        return DONE
    return _run(place, state, format_)


def _run(place: _Place, state: RunState, format_: str) -> int:
    from flask_modernize.branching import report
    from flask_modernize.branching.ladder import run_ladder

    given_up = run_state.load(place.repository)
    unknown = place.repository.nobody()
    if unknown is not None:
        raise Refused(f"git does not know who you are, and commits need an author.\n{unknown}")
    if state.untrusted:
        place = replace(place, repository=distrusted(place.repository))
    with progress_line(format_ == "text") as progress:
        gate = _gate(place, state)
        result = run_ladder(
            place.repository, state, place.registry, gate, installed=_installed(place, state), progress=progress
        )
    if given_up is not None and given_up.branch != state.branch:
        click.echo(f"The interrupted run on {given_up.branch} was given up; its commits stay there.", err=True)
    if format_ == "json":
        click.echo(report.result_json(result))
    else:
        _say(report.result_lines(result, place.repository.current_branch(), _width()))
    return _exit_code(result)


def _exit_code(result: Result) -> int:
    return PENDING if result.unresolved else DONE


def _state(words: BranchWords, place: _Place, branch: str, onto: str) -> RunState:
    return RunState(
        branch=branch,
        onto=onto,
        base=place.base,
        only=words.only,
        skip=words.skip,
        options=words.options,
        verify=words.verify,
        python=words.python,
        app=words.app,
        test=words.test,
        keep_going=words.keep_going,
        batch=words.batch,
        reformat=words.reformat,
        on_difference=words.on_difference,
        environment=words.environment,
        copy_ignored=words.copy_ignored,
        untrusted=words.untrusted,
    )


def _gate(place: _Place, state: RunState) -> Gate:
    from flask_modernize.branching.checks import BehaviourCheck, TestsCheck
    from flask_modernize.branching.gate import Check, Gate

    if not state.verify and not state.test:
        return Gate(())
    python = interpreter(state.python, place.root)
    environment = variables(state.environment)
    ignored = ignored_files(place.root, state.copy_ignored)
    missing = missing_files(place.root, tuple(ignored))
    tests = TestsCheck(state.test, python, environment, ignored) if state.test else None
    checks: list[Check] = [tests] if tests is not None else []
    if state.verify:
        checks.append(BehaviourCheck(python, state.app, tests, environment, ignored, missing))
    return Gate(checks, (_WITHOUT.format(missing=missing),) if missing else ())


_WITHOUT = (
    "git ignores {missing}: the application and its tests are run without. --copy-ignored PATTERN gives them such "
    "files; what is ignored is never committed."
)


def _installed(place: _Place, state: RunState) -> Mapping[str, str]:
    """What the application's interpreter has; nothing where no code of the project is to be run, or no interpreter is
    named."""
    from flask_modernize.verify.interpreters import installed_versions

    if not (state.verify or state.test or state.python):
        return {}
    return installed_versions(interpreter(state.python, place.root))


# -- status, undo -----------------------------------------------------------------------------------------------------


def _show_status(path: str, branch: str, format_: str) -> int:
    from flask_modernize.branching import report
    from flask_modernize.branching.ladder_status import rungs
    from flask_modernize.branching.starting_point import inactive_since
    from flask_modernize.sources import revision_tree

    place = _place(path, CommandLine())
    commit = _commit(place.repository, f"refs/heads/{branch}" if branch else "HEAD")
    tree = revision_tree(
        place.root,
        commit,
        excludes=place.configuration.exclude,
        max_bytes=place.configuration.max_file_size,
        vendored=False,
    )
    with progress_line(format_ == "text"):
        inactive = inactive_since(place.repository, place.base, commit, place.registry, place.configuration)
        ladder = rungs(place.repository, commit, tree, place.registry, place.configuration, inactive)
    name, unfinished = branch or place.repository.current_branch(), run_state.load(place.repository)
    if format_ == "json":
        click.echo(report.status_json(name, ladder, unfinished))
    else:
        _say(report.status_lines(name, ladder, unfinished, _width()))
    return DONE


def _undo_migration(words: BranchWords, id: str, revert: bool) -> int:
    from flask_modernize.branching import report
    from flask_modernize.branching.ladder import StepStatus
    from flask_modernize.branching.undoing import undo

    place = _place(words.path, CommandLine())
    place.registry.migration(id)
    branch = words.name or place.repository.current_branch()
    if branch is None:
        raise Refused("No branch is checked out here: switch to one, or name it with --branch.")
    state = _state(words, place, branch, _commit(place.repository, f"refs/heads/{branch}"))
    with progress_line(words.format_ == "text") as progress:
        undone = undo(
            place.repository,
            branch,
            id,
            state,
            place.registry,
            _gate(place, state),
            revert=revert,
            installed=_installed(place, state),
            progress=progress,
        )
    if words.format_ == "json":
        click.echo(report.undone_json(undone))
    else:
        _say(report.undone_lines(undone, _width()))
    return PENDING if any(step.status is StepStatus.UNRESOLVED for step in undone.steps) else DONE


# -- where ------------------------------------------------------------------------------------------------------------


def _place(path: str, settings: CommandLine) -> _Place:
    root = os.path.realpath(project_root((path,)))
    repository = open_repository(root)
    document = read_document(disk_reader(root))
    registry = own_codemods(installed_registry(), root, document)
    configuration = configure(document, registry.migrations, settings, registry.withheld_ids)
    base = os.path.relpath(root, repository.directory)
    return _Place(repository, root, "" if base == os.curdir else base.replace(os.sep, "/"), registry, configuration)


def _commit(repository: Repository, revision: str) -> str:
    found = repository.commit_of(revision)
    if found is None:
        if repository.head() is None:
            raise Refused("This repository has no commits yet: commit your files first (git add, git commit).")
        raise Refused(f"{revision.removeprefix('refs/heads/')!r} is not a commit or branch of this repository.")
    return found


def _new_name(place: _Place) -> str:
    ids = place.configuration.migrations
    what = ids[0] if len(ids) == 1 else datetime.date.today().isoformat()
    wanted = place.configuration.branch_name.format(what=what)
    name, number = wanted, 1
    while place.repository.branch_commit(name) is not None:
        number += 1
        name = f"{wanted}-{number}"
    return name


def _width() -> int:
    """Of the terminal, where there is one; long lines are hard to read."""
    if not sys.stdout.isatty():
        return MAX_WIDTH
    return min(MAX_WIDTH, shutil.get_terminal_size((MAX_WIDTH, 24)).columns)


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)
