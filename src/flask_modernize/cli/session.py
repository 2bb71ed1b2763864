"""What each command does, from its words to its exit code."""

from __future__ import annotations

import io
import os
import shlex
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from flask_modernize.cli.checkout import Checkout, CheckoutUnreadable, checkout_base, read_checkout
from flask_modernize.cli.exits import (
    DONE,
    INTERRUPTED,
    NOTHING_WRITTEN,
    PENDING,
    Refused,
    crashed,
    guarded,
)
from flask_modernize.cli.progress import progress_line
from flask_modernize.cli.trust import trusts_repository
from flask_modernize.planning.configuration import (
    CODEMODS,
    CommandLine,
    Configuration,
    Document,
    configure,
    disk_reader,
    project_root,
    read_document,
)
from flask_modernize.planning.outcomes import Run
from flask_modernize.planning.registry import TRUST_ADVICE, Registry, installed
from flask_modernize.planning.stopwatch import Stopwatch
from flask_modernize.reporting.view import Mode, View
from flask_modernize.sources import Tree, WriteConflict, WriteFailed, working_tree, write_changes

if TYPE_CHECKING:
    from rich.console import Console

SHOWN_PATHS = 5


@dataclass(frozen=True, slots=True)
class Request:
    """The words of the main command."""

    paths: tuple[str, ...]
    dry_run: bool
    check: bool
    format_: str
    allow_dirty: bool
    only: tuple[str, ...]
    skip: tuple[str, ...]
    options: tuple[str, ...]
    jobs: int | None
    no_cache: bool
    stats: bool
    color: str

    @property
    def mode(self) -> Mode:
        """What is asked for; nothing is written unless it is WRITE."""
        if self.check:
            return Mode.CHECK
        return Mode.DRY_RUN if self.dry_run else Mode.WRITE

    @property
    def places(self) -> tuple[str, ...]:
        """The paths, the current directory when none are given."""
        return self.paths or (os.curdir,)

    def settings(self) -> CommandLine:
        """What overrides the configuration."""
        return command_line(self.only, self.skip, self.options, self.jobs, self.no_cache)

    def writing_command(self) -> str:
        """The command that makes what this one shows."""
        words = ["flask-modernize"]
        for name, values in (("--only", self.only), ("--skip", self.skip), ("--option", self.options)):
            words += [word for value in values for word in (name, value)]
        words += ["--trust-repository-codemods"] if trusts_repository() else []
        return shlex.join([*words, *self.places])


@dataclass(frozen=True, slots=True)
class Project:
    """What a command needs to know about the project that it is about."""

    root: str
    registry: Registry
    configuration: Configuration


def command_line(
    only: Sequence[str], skip: Sequence[str], options: Sequence[str], jobs: int | None, no_cache: bool
) -> CommandLine:
    """The options that override settings, as the configuration wants them."""
    return CommandLine(tuple(only), tuple(skip), tuple(options), jobs, False if no_cache else None)


# -- the commands -----------------------------------------------------------------------------------------------------


def execute(request: Request) -> int:
    """Runs the ladder and reports; the exit code."""
    return guarded(lambda: _execute(request))


def list_migrations(path: str) -> int:
    """The command ``list``."""
    from flask_modernize.reporting.descriptions import ladder

    def command() -> int:
        project = _project((path,), CommandLine())
        _print_lines(ladder(project.registry, project.configuration))
        return DONE

    return guarded(command)


def say_why(path: str, format_: str) -> int:
    """The command ``list --why``."""
    from flask_modernize.planning.activation import activities
    from flask_modernize.project import Project as WholeProject
    from flask_modernize.reporting.activities import why_json, why_lines

    def command() -> int:
        project = _project((path,), CommandLine())
        configuration, migrations = project.configuration, project.registry.migrations
        tree = working_tree(
            project.root, excludes=configuration.exclude, max_bytes=configuration.max_file_size, vendored=False
        )
        found = activities(WholeProject(tree, jobs=configuration.jobs or os.cpu_count() or 1), migrations)
        if format_ == "json":
            _write([why_json(migrations, found, configuration).encode("ascii")])
        else:
            _print_lines(why_lines(migrations, found, configuration))
        return DONE

    return guarded(command)


