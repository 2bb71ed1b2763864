"""Runs a ladder of migrations over a tree; nothing is written.

Each migration sees the tree that the previous one left. Whatever goes wrong in one file or one migration becomes a
finding or a status, and the rest goes on.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from flask_modernize.facts import FactsCache, Ignore
from flask_modernize.facts.parsing import no_garbage_collection
from flask_modernize.planning import ignores as ignore_comments
from flask_modernize.planning.activation import not_active, with_what_is_lost
from flask_modernize.planning.composition import Splice
from flask_modernize.planning.configuration import Configuration
from flask_modernize.planning.contract import Finding, Group, Migration, Plan
from flask_modernize.planning.crashes import Crash, place_of, plan_around_crashes, write_reproducer
from flask_modernize.planning.guards import Breach
from flask_modernize.planning.outcomes import AppliedEdit, AppliedGroup, Outcome, Run, Status
from flask_modernize.planning.rewritten_files import EditImports, ImportChanges, python_source
from flask_modernize.planning.rounds import Made, make, source_of
from flask_modernize.planning.selection import narrowed, on_ignored_lines
from flask_modernize.planning.settling import Settled, Settling
from flask_modernize.planning.stopwatch import Stopwatch
from flask_modernize.project import Project
from flask_modernize.project.installed_versions import unmet
from flask_modernize.project.memory import remembered
from flask_modernize.rewriting.volume import GIVEN_TO_LIBCST
from flask_modernize.sources import Changes, SourceFile, SourceProblem, Tree, UnreadableSource

Progress = Callable[[str], None]
"""Told in a few words what begins now."""

IGNORE_MARKER = "flask-modernize"
"""Only a file that mentions it can hold an ignore comment."""
FAULTS = frozenset({"G-CRASH", "G-TIME", "G-UNREAD"})
"""Finding codes of a plan that say that the migration itself went wrong; it then counts as unresolved."""
FAULT_ADVICE = "This is a fault of the tool, and the code was left as it is. Please report it."


MIN_ON_DEMAND = 300
"""Of trees with fewer Python files all are parsed first whatever runs: it takes no time worth saving, and every file
that does not parse is reported."""


@dataclass(frozen=True, slots=True)
class Ladder:
    """What is the same for all migrations of one run."""

    migrations: Sequence[Migration]
    configuration: Configuration
    paths: frozenset[str] | None
    """Python files that may be edited; None: all."""
    known_ids: tuple[str, ...]
    """Every installed migration, for ignore comments."""
    marked: frozenset[str]
    """Files that may hold ignore comments."""
    watch: Stopwatch
    progress: Progress
    without: frozenset[GroupKey] = frozenset()
    """Groups that are not made, because a verification found that they change what the application does."""
    inactive: Mapping[str, str] | None = None
    """Why library migrations do not run, by id; None: to be found out on the project as it is before the first."""
    others: Sequence[Migration] = ()
    """Installed migrations that do not run; the user is told of those that would count as done afterwards."""


GroupKey = tuple[str, int, str]
"""Path, line and title of a group of edits: what it is known by from one run to the next."""


def run(
    tree: Tree,
    migrations: Sequence[Migration],
    configuration: Configuration,
    paths: frozenset[str] | None = None,
    *,
    jobs: int | None = None,
    cache: bool = False,
    known_ids: Sequence[str] = (),
    progress: Progress | None = None,
    watch: Stopwatch | None = None,
    without: frozenset[GroupKey] = frozenset(),
    installed: Mapping[str, str] | None = None,
    inactive: Mapping[str, str] | None = None,
    others: Sequence[Migration] = (),
) -> Run:
    """Runs ``migrations`` in their order. Edits are narrowed to ``paths``; facts always come from the whole tree.

    ``jobs`` is the number of processes (the configuration's when None), ``cache`` whether facts of earlier runs may be
    used. The result is the same whatever they are. ``known_ids``: ids that ignore comments may name, besides those that
    run. ``without`` are groups to leave out; each becomes a finding. ``installed``: versions by name where the
    application runs. ``inactive``: why library migrations do not run, by id, where the tree is not the one before the
    first of them (:func:`flask_modernize.planning.activation.not_active`). ``others``: installed migrations that do not
    run, to tell of those that a raised pin would hide from later runs.
    """
    watch = watch or Stopwatch()
    progress = progress or (lambda _: None)
    known = tuple(dict.fromkeys([*(migration.id for migration in migrations), *known_ids]))
    progress("Reading the project")
    # Nearly all that a run makes lives long or has no cycles: the project runs the collector when it is worth it.
    with no_garbage_collection():
        with watch.phase("index"):
            large = len(tree.python_paths()) >= MIN_ON_DEMAND
            on_demand = large and all(migration.reads_on_demand for migration in migrations)
            jobs = jobs if jobs is not None else configuration.jobs
            project = _open(tree, jobs, cache, installed or {}, on_demand)
            # A file that does not parse may be made to, by a migration.
            unread = (problem.path for problem in project.problems)
            marked = frozenset((*project.mentioning(IGNORE_MARKER), *unread))
        ladder = Ladder(migrations, configuration, paths, known, marked, watch, progress, without, inactive, others)
        found = run_ladder(project, ladder)
        if on_demand:
            project.save_cache()  # one that is parsed before it begins has saved nearly all by then
        return found


def run_ladder(project: Project, ladder: Ladder) -> Run:
    """Runs the migrations on a project that is there already."""
    first = project
    given = GIVEN_TO_LIBCST.bytes
    complaints = _complaints(project, ladder)
    outcomes: list[Outcome] = []
    changes = Changes()
    if len(ladder.migrations) > 1:
        project.expect_many_passes()
    inactive = ladder.inactive
    if inactive is None:
        inactive = not_active(first, ladder.migrations, ladder.configuration)
    for migration in ladder.migrations:
        if migration.id in inactive:
            outcomes.append(_not_run(migration, Status.NOT_ACTIVE, f"{inactive[migration.id]}."))
            continue
        if ladder.paths is not None:
            ladder = replace(ladder, paths=ladder.paths | _created(changes))
        missing = [outcome.migration for outcome in outcomes if _is_missing(outcome, migration)]
        if missing:
            outcomes.append(_not_run(migration, Status.SKIPPED, f"It needs {', '.join(missing)}, which did not work."))
            continue
        ladder.progress(f"{migration.id}: planning")
        outcome, left = _step(migration, project, ladder)
        too_old = unmet(project.installed, migration.requires) if outcome.changes else ()
        if too_old:
            outcomes.append(_not_run(migration, Status.SKIPPED, f"The new code needs {' and '.join(too_old)}."))
            continue
        project = left
        outcomes.append(outcome)
        changes = changes.then(outcome.changes)
    if ladder.inactive is None:
        outcomes = with_what_is_lost(outcomes, (first, project), ladder.migrations, ladder.others)
    return Run(
        outcomes=tuple(outcomes),
        remarks=complaints,
        problems=_still_there(first.problems, project, changes),
        changes=changes,
        python_files=len(first.tree.python_paths()),
        relevant_files=len(first.relevant_paths()),
        timings=ladder.watch.timings(),
        figures=(
            ("bytes given to libcst", GIVEN_TO_LIBCST.bytes - given),
            ("bytes of the files that change", sum(len(delta.before or b"") for delta in changes)),
        ),
    )


def _still_there(problems: Sequence[SourceProblem], project: Project, changes: Changes) -> tuple[SourceProblem, ...]:
    """Those that were there before the first migration and are so after the last."""
    now = set(project.problems)
    return tuple(sorted(each for each in problems if each in now or changes.get(each.path) is None))


def _created(changes: Changes) -> frozenset[str]:
    """Files that an earlier migration made: the later ones may edit them whatever paths were chosen."""
    return frozenset(delta.path for delta in changes if delta.before is None)


def _is_missing(outcome: Outcome, migration: Migration) -> bool:
    return outcome.migration in migration.needs and outcome.status in (Status.FAILED, Status.SKIPPED)


def _not_run(migration: Migration, status: Status, reason: str) -> Outcome:
    return Outcome(migration.id, migration.summary, status, (), (), (), Changes(), reason=reason)


def _step(migration: Migration, project: Project, ladder: Ladder) -> tuple[Outcome, Project]:
    """One migration: its outcome, and the project that it leaves."""
    options = ladder.configuration.options.get(migration.id, {})
    selected = _selected(migration, project.tree, ladder)

    whole = migration.whole_program
    editable = selected if selected is not None else frozenset(project.tree.python_paths())
    outside = frozenset(project.tree.python_paths()) - editable

    def obeyed_plan(planned: Plan, on: Project, paths: frozenset[str] | None) -> ignore_comments.Obeyed:
        ignores = _ignores(on, paths, ladder)
        if whole:
            planned = narrowed(on_ignored_lines(planned, on.tree, ignores), editable, outside)
        return ignore_comments.obey(planned, migration.id, ignores)

    def plan(paths: frozenset[str] | None) -> Plan:
        return migration.plan(project, options, paths)

    def replan(changed: Project, paths: frozenset[str]) -> Plan:
        again = None if whole else paths
        return obeyed_plan(migration.plan(changed, options, again), changed, again).plan

    with ladder.watch.phase("plan"):
        planned, crashes = plan_around_crashes(
            plan, None if whole else selected, project.tree.python_paths(), divisible=not whole
        )
    crash_findings = [_crash_finding(migration, project.tree, crash) for crash in crashes if crash.path is not None]
    if planned is None:
        return _failed(migration, crashes, crash_findings), project
    with ladder.watch.phase("plan"):
        obeyed = obeyed_plan(planned, project, None if whole else selected)
        unused = ignore_comments.unused(migration.id, _ignores(project, selected, ladder), obeyed.used, editable)
    ladder.progress(f"{migration.id}: checking {len(obeyed.plan.groups)} changes")

    def settle(on: Project, groups: Sequence[Group], refused: Mapping[int, Breach], repeats: bool) -> Settled:
        edit_imports = _import_editor(on, groups, ladder.configuration.line_length)
        return Settling(on, groups, replan, edit_imports, ladder.watch, whole, refused, repeats).settle()

    def refuse(group: Group) -> Breach | None:
        return _DIFFERENCE if key_of(group) in ladder.without else None

    made = make(project, obeyed.plan, settle, refuse, repeats=migration.repeats)
    dropped = [_dropped_finding(group, breach) for group, breach in made.dropped]
    findings = tuple(sorted([*made.findings, *crash_findings, *unused, *dropped]))
    outcome = Outcome(
        migration=migration.id,
        summary=migration.summary,
        status=_status(made, dropped, [*crash_findings, *_faults(made)]),
        groups=_applied_groups(made),
        edits=_applied_edits(made),
        findings=findings,
        changes=made.changes,
        next_steps=made.next_steps,
        ignored=obeyed.sites,
    )
    return outcome, made.project


_DIFFERENCE = Breach("G-DIFFERENCE", "With it the application does something else.")


def key_of(group: Group | AppliedGroup) -> GroupKey:
    """What a group of edits is known by, in the plan and in what was made of it."""
    return group.path, group.line, group.title


def _status(made: Made, dropped: Sequence[Finding], crashes: Sequence[Finding]) -> Status:
    if dropped or crashes:
        return Status.UNRESOLVED
    return Status.APPLIED if made.groups else Status.NOTHING_TO_DO


def _faults(made: Made) -> list[Finding]:
    """What a codemod that runs elsewhere says of itself: that it went wrong."""
    return [finding for finding in made.findings if finding.code in FAULTS]


def _selected(migration: Migration, tree: Tree, ladder: Ladder) -> frozenset[str] | None:
    """The Python files that this migration may edit; None: all."""
    patterns = ladder.configuration.migration_excludes.get(migration.id, ())
    if not patterns:
        return ladder.paths
    from flask_modernize.sources.exclusion import excluded_paths

    candidates = tree.python_paths() if ladder.paths is None else tuple(sorted(ladder.paths))
    return frozenset(candidates) - excluded_paths(candidates, patterns)


# -- ignore comments --------------------------------------------------------------------------------------------------


def _ignores(project: Project, paths: frozenset[str] | None, ladder: Ladder) -> dict[str, tuple[Ignore, ...]]:
    """The ignore comments of ``paths`` (None: all), by path."""
    found = {}
    for path in sorted(ladder.marked if paths is None else ladder.marked & paths):
        facts = project.facts(path)
        if facts is not None and facts.ignores:
            found[path] = facts.ignores
    return found


def _complaints(project: Project, ladder: Ladder) -> tuple[Finding, ...]:
    """What is wrong with ignore comments whatever the migrations do."""
    ignores = _ignores(project, ladder.paths, ladder)
    return tuple(ignore_comments.complaints(ignores, ladder.known_ids, frozenset(ignores)))


# -- what went wrong --------------------------------------------------------------------------------------------------


def _failed(migration: Migration, crashes: Sequence[Crash], findings: Sequence[Finding]) -> Outcome:
    error = crashes[-1].error
    reproducer = write_reproducer(error, [("migration", migration.id)])
    seen = f" What is needed to see it again: {reproducer}" if reproducer else ""
    reason = f"It raised {place_of(error)}.{seen}"
    return Outcome(
        migration.id, migration.summary, Status.FAILED, (), (), tuple(sorted(findings)), Changes(), reason=reason
    )


def _crash_finding(migration: Migration, tree: Tree, crash: Crash) -> Finding:
    assert crash.path is not None
    about = [("migration", migration.id), ("path", crash.path)]
    reproducer = write_reproducer(crash.error, about, _content(tree, crash.path))
    advice = "The other files were looked at as usual. This is a fault of the tool: please report it"
    advice += f", with {reproducer}" if reproducer else ""
    message = f"{migration.id} could not look at this file: it raised {place_of(crash.error)}."
    return Finding(crash.path, 1, 1, "G-CRASH", message, f"{advice}.", site=False)


def _content(tree: Tree, path: str) -> bytes:
    try:
        return tree.read(path)
    except (KeyError, UnreadableSource):
        return b""


_ADVICE = {
    "G-CONFLICT": "Run again to have it rewritten on top of the other change.",
    "G-DIFFERENCE": "Compare by hand what it does before and after, or report it with the difference that was found.",
}


def _dropped_finding(group: Group, breach: Breach) -> Finding:
    advice = _ADVICE.get(breach.code, FAULT_ADVICE)
    title = group.title[:1].lower() + group.title[1:]
    message = f"Not done here: {title}. {breach.message}"
    return Finding(group.path, group.line, 1, breach.code, message, advice, site=group.sites > 0)


# -- what was done ----------------------------------------------------------------------------------------------------


def _applied_groups(made: Made) -> tuple[AppliedGroup, ...]:
    return tuple(
        AppliedGroup(number, group.title, group.path, group.line, group.sites)
        for number, group in enumerate(made.groups, 1)
    )


def _applied_edits(made: Made) -> tuple[AppliedEdit, ...]:
    edits = []
    for path, splices in sorted(made.splices.items()):
        delta = made.changes.get(path)
        if delta is not None and delta.before is not None and splices:
            source = source_of(delta.before)
            edits += [_applied_edit(source, each) for each in splices]
    return tuple(edits)


def _applied_edit(source: SourceFile, splice: Splice) -> AppliedEdit:
    edit = splice.edit
    return AppliedEdit(
        path=edit.path,
        line=source.position(edit.start)[0],
        before=_told(source.data[edit.start : edit.end], source.encoding),
        after=_told(edit.replacement, source.encoding),
        group=None if splice.group is None else splice.group + 1,
    )


def _told(data: bytes, encoding: str) -> str:
    # An edit of a file that is not Python may cut through what its encoding takes for one character.
    text = data.decode(encoding, "backslashreplace").removeprefix("\ufeff")
    return text.replace("\r\n", "\n").replace("\r", "\n")


# -- the packages to the left -----------------------------------------------------------------------------------------


def _import_editor(project: Project, groups: Sequence[Group], line_length: int) -> EditImports:
    first_party = _first_party(project) | _modules_made(project, groups)

    def edit(path: str, changes: ImportChanges, offset: int | None) -> list[Splice]:
        # The import editor is only paid for by runs that change imports.
        from flask_modernize.rewriting.imports import import_edits

        source = python_source(project, path)
        inside = changes.drops or any(need.beside_line for need in changes.needs)
        # Not `project.syntax`: nobody needs the scopes of the file here, and they cost more than the parse.
        module = (None if inside else project.outline(path)) or source.parse()
        edits = import_edits(
            path,
            source,
            module,
            changes.needs,
            line_length=line_length,
            first_party=first_party,
            first_use=_first_use(module, source.position(offset)[0]) if offset is not None else 0,
            drops=changes.drops,
        )
        return [Splice(edit, None) for edit in edits]

    return edit


def _first_use(module: ast.Module, line: int) -> int:
    """The first line of the module-level statement that ``line`` is in or before; 0 when there is none.

    An import that changes uses nothing: then it is the first statement behind it that is none.
    """
    later = (node for node in module.body if line <= (node.end_lineno or node.lineno))
    return next((node.lineno for node in later if not isinstance(node, ast.Import | ast.ImportFrom)), 0)


@remembered
def _first_party(project: Project) -> frozenset[str]:
    """The top-level packages and modules of the project itself."""
    return frozenset(project.module_name(path).partition(".")[0] for path in project.tree.python_paths())


def _modules_made(project: Project, groups: Sequence[Group]) -> frozenset[str]:
    """The names of the modules that the groups create: as parts of packages, and alone, as scripts import them."""
    made = [change.path for group in groups for change in group.files if change.path.endswith(".py")]
    paths = [path.removesuffix("/__init__.py") for path in made]
    names = {project.module_name(path).partition(".")[0] for path in paths}
    return frozenset(names | {path.rpartition("/")[2].removesuffix(".py") for path in paths})


def _open(tree: Tree, jobs: int | None, cache: bool, installed: Mapping[str, str], on_demand: bool) -> Project:
    import os

    facts = FactsCache(tree.root) if cache else None
    return Project(tree, jobs=jobs or os.cpu_count() or 1, cache=facts, installed=installed, on_demand=on_demand)
