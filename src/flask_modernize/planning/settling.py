"""From the groups that a migration wants to the changes that are made: what fits together and passes every guard.

Groups are dropped whole, one round after the other, until what is left passes. Each round drops at least one, so that
it ends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace

from flask_modernize.facts import FileRecord
from flask_modernize.planning.composition import (
    Splice,
    compatible,
    in_order,
    offset_after,
    paths_of,
    paths_of_imports,
    spans_after,
    splices_by_path,
)
from flask_modernize.planning.contract import Group, ImportDrop, ImportNeed, Plan
from flask_modernize.planning.guards import Breach, lost_comments, read_again
from flask_modernize.planning.rewritten_files import EditImports, FileOrder, ImportChanges, Rewriting, RewrittenFile
from flask_modernize.planning.stopwatch import Stopwatch
from flask_modernize.project import Project
from flask_modernize.sources import Changes, FileDelta

ATTRIBUTED_ROUNDS = 8
"""After so many rounds the guards stop looking for single groups, and drop all of a file's at once."""

MAX_ENTRIES = 20
"""So many of the modules that are made, and of those with apps, are looked at as the first one to be imported."""

Replan = Callable[[Project, frozenset[str]], Plan]
"""The migration once more, for some paths of a changed project; what ignore comments prevent is already taken out."""


@dataclass(frozen=True, slots=True)
class Composed:
    """What some of the groups make of the tree."""

    splices: Mapping[str, Sequence[Splice]]
    """By path, in order; empty for a file created or deleted as a whole."""
    changes: Changes
    files: Mapping[str, RewrittenFile] = field(default_factory=dict)
    """Those with edits, by path."""


@dataclass(frozen=True, slots=True)
class Settled:
    """The groups that are made (numbers, in order), what they make of the tree, and why the others are not."""

    kept: tuple[int, ...]
    composed: Composed
    project: Project
    dropped: Mapping[int, Breach]
    again: Plan = field(default_factory=Plan)
    """What a second run would do, its groups in order; only where it may."""
    known: Mapping[int, Breach] = field(default_factory=dict)
    """Why groups of ``again`` (numbers) are not made in this run either."""