def explain_migration(id: str, color: str) -> int:
    """The command ``explain``."""
    from flask_modernize.reporting import descriptions

    def command() -> int:
        registry = installed_registry()
        if id not in registry.ids:
            registry = _project((os.curdir,), CommandLine()).registry
        migration, origin = registry.migration(id), registry.origins.get(id, "")
        console = _console(color)
        if console is None:
            _print_lines(descriptions.explanation(migration, origin))
        else:
            from flask_modernize.reporting.console import render_sections

            render_sections(descriptions.sections(migration, origin), console)
        return DONE

    return guarded(command)


def show_settings(
    path: str, only: Sequence[str], skip: Sequence[str], options: Sequence[str], jobs: int | None, no_cache: bool
) -> int:
    """The command ``config``."""
    from flask_modernize.reporting.descriptions import settings

    def command() -> int:
        project = _project((path,), command_line(only, skip, options, jobs, no_cache))
        _print_lines(settings(project.configuration, project.root))
        return DONE

    return guarded(command)


# -- the main command -------------------------------------------------------------------------------------------------


def _execute(request: Request) -> int:
    watch = Stopwatch()
    project = _project(request.places, request.settings())
    writing = request.mode is Mode.WRITE
    checkout = None
    if writing and not request.allow_dirty:
        checkout = _checkout(project.root)
        _refuse_uncommitted(checkout)
    with watch.phase("discover"):
        tree = working_tree(
            project.root,
            excludes=project.configuration.exclude,
            max_bytes=project.configuration.max_file_size,
            vendored=False,
        )
        paths = _selected(tree, request.places)
    with progress_line(request.format_ == "text") as progress:
        run, cached = _run(tree, project, paths, watch, progress)
    if writing:
        _refuse_untracked(checkout, run)
        try:
            write_changes(tree, run.changes)
        except (WriteConflict, WriteFailed) as error:
            click.echo(f"Error: {error}", err=True)
            return PENDING
    try:
        with watch.phase("report"):
            _report(run, request, project.root)
        if request.stats:
            _print_statistics(run, watch, cached)
    except KeyboardInterrupt:
        if not (writing and run.changes):
            raise
        click.echo("Interrupted; the changes had been written.", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        raise
    except Exception as error:
        return crashed(error, "The changes had been written." if writing and run.changes else NOTHING_WRITTEN)
    return PENDING if run.unresolved or (request.check and run.changes) else DONE


def _run(
    tree: Tree, project: Project, paths: frozenset[str] | None, watch: Stopwatch, progress: Callable[[str], None]
) -> tuple[Run, bool]:
    """The run, and whether it is that of an earlier command."""
    from flask_modernize.planning.run_cache import RunCache

    configuration = project.configuration
    migrations = [project.registry.migration(id) for id in configuration.migrations]
    cache = None
    if configuration.cache:
        with watch.phase("read"):
            progress("Reading the project")
            cache = RunCache(tree, migrations, configuration, paths, project.registry.ids)
            earlier = cache.load()
        if earlier is not None:
            return earlier, True
    from flask_modernize.planning.planner import run

    result = run(
        tree,
        migrations,
        configuration,
        paths,
        cache=configuration.cache,
        known_ids=project.registry.ids,
        progress=progress,
        watch=watch,
        others=[each for each in project.registry.migrations if each.id not in configuration.migrations],
    )
    if cache is not None:
        cache.save(result)
    return result, False


def _selected(tree: Tree, places: Sequence[str]) -> frozenset[str] | None:
    """The Python files under the given paths; None when that is all of them."""
    python = tree.python_paths()
    chosen: set[str] = set()
    for place in places:
        inside = os.path.relpath(os.path.realpath(place), tree.root).replace(os.sep, "/")
        if inside == os.curdir:
            return None
        found = [path for path in python if path == inside or path.startswith(f"{inside}/")]
        if not found and not os.path.isdir(place):
            why = "it is excluded, ignored by git, or not Python"
            click.echo(f"Note: {place} is not looked at: {why}.", err=True)
        chosen.update(found)
    return frozenset(chosen)


# -- git --------------------------------------------------------------------------------------------------------------


def _checkout(root: str) -> Checkout | None:
    try:
        return read_checkout(root)
    except CheckoutUnreadable as error:
        raise Refused(f"{error} To write without asking git, add --allow-dirty.") from None


def _refuse_uncommitted(checkout: Checkout | None) -> None:
    if checkout is not None and checkout.modified:
        raise Refused(
            f"There are uncommitted changes:\n{_listed(checkout.modified)}\n"
            "Commit or stash them first, so that what this tool changes can be read and undone by itself;\n"
            "or add --allow-dirty. To look without writing: --dry-run."
        )


def _refuse_untracked(checkout: Checkout | None, run: Run) -> None:
    untracked = sorted(checkout.untracked.intersection(run.changes.paths)) if checkout is not None else []
    if untracked:
        raise Refused(
            f"These files would be changed and are not in git, so that the change could not be undone:\n"
            f"{_listed(untracked)}\nAdd them to git (git add, git commit) or to .gitignore; or add --allow-dirty."
        )


def _listed(paths: Sequence[str]) -> str:
    shown = [f"  {path}" for path in paths[:SHOWN_PATHS]]
    more = len(paths) - SHOWN_PATHS
    return "\n".join([*shown, f"  and {more} more"] if more > 0 else shown)


# -- output -----------------------------------------------------------------------------------------------------------


def _report(run: Run, request: Request, root: str) -> None:
    diffs = request.dry_run or request.mode is Mode.DRY_RUN
    # Only what prints a patch has to ask git where its top is.
    patch_base = checkout_base(root) or "" if request.format_ != "json" and run.changes else ""
    view = View(run, request.mode, root, os.path.realpath(os.curdir), patch_base, request.writing_command(), diffs)
    if request.format_ == "json":
        from flask_modernize.reporting import json_report

        _write([json_report.render(view).encode("ascii")])
    elif request.format_ == "patch":
        from flask_modernize.reporting.patch import patch

        _write([patch(run.changes, patch_base)])
    else:
        console = _console(request.color)
        if console is None:
            from flask_modernize.reporting import plain

            _write(plain.render(view))
        else:
            from flask_modernize.reporting import console as console_report

            console_report.render(view, console)


def _console(color: str) -> Console | None:
    """A console where one is wanted: on a terminal that can do more than print lines. None: plain text."""
    dumb = os.environ.get("TERM", "") in ("dumb", "unknown")
    if color == "never" or (color == "auto" and (dumb or not sys.stdout.isatty())):
        return None
    from rich.console import Console

    if isinstance(sys.stdout, io.TextIOWrapper):  # a terminal without UTF-8 must not end a run
        sys.stdout.reconfigure(errors="backslashreplace")
    return Console(force_terminal=True if color == "always" else None, highlight=False)


def _write(pieces: Sequence[bytes] | Iterator[bytes]) -> None:
    sys.stdout.flush()
    for piece in pieces:
        sys.stdout.buffer.write(piece)
    sys.stdout.buffer.flush()


def _print_lines(lines: Sequence[str]) -> None:
    _write([f"{line}\n".encode("utf-8", "backslashreplace") for line in lines])


def _print_statistics(run: Run, watch: Stopwatch, cached: bool) -> None:
    timings = watch.timings()
    lines = [f"{name:<10} {seconds:8.3f} s" for name, seconds in timings]
    lines.append(f"{'all':<10} {sum(seconds for _, seconds in timings):8.3f} s")
    lines.append(f"{run.python_files} Python files, {run.relevant_files} of them mention Flask or SQLAlchemy")
    lines += [f"{name}: {number:,}" for name, number in run.figures]
    if cached:
        lines.append("nothing has changed since an earlier run: its result was used")
    for line in lines:
        click.echo(line, err=True)


# -- what goes wrong --------------------------------------------------------------------------------------------------


def _project(places: Sequence[str], settings: CommandLine) -> Project:
    """Finds the project and its settings. Raises ConfigurationError."""
    root = project_root(places)
    document = read_document(disk_reader(root))
    registry = own_codemods(installed_registry(), root, document)
    configuration = configure(document, registry.migrations, settings, registry.withheld_ids)
    for note in configuration.notes:
        click.echo(f"Note: {note}.", err=True)
    return Project(root, registry, configuration)


def installed_registry() -> Registry:
    """The installed migrations; says on standard error which could not be loaded."""
    registry = installed()
    for broken in registry.broken:
        click.echo(f"Warning: {broken}", err=True)
    return registry


def own_codemods(registry: Registry, root: str, document: Document) -> Registry:
    """The registry with the project's own codemods; says which of them may not run. Raises ConfigurationError."""
    if CODEMODS not in document.table:
        return registry
    from flask_modernize.plugins.codemods import with_codemods

    registry = with_codemods(registry, root, document, trusted=trusts_repository())
    for each in registry.withheld:
        click.echo(f"Note: {each.id} ({each.path}) is code of this repository: {TRUST_ADVICE}", err=True)
    return registry
