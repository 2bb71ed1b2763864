"""Plans ``select-queries`` for a project: file by file, and together where queries cross functions."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Finding, Group, Options, Plan
from flask_modernize.project.dependencies import is_pinned_below
from flask_modernize.rewriting.edits import ImportNeed
from flask_modernize_codemods.select_queries.codes import ADVICE, GUIDE
from flask_modernize_codemods.select_queries.dynamic import dynamic_names
from flask_modernize_codemods.select_queries.emission import Emission, FileEdits, SiteEdit, WebsRefused
from flask_modernize_codemods.select_queries.expressions import Expressions
from flask_modernize_codemods.select_queries.flow import FileFlow, Flow
from flask_modernize_codemods.select_queries.heads import TELLING
from flask_modernize_codemods.select_queries.hot_nodes import SPACE, any_of
from flask_modernize_codemods.select_queries.possible_heads import may_have_heads
from flask_modernize_codemods.select_queries.query_functions import QueryFunctions
from flask_modernize_codemods.select_queries.second_plan import SecondPlan, findings
from flask_modernize_codemods.select_queries.statement import Refusal
from flask_modernize_codemods.select_queries.webs import Webs

if TYPE_CHECKING:
    from flask_modernize.project import Project
    from flask_modernize.project.objects import FunctionObject

_MAX_ROUNDS = 6
MIN_SHARED = 16
"""Fewer files than this are not worth another process."""


@dataclass(slots=True)
class _File:
    context: Expressions
    flow: FileFlow


@dataclass(frozen=True, slots=True)
class _Planned:
    """What was found out about one file on its own, in whatever process."""

    path: str
    webs: Webs
    wanted: frozenset[FunctionObject]
    edits: FileEdits | None
    too_deep: bool


def plan_files(project: Project, options: Options, paths: frozenset[str] | None) -> Plan:
    """Every edit and finding, in the order of the files.

    A file is followed and written on its own, so that only one syntax tree is held at a time. Only files between which
    queries travel are followed again together, until nothing new is learned.
    """
    return _Planner(project, options, paths).run()


class _Planner:
    def __init__(self, project: Project, options: Options, paths: frozenset[str] | None) -> None:
        self.project = project
        self.options = options
        self.paths = paths
        length = options.get("line-length", 0)
        self.line_length = length if isinstance(length, int) else 0
        self.webs = Webs()
        self.helpers = QueryFunctions()
        self.edits: dict[str, FileEdits] = {}
        self.too_deep: list[str] = []
        self._parts: dict[frozenset[str], re.Pattern[bytes]] = {}
        self._second = SecondPlan.of(project, options)
        self._together: set[str] = set()
        """The files that queries come from or go to."""

    def run(self) -> Plan:
        paths = self._paths_to_follow()
        for planned in self.project.in_processes(self._planned_alone, paths, self._size, least=MIN_SHARED):
            self._take_over(planned)
        self._follow_helpers()
        self._remember(paths)
        return self._plan()

    def _size(self, path: str) -> int:
        return len(self.project.content(path))

    def _planned_alone(self, path: str) -> _Planned:
        alone = _Planner(self.project, self.options, self.paths)
        alone._parts = self._parts
        alone._plan_file(path)
        wanted = frozenset(alone.helpers.wanted)
        return _Planned(path, alone.webs, wanted, alone.edits.get(path), bool(alone.too_deep))

    def _take_over(self, planned: _Planned) -> None:
        start = self.webs.take_over(planned.webs)
        if planned.wanted:
            self.helpers.wanted |= planned.wanted
            self._together.add(planned.path)
        if planned.edits is not None:
            self.edits[planned.path] = planned.edits.renumbered(start)
        if planned.too_deep:
            self.too_deep.append(planned.path)

    def _plan_file(self, path: str) -> None:
        """Follows and writes one file on its own. One whose expressions are too deep to follow is left alone."""
        if not self._may_have_heads(path):
            return
        try:
            file = self._follow(path)
            if file is not None and file.flow.heads:
                self._write([file])
        except RecursionError:
            self.webs.forget(path)
            self.edits.pop(path, None)
            self.too_deep.append(path)

    def _paths_to_follow(self) -> list[str]:
        """The files that may be changed and may have sites, but for those that certainly have nothing left to do."""
        second = self._second
        if second is None or self.paths is None:
            return [path for path in self._paths() if self._is_editable(path)]
        found = [path for path in sorted(self.paths) if second.may_have_work(path, self._part())]
        unknown = {path for path in found if not second.knows(path)}
        return [path for path in found if path not in unknown.difference(self._paths() if unknown else ())]

    def _remember(self, paths: Collection[str]) -> None:
        """Keeps what a second plan is spared by."""
        found = findings(self.project, self.options)
        found.keep(paths, self.webs, {*paths}.difference(self._together, self.too_deep))
        found.answers |= {**self.helpers.rejected, **self.helpers.qualified}

    def _paths(self) -> list[str]:
        """The files that may have sites: those that say ``.query``, or use a dynamic relationship."""
        found = set(self.project.mentioning("query"))
        names = dynamic_names(self.project)
        if names:
            found.update(self.project.files_with(re.compile(_uses_of(names))))
        return sorted(found)

    def _part(self) -> re.Pattern[bytes]:
        """What a function says that may have queries: its own, those of dynamic relationships, and handed on ones."""
        called = frozenset(function.name for function in self.helpers.qualified)
        if called not in self._parts:
            words = [rb"\." + SPACE + rb"query\b"]
            if dynamic_names(self.project):
                words.append(_uses_of(dynamic_names(self.project)))
            if called:
                words.append(rb"\b(?:" + "|".join(sorted(called)).encode() + rb")\b")
            self._parts[called] = re.compile(b"|".join(words))
        return self._parts[called]

    def _may_have_heads(self, path: str) -> bool:
        if may_have_heads(self.project, path):
            return True
        dynamic = dynamic_names(self.project)
        return bool(dynamic) and re.search(_uses_of(dynamic), self.project.content(path)) is not None

    def _is_editable(self, path: str) -> bool:
        return self.paths is None or path in self.paths

    def _follow(self, path: str) -> _File | None:
        syntax = self.project.followed(path, self._part())
        if syntax is None:
            return None
        context = Expressions(self.project, syntax, self.options)
        return _File(context, Flow(context, self.webs, self.helpers).run())

    # ------------------------------------------------------- queries that travel

    def _follow_helpers(self) -> None:
        """Looks at the functions that hand queries on, and follows all files that mention those that qualify."""
        files: list[_File] = []
        for _ in range(_MAX_ROUNDS):
            if not self.helpers.wanted:
                break
            known = self._second.answers(self.helpers.wanted) if self._second is not None else {}
            self.helpers.qualify(self.project, known)
            affected = sorted({path for paths in self.helpers.qualified.values() for path in paths})
            self._together.update(affected)
            files = self._settle(affected)
        if files:
            for file in files:
                self.edits.pop(file.context.path, None)
            self._write(files)

    def _settle(self, affected: list[str]) -> list[_File]:
        """Follows the files until what the functions hand on does not change any more."""
        files: list[_File] = []
        for _ in range(_MAX_ROUNDS):
            before = (dict(self.helpers.returns), dict(self.helpers.arguments))
            for path in affected:
                self.webs.forget(path)
            files = [file for path in affected if (file := self._follow(path)) is not None]
            if before == (self.helpers.returns, self.helpers.arguments):
                return files
        too_many = Refusal("Q-ESCAPES", "the query travels through more functions than can be followed")
        for value in (*self.helpers.returns.values(), *self.helpers.arguments.values()):
            self.webs.refuse(value.heads, too_many)
        return files

    def _write(self, files: list[_File]) -> None:
        """Writes files anew; a web that turns out not to be writable in one of them is refused in all."""
        while True:
            try:
                made = [Emission(file.context, file.flow, self.webs, self.line_length).run() for file in files]
            except WebsRefused as error:
                for web, refusal in error.refusals.items():
                    self.webs.refuse([web], refusal)
                continue
            self.edits.update({file.context.path: edits for file, edits in zip(files, made, strict=True)})
            return

    # ------------------------------------------------------------------ the plan

    def _plan(self) -> Plan:
        groups = self._groups()
        if self.paths is not None:
            inside = [group for group in groups if all(edit.path in self.paths for edit in group.edits)]
            kept = set(map(id, inside))
            outside = [_outside(group) for group in groups if id(group) not in kept and group.path in self.paths]
            remarks, steps = self._dependencies() if inside else ([], ())
            return Plan(tuple(inside), tuple(sorted([*self._findings(), *outside, *remarks])), steps)
        remarks, steps = self._dependencies() if groups else ([], ())
        return Plan(tuple(groups), tuple(sorted([*self._findings(), *remarks])), steps)

    def _dependencies(self) -> tuple[list[Finding], tuple[str, ...]]:
        """Pins that the new code cannot run on; if none is declared, what it needs."""
        found = []
        for name, least in (("sqlalchemy", "1.4.24"), ("flask-sqlalchemy", "3.0")):
            for path in sorted(self.edits):
                pin = is_pinned_below(self.project, name, least, path)
                if pin is None or (name == "flask-sqlalchemy" and not self._needs_today(path)):
                    continue
                message = f"the new code needs {pin.name} {least} or later, and this pins {pin.specifier}"
                finding = Finding(
                    pin.path, pin.line, 1, "Q-DEPENDENCY", message, ADVICE["Q-DEPENDENCY"], GUIDE, site=False
                )
                if finding not in found:
                    found.append(finding)
        if found:
            return found, ("Raise the pins named under Q-DEPENDENCY, install, and run the tests.",)
        return [], (
            "The new code needs SQLAlchemy 1.4.24 or later; db.get_or_404() and its kin need Flask-SQLAlchemy 3.0.",
        )

    def _needs_today(self, path: str) -> bool:
        """Whether code for Flask-SQLAlchemy 3 was written although an older one is pinned; see ``Expressions``."""
        return (
            self.options.get("target") == "today"
            or is_pinned_below(self.project, "sqlalchemy", "1.4", path) is not None
        )

    def _groups(self) -> list[Group]:
        """Webs whose edits lie inside one another are one group."""
        refused = self.webs.refused_webs()
        parents: dict[int, int] = {}

        def root(web: int) -> int:
            while web in parents:
                web = parents[web]
            return web

        sites = [site for _, edits in sorted(self.edits.items()) for site in edits.edits]
        for site in sites:
            first, *others = sorted({root(web) for web in site.webs})
            for other in others:
                parents[other] = first
        members: dict[int, list[SiteEdit]] = {}
        for site in sites:
            members.setdefault(root(min(site.webs)), []).append(site)
        webs_of: dict[int, set[int]] = {}
        for number in range(len(self.webs.places)):
            web = self.webs.web(number)
            if web not in refused:
                webs_of.setdefault(root(web), set()).add(number)
        needs_of: dict[int, set[ImportNeed]] = {}
        for edits in self.edits.values():
            for web, needs in edits.needs.items():
                needs_of.setdefault(web, set()).update(needs)
        return [self._group(members[key], webs_of.get(key, set()), needs_of) for key in members]

    def _group(self, sites: list[SiteEdit], heads: set[int], needs_of: dict[int, set[ImportNeed]]) -> Group:
        needs = {need for site in sites for web in site.webs for need in needs_of.get(web, ())}
        path, line, _ = min(self.webs.places[head] for head in heads)
        count = len(heads)
        return Group(
            title="a query" if count == 1 else f"{count} queries that belong together",
            path=path,
            line=line,
            edits=tuple(sorted(site.edit for site in sites)),
            imports=tuple(sorted(needs, key=str)),
            statements=tuple(sorted({site.statement for site in sites})),
            sites=count,
        )

    def _findings(self) -> Iterable[Finding]:
        refused = self.webs.refused_webs()
        found = [
            Finding(path, 1, 1, "Q-LAYOUT", "an expression is too deep to be followed", ADVICE["Q-LAYOUT"], GUIDE)
            for path in self.too_deep
        ]
        for number, (path, line, column) in enumerate(self.webs.places):
            if path in self.too_deep:
                continue
            refusal = self.webs.refusals.get(number) or refused.get(self.webs.web(number))
            if refusal is not None and (self.paths is None or path in self.paths):
                why = self.helpers.rejected.get(refusal.helper, "") if refusal.helper is not None else ""
                message = f"{refusal.message}; {why}" if why else refusal.message
                found.append(Finding(path, line, column, refusal.code, message, ADVICE[refusal.code], GUIDE))
        return sorted(found)


def _uses_of(names: frozenset[str]) -> bytes:
    """Matches a method of a Query on one of the dynamic relationships ``names``."""
    name, method = (any_of(words) for words in (names, TELLING))
    dot = SPACE + rb"\." + SPACE
    return rb"\." + SPACE + name + dot + method + rb"\b"


def _outside(group: Group) -> Finding:
    message = "the query travels to files outside the given paths"
    return Finding(group.path, group.line, 1, "Q-ESCAPES", message, "Run on all files of the project.", GUIDE)