@dataclass(slots=True)
class Settling:
    """One migration's groups on their way into a tree."""

    project: Project
    groups: Sequence[Group]
    replan: Replan
    edit_imports: EditImports
    watch: Stopwatch
    whole_program: bool = False
    """Whether a second run is made on the whole program, whatever was changed."""
    refused: Mapping[int, Breach] = field(default_factory=dict)
    """Groups that are not made whatever the guards say."""
    repeats: bool = False
    """Whether a second run may change the result; what it would do is then handed back."""
    _scripts: frozenset[str] | None = None
    """Python files that do not end in .py."""
    _passed: dict[str, RewrittenFile] = field(default_factory=dict)
    """By path, files that passed every check in an earlier round."""

    def settle(self) -> Settled:
        """Drops groups until the rest passes every guard."""
        fitting, colliding = compatible(self.groups)
        message = "Another rewrite changes the same code."
        dropped = {number: Breach("G-CONFLICT", message) for number in colliding}
        dropped |= self._overwriting(fitting)
        dropped |= self.refused
        rounds = 0
        while True:
            rounds += 1
            kept = tuple(number for number in fitting if number not in dropped)
            with self.watch.phase("rewrite"):
                composed, faults = self._compose(kept)
            if composed is not None:
                with self.watch.phase("guard"):
                    faults = self._faults_of_files(kept, composed)
                    if not faults:
                        project = self.project.with_changes(composed.changes, _records(composed.files))
                        faults = self._faults_of_imports(kept, composed, project)
                    again = Plan()
                    if not faults:
                        again, faults = self._plan_again(kept, composed, project)
                    if not faults and not self.repeats:
                        faults = self._faults_of_second_run(again, kept, composed, dropped, rounds)
                    if not faults:
                        return self._settled(kept, composed, project, dropped, again)
            dropped.update(faults)

    # -- composing ----------------------------------------------------------------------------------------------------

    def _overwriting(self, numbers: Sequence[int]) -> dict[int, Breach]:
        """The groups that create a file which is there already."""
        return {
            number: Breach("G-EXISTS", f"It would create {change.path}, which is there already.")
            for number in numbers
            for change in self.groups[number].files
            if change.after is not None and self.project.tree.is_taken(change.path)
        }

    def _compose(self, numbers: Sequence[int]) -> tuple[Composed | None, dict[int, Breach]]:
        edits = splices_by_path(self.groups, numbers)
        imports = _imports_by_path(self.groups, numbers)
        orders = [
            FileOrder(path, self._is_python(path), edits.get(path, ()), imports.get(path))
            for path in sorted({*edits, *imports})
        ]
        rewriting = Rewriting(self.project, self.edit_imports, self._passed)
        files = {made.path: made for made in self.project.in_processes(rewriting, orders, self._size)}
        faults = self._faults_of_imports_of(files, numbers)
        if faults:
            return None, faults
        tree = self.project.tree
        splices = {path: made.splices for path, made in files.items()}
        deltas = {path: tree.delta(path, made.after) for path, made in files.items()}
        for number in numbers:
            for change in self.groups[number].files:
                deltas[change.path] = tree.delta(change.path, change.after)
                splices.setdefault(change.path, [])
        return Composed(splices, Changes(deltas.values()), files), {}

    def _size(self, order: FileOrder) -> int:
        return len(self.project.content(order.path))

    def _faults_of_imports_of(self, files: Mapping[str, RewrittenFile], numbers: Sequence[int]) -> dict[int, Breach]:
        """The groups because of which the imports of a file could not be changed; those of the first such file."""
        for path, made in files.items():
            if made.import_error:
                why = Breach("G-IMPORT", f"The imports could not be changed: {made.import_error}")
                return {number: why for number in numbers if path in paths_of_imports(self.groups[number])}
            if made.in_the_way:
                why = Breach("G-CONFLICT", "It changes an import statement that also has to be changed for others.")
                return dict.fromkeys(sorted(made.in_the_way), why)
        return {}

    # -- guards of single files ---------------------------------------------------------------------------------------

    def _faults_of_files(self, kept: Sequence[int], composed: Composed) -> dict[int, Breach]:
        faults: dict[int, Breach] = {}
        lost = self._faults_of_all_files(composed)
        for delta in composed.changes:
            found = self._breach(delta, composed) or lost.get(delta.path)
            if found is not None:
                faults |= self._culprits(delta.path, kept, found)
            elif delta.path in composed.files:
                self._passed[delta.path] = composed.files[delta.path]
        return faults

    def _breach(self, delta: FileDelta, composed: Composed) -> Breach | None:
        """What is wrong with one changed file by itself."""
        made = composed.files.get(delta.path)
        if made is not None and delta.after == made.after:
            return made.breach
        return read_again(delta.after)[1] if delta.after is not None and self._is_python(delta.path) else None

    def _culprits(self, path: str, kept: Sequence[int], whole: Breach) -> dict[int, Breach]:
        """The groups of a file that break a guard by themselves; all of them when none does."""
        numbers = [number for number in kept if _touches(self.groups[number], path)]
        guilty: dict[int, Breach] = {}
        for number in numbers if len(numbers) > 1 else ():
            composed, faults = self._compose([number])
            if composed is None:
                guilty |= faults
                continue
            delta = composed.changes.get(path)
            found = self._breach(delta, composed) if delta is not None else None
            found = found or self._faults_of_all_files(composed).get(path)
            if found is not None:
                guilty[number] = found
        return guilty or dict.fromkeys(numbers, whole)

    def _faults_of_all_files(self, composed: Composed) -> dict[str, Breach]:
        """By path, what can only be told by looking at all changed files."""
        changes = self._python_changes(composed.changes)
        lost = lost_comments(changes, composed.splices)
        if not self.whole_program:
            return lost  # the names of new expressions are the import editor's business
        from flask_modernize.planning.undefined_names import newly_undefined

        return {**newly_undefined(changes), **lost}

    def _python_changes(self, changes: Changes) -> list[FileDelta]:
        return [delta for delta in changes if self._is_python(delta.path)]

    def _is_python(self, path: str) -> bool:
        if self._scripts is None:
            paths = self.project.tree.python_paths()
            self._scripts = frozenset(each for each in paths if not each.endswith(_SUFFIXES))
        return path.endswith(_SUFFIXES) or path in self._scripts

    # -- the start of the program -------------------------------------------------------------------------------------

    def _faults_of_imports(self, kept: Sequence[int], composed: Composed, project: Project) -> dict[int, Breach]:
        """The groups that make a module fail when it is imported, by a circle of imports for instance."""
        if not self.whole_program:
            return {}
        from flask_modernize.project.applications import applications, failed_imports

        made = [each.path for each in self._python_changes(composed.changes) if each.before is None]
        homes = {each.path for each in applications(self.project)}
        entries = sorted({*made[:MAX_ENTRIES], *sorted(homes)[:MAX_ENTRIES]})
        known: set[tuple[str, str, str]] | None = None
        for entry in entries:
            failed = failed_imports(project, entry) if project.tree.exists(entry) else ()
            if not failed:
                continue
            if known is None:
                runs = [failed_imports(self.project, home) for home in sorted(homes)]
                known = {(each.path, each.module, each.name) for run in runs for each in run}
            for path in sorted({each.path for each in failed if not each.name and self.project.tree.exists(each.path)}):
                # A module that has never been there; only a name can be missing because of a circle.
                known |= {(path, each.module, "") for each in failed_imports(self.project, path) if not each.name}
            new = [each for each in failed if (each.path, each.module, each.name) not in known]
            if new:
                what = f"{new[0].name} from {new[0].module}" if new[0].name else new[0].module
                message = (
                    f"{entry} could not be imported: {new[0].path} imports {what}, which is not there at that point."
                )
                paths = {new[0].path, entry}
                guilty = [number for number in kept if not paths.isdisjoint(paths_of(self.groups[number]))]
                return dict.fromkeys(guilty or kept, Breach("G-START", message))
        return {}

    # -- the second run -----------------------------------------------------------------------------------------------

    def _plan_again(self, kept: Sequence[int], composed: Composed, project: Project) -> tuple[Plan, dict[int, Breach]]:
        """What the migration would do on its result; the groups that make it fail there."""
        paths = frozenset(each.path for each in self._python_changes(composed.changes) if each.after is not None)
        if not paths and not (self.whole_program and composed.changes):
            return Plan(), {}
        try:
            known = project.as_changed_from(self.project, composed.changes.paths)
            with known if self._is_asked_once() else nullcontext():
                return self.replan(project, paths), {}
        except Exception as error:
            why = Breach("G-UNSTABLE", f"A second run on the result fails: {type(error).__name__}: {error}")
            failing = self._failing(project, paths)
            return Plan(), {number: why for path in failing for number in self._of_path(kept, path, why)}

    def _is_asked_once(self) -> bool:
        """Whether all that counts of the second plan is whether it has groups, and not the lines of its findings."""
        return not self.whole_program and not self.repeats

    def _faults_of_second_run(
        self, again: Plan, kept: Sequence[int], composed: Composed, dropped: Mapping[int, Breach], rounds: int
    ) -> dict[int, Breach]:
        faults: dict[int, Breach] = {}
        for group in again.groups:
            if self._dropped_as(group, composed, dropped) is None:
                faults |= self._repeated(group, kept, composed, precise=rounds <= ATTRIBUTED_ROUNDS)
        return faults

    def _settled(
        self,
        kept: tuple[int, ...],
        composed: Composed,
        project: Project,
        dropped: Mapping[int, Breach],
        again: Plan,
    ) -> Settled:
        if not self.repeats:
            return Settled(kept, composed, project, dropped)
        groups = in_order(again.groups)
        reasons = [self._dropped_as(group, composed, dropped) for group in groups]
        known = {number: why for number, why in enumerate(reasons) if why is not None}
        return Settled(kept, composed, project, dropped, replace(again, groups=groups), known)

    def _failing(self, project: Project, paths: frozenset[str]) -> Iterable[str]:
        failing = []
        for path in sorted(paths):
            try:
                self.replan(project, frozenset((path,)))
            except Exception:
                failing.append(path)
        return failing or sorted(paths)

    def _of_path(self, kept: Sequence[int], path: str, why: Breach) -> dict[int, Breach]:
        return {number: why for number in kept if _touches(self.groups[number], path)}

    def _repeated(self, again: Group, kept: Sequence[int], composed: Composed, *, precise: bool) -> dict[int, Breach]:
        """The groups whose result a second run would change once more."""
        why = Breach("G-UNSTABLE", f"A second run would change the result again ({again.title}).")
        hit: set[int] = set()
        for edit in again.edits if precise else ():
            splices = composed.splices.get(edit.path, ())
            for each, (start, end) in zip(splices, spans_after(splices), strict=True):
                if each.group is not None and edit.start <= end and start <= edit.end:
                    hit.add(each.group)
        if hit:
            return dict.fromkeys(sorted(hit), why)
        paths = {*paths_of(again), again.path}
        blamed = {number: why for path in sorted(paths) for number in self._of_path(kept, path, why)}
        return blamed or (dict.fromkeys(kept, why) if self.whole_program else {})

    def _dropped_as(self, again: Group, composed: Composed, dropped: Mapping[int, Breach]) -> Breach | None:
        """Why a group of the second run is one that this run knows and does not make; None: it is a new one."""
        for number, why in dropped.items():
            group = self.groups[number]
            spans = [(edit.path, *_span_after(composed, edit.path, edit.start, edit.end)) for edit in group.edits]
            for edit in again.edits:
                if any(path == edit.path and edit.start <= end and start <= edit.end for path, start, end in spans):
                    return why
            if {change.path for change in group.files} & {change.path for change in again.files}:
                return why
            if _asks_for_the_same_imports(group, again):
                return why
        return None


