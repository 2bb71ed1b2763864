"""Plans ``unbound-extensions``: one group for each module that holds an app."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Edit, FileChange, Finding, Group, Options, Plan
from flask_modernize.project.applications import Application, applications, is_test_path, made_applications
from flask_modernize.project.modules import parent_of
from flask_modernize.project.objects import ModuleObject
from flask_modernize.project.syntax import Syntax
from flask_modernize.rewriting.edits import ImportDrop, ImportNeed
from flask_modernize.rewriting.whole_statements import TakenOut, below, replaced, taken_out
from flask_modernize_codemods.unbound_extensions.arguments import (
    constructor_text,
    init_app_text,
)
from flask_modernize_codemods.unbound_extensions.bound_sessions import session_groups
from flask_modernize_codemods.unbound_extensions.class_imports import dropped_class_imports
from flask_modernize_codemods.unbound_extensions.codes import ADVICE, GUIDE
from flask_modernize_codemods.unbound_extensions.decisions import Decisions, Move, own_annotation, stays
from flask_modernize_codemods.unbound_extensions.extensions_module import (
    ExtensionsModule,
    extensions_module,
    module_name,
    module_text,
)
from flask_modernize_codemods.unbound_extensions.imports import retargets
from flask_modernize_codemods.unbound_extensions.preparations import import_line
from flask_modernize_codemods.unbound_extensions.sites import Site, sites_of
from flask_modernize_codemods.unbound_extensions.statement import Refusal, first_name, text_of
from flask_modernize_codemods.unbound_extensions.surroundings import Import

if TYPE_CHECKING:
    from flask_modernize.project.project import Project

DEFAULT_LINE_LENGTH = 88
SHELL = "In a plain Python shell, open a context first: `with app.app_context():`, or use `flask shell`."


def plan_project(project: Project, options: Options) -> Plan:
    """The groups and findings of all apps that module-level variables hold, tests left out."""
    length = options.get("line-length", 0)
    line_length = length if isinstance(length, int) and length else DEFAULT_LINE_LENGTH
    homes: dict[str, list[Application]] = {}
    for application in (*applications(project), *_made_here(project)):
        if not is_test_path(application.path):
            homes.setdefault(application.path, []).append(application)
    packages = _packages(project, options)
    drafts = [_Draft(project, home, held, line_length, packages) for home, held in sorted(homes.items())]
    directories = [parent_of(draft.home) for draft in drafts if draft.moved]
    groups, refusals = [], []
    for draft in drafts:
        group = draft.group(alone=directories.count(parent_of(draft.home)) <= 1)
        if group is not None:
            groups.append(group)
        refusals += draft.refusals
    groups += [group for held in homes.values() for each in held for group in session_groups(project, each)]
    steps = (SHELL,) if groups and any(draft.may_be_used_in_a_shell for draft in drafts) else ()
    return Plan(tuple(groups), tuple(sorted({_finding(each) for each in refusals})), steps)


def _made_here(project: Project) -> Iterator[Application]:
    """The apps that a function of their own module makes: ``app = create_app()`` below ``def create_app():``.

    What a script does to the app that it asks a factory for is the script's own business.
    """
    for each in made_applications(project):
        if each.made_by is not None and each.made_by.path == each.path:
            yield each


def _packages(project: Project, options: Options) -> str:
    """The directory of the option ``site-packages``, relative to the project; empty when it is not set."""
    directory = options.get("site-packages", "")
    return os.path.join(project.tree.root, directory) if isinstance(directory, str) and directory else ""


def _finding(refusal: Refusal) -> Finding:
    return Finding(
        refusal.path,
        refusal.line,
        refusal.column,
        refusal.code,
        refusal.message,
        ADVICE[refusal.code],
        GUIDE,
        site=refusal.site,
    )


@dataclass(slots=True)
class _Parts:
    """What a group is put together from."""

    edits: list[Edit] = field(default_factory=list)
    imports: set[ImportNeed] = field(default_factory=set)
    drops: set[ImportDrop] = field(default_factory=set)
    files: list[FileChange] = field(default_factory=list)


class _Draft:
    """The extensions of the apps of one module: which move, which are unbound where they are, which stay."""

    def __init__(
        self, project: Project, home: str, held: Sequence[Application], line_length: int, packages: str
    ) -> None:
        self.project = project
        self.home = home
        self.line_length = line_length
        found: dict[ast.Call, Site] = {}
        refusals: list[Refusal] = []
        for application in held:
            answer = sites_of(project, application, packages)
            refusals += answer.refusals
            found.update({site.call: site for site in answer.sites})
        ordered = sorted(found.values(), key=lambda site: (site.path != home, site.path, site.statement.lineno))
        decisions = Decisions(project, home, ordered)
        self.moves = decisions.moves
        self.refusals = refusals + decisions.refusals

    @property
    def moved(self) -> list[Move]:
        return [each for each in self.moves if each.moves]

    @property
    def may_be_used_in_a_shell(self) -> bool:
        """Whether a database now needs a context where, by Flask-SQLAlchemy 2, it needed none."""
        return any(move.site.extension.row.models and not move.keeping.lines for move in self.moves if move.site.bound)

    # -- the group -----------------------------------------------------------------------------------------------------

    def group(self, *, alone: bool) -> Group | None:
        module = extensions_module(self.project, self.home, alone=alone) if self.moved else None
        if module is not None and module.exists:
            self._leave_out_what_collides(module)
        if not self.moves:
            return None
        parts = _Parts()
        gone: dict[str, TakenOut] = {}
        for path, moves in _by_path(self.moves).items():
            going = [move.site.statement for move in moves if move.moves and move.place is not move.site.statement]
            gone[path] = taken_out(
                moves[0].site.syntax, [*going, *(m.site.statement for m in moves if not m.site.bound)]
            )
            parts.edits += gone[path].edits
            parts.edits += [edit for move in moves for edit in self._edits(move)]
            parts.drops |= dropped_class_imports(self.project, path, [move.site for move in moves if move.moves])
        if module is not None and self.moved:
            self._use_module(module, parts, gone)
        first = self.moves[0].site
        return Group(
            title=_title(self.moves),
            path=first.path,
            line=first.statement.lineno,
            edits=tuple(sorted(set(parts.edits))),
            imports=tuple(sorted(parts.imports, key=str)),
            dropped_imports=tuple(sorted(parts.drops)),
            files=tuple(parts.files),
            statements=tuple(sorted({_lines(move.site.path, move.site.statement) for move in self.moves})),
            sites=len(self.moves),
        )

    def _leave_out_what_collides(self, module: ExtensionsModule) -> None:
        """Instances that do not fit into the module that is there already stay where they are."""
        facts = self.project.facts(module.path)
        names = set(facts.bindings) if facts is not None else set()
        kept = []
        for move in self.moves:
            why = ""
            if move.moves and move.site.name in names:
                why = "the extensions module has that name already"
            elif any(not each.name for each in move.imports or ()):
                why = "its arguments need another import statement in the extensions module"
            if why and not move.site.bound:
                continue
            if why:
                remark, move = stays(move, why)
                self.refusals.append(remark)
            kept.append(move)
        self.moves = kept

    def _edits(self, move: Move) -> list[Edit]:
        """What changes where the instance was made, but for lines that go as a whole."""
        site = move.site
        if not site.bound:
            return []
        init = [init_app_text(site, move.division, self.line_length), *move.keeping.lines]
        instance = [] if move.moves else [self._instance(move)]
        if move.place is site.statement:
            return [replaced(site.syntax, site.statement, [*instance, *init]), *move.keeping.edits]
        here = [replaced(site.syntax, site.statement, instance)] if instance else []
        return [*here, below(site.syntax, move.place, init), *move.keeping.edits]

    def _instance(self, move: Move) -> str:
        """``name = Ext(...)``, with the annotation that it had."""
        site = move.site
        call = constructor_text(site, move.division, move.class_name)
        if not isinstance(site.statement, ast.AnnAssign):
            return f"{site.name} = {call}"
        annotation = own_annotation(site)
        text = move.class_name if annotation is None else text_of(site.syntax.source, annotation)
        return f"{site.name}: {text} = {call}"

    def _moved_lines(self, move: Move, gone: TakenOut) -> list[str]:
        """The instance as it stands in the extensions module, with the comments that are its own."""
        statement = move.site.statement
        behind = gone.behind.get(statement)
        instance = self._instance(move)
        return [*gone.above.get(statement, ()), f"{instance}  {behind}" if behind else instance]

    def _use_module(self, module: ExtensionsModule, parts: _Parts, gone: Mapping[str, TakenOut]) -> None:
        moved = self.moved
        # Other modules than the app's may only run because an instance is imported from them: those imports stay.
        variables = {move.site.variable for move in moved if _keeps_its_name(move.site) and move.site.path == self.home}
        followed = retargets(self.project, variables, module.path)
        for path, moves in _by_path(moved).items():
            beside = next((each for each in followed if each.path == path and each.statement.col_offset == 0), None)
            name = module_name(self.project, module, path, beside.statement if beside else None)
            names = {first_name(move.site.call.func) for move in moves}
            line = beside.statement.lineno if beside else import_line(moves[0].site.syntax, names)
            parts.imports |= {ImportNeed(path, name, move.site.name, beside_line=line) for move in moves}
        for each in followed:
            name = module_name(self.project, module, each.path, each.statement)
            line = each.statement.lineno
            parts.drops.add(ImportDrop(each.path, line, each.bound))
            parts.imports.add(ImportNeed(each.path, name, each.alias.name, each.alias.asname, beside_line=line))
        imports = {each for move in moved for each in move.imports or ()}
        instances = [
            line for move in moved if not move.shares for line in self._moved_lines(move, gone[move.site.path])
        ]
        if module.exists:
            self._extend(module, imports, instances, parts)
        else:
            text = module_text(imports, instances, self._is_first_party, self.line_length)
            parts.files.append(FileChange(module.path, _encoded(text, moved[0].site.syntax)))

    def _is_first_party(self, module: str) -> bool:
        return isinstance(self.project.imported(self.home, module, None, 0), ModuleObject)

    def _extend(
        self, module: ExtensionsModule, imports: Iterable[Import], instances: Sequence[str], parts: _Parts
    ) -> None:
        syntax = self.project.syntax(module.path)
        assert syntax is not None
        parts.imports |= {ImportNeed(module.path, each.module, each.name, each.alias or None) for each in imports}
        parts.edits.append(below(syntax, syntax.module.body[-1], list(instances)))


def _by_path(moves: Iterable[Move]) -> Mapping[str, list[Move]]:
    found: dict[str, list[Move]] = {}
    for move in moves:
        found.setdefault(move.site.path, []).append(move)
    return found


def _title(moves: Sequence[Move]) -> str:
    if len(moves) == 1:
        return f"the extension {moves[0].site.name}"
    return f"{len(moves)} extensions of an app"


def _lines(path: str, statement: ast.stmt) -> tuple[str, int, int]:
    return path, statement.lineno, statement.end_lineno or statement.lineno


def _keeps_its_name(site: Site) -> bool:
    """Whether the instance is what other modules get that import its name: nothing takes the name over later."""
    later = [
        each
        for each in site.syntax.scopes.module_scope.bindings.get(site.name, ())
        if getattr(each.node, "lineno", 0) > site.statement.lineno
    ]
    return site.named and not later


def _encoded(text: str, syntax: Syntax) -> bytes:
    """A new file's text with the line ends of the file that it comes from."""
    return text.replace("\n", syntax.source.newline).encode("utf-8")