def _asks_for_the_same_imports(group: Group, again: Group) -> bool:
    """Whether two groups without edits are about the same names, on whatever lines."""
    if group.edits or again.edits or not (again.imports or again.dropped_imports):
        return False
    needs = [
        sorted((each.path, each.module, each.name, each.alias or "") for each in of.imports) for of in (group, again)
    ]
    drops = [sorted((each.path, each.name) for each in of.dropped_imports) for of in (group, again)]
    return needs[0] == needs[1] and drops[0] == drops[1]


def _span_after(composed: Composed, path: str, start: int, end: int) -> tuple[int, int]:
    splices = composed.splices.get(path, ())
    covered = [
        after
        for each, after in zip(splices, spans_after(splices), strict=True)
        if each.edit.start < end and start < each.edit.end
    ]
    return (
        min([offset_after(splices, start), *(span[0] for span in covered)]),
        max([offset_after(splices, end), *(span[1] for span in covered)]),
    )


def _imports_by_path(groups: Sequence[Group], numbers: Iterable[int]) -> dict[str, ImportChanges]:
    needs: dict[str, set[ImportNeed]] = {}
    drops: dict[str, set[ImportDrop]] = {}
    for number in numbers:
        for need in groups[number].imports:
            needs.setdefault(need.path, set()).add(need)
        for drop in groups[number].dropped_imports:
            drops.setdefault(drop.path, set()).add(drop)
    return {
        path: ImportChanges(tuple(sorted(needs.get(path, ()), key=_need_order)), tuple(sorted(drops.get(path, ()))))
        for path in sorted({*needs, *drops})
    }


def _need_order(need: ImportNeed) -> tuple[int, str, str, str]:
    return need.beside_line, need.module, need.name, need.alias or ""


def _touches(group: Group, path: str) -> bool:
    return path in paths_of(group)


def _records(files: Mapping[str, RewrittenFile]) -> dict[str, FileRecord]:
    return {path: made.record for path, made in files.items() if made.record is not None}


_SUFFIXES = (".py", ".pyw")
