"""What a plan of a changed program need not look at once more.

It has to tell whether the program that a plan made leaves anything to do. Where the program's structure is as it was, a
function that did not change means what it meant, and gives the refusals that it gave: only what changed is followed
again, and what may depend on more than its function.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flask_modernize.project.memory import remembered
from flask_modernize.project.parsed import saying
from flask_modernize.project.structure import FileChange, Likeness, may_concern

if TYPE_CHECKING:
    from flask_modernize.planning.contract import Options
    from flask_modernize.project import Project
    from flask_modernize.project.objects import FunctionObject
    from flask_modernize_codemods.select_queries.webs import Webs

_LASTING = frozenset(
    {
        "Q-CUSTOM-QUERY-CLASS",
        "Q-DISTINCT-ORDER",
        "Q-DUP-KEYS",
        "Q-ESCAPES",
        "Q-EVENT-LISTENER",
        "Q-FILTERBY-TARGET",
        "Q-LEGACY-RAISES",
        "Q-MIXED",
        "Q-MODULE-LEVEL",
        "Q-OPEN-CLASS",
        "Q-PAGINATE-ROWS",
        "Q-REMOVED-API",
        "Q-SHAPE",
        "Q-STAR-ARGS",
        "Q-TEMPLATE",
        "Q-TEXT-LABEL",
        "Q-TRUTHINESS",
        "Q-UNION",
        "Q-UNKNOWN-ARGUMENTS",
        "Q-UNKNOWN-ENTITY",
        "Q-UNKNOWN-METHOD",
        "Q-UNKNOWN-MODEL",
        "Q-UNLABELLED-FUNC-KEYS",
    }
)
"""Refusals that say something about a function and the program's structure. Others are about the names that a module
has, and the layout of its lines: those change with its imports, and with what else is written anew in the file."""

Answer = frozenset[str] | str
"""The files that name a function which may hand queries on, or why it may not."""


@dataclass(slots=True)
class Findings:
    """What the plans for one project found out, all with the same options."""

    unsettled: dict[str, tuple[int, ...] | None] = field(default_factory=dict)
    """By path of what was followed, the lines of sites that were written anew, or were not for a reason that may not
    last; None where queries come from or go to other functions, or nothing can be told."""
    answers: dict[FunctionObject, Answer] = field(default_factory=dict)
    """Of functions that handed queries on."""

    def keep(self, paths: Collection[str], webs: Webs, alone: Collection[str]) -> None:
        """Remembers what became of the sites of files; ``alone`` are those of them that were followed by themselves."""
        refused = webs.refused_webs()
        lines: dict[str, list[int]] = {path: [] for path in paths}
        for number, (path, line, _) in enumerate(webs.places):
            reasons = (webs.refusals.get(number), refused.get(webs.web(number)))
            if path in lines and not any(reason is not None and reason.code in _LASTING for reason in reasons):
                lines[path].append(line)
        self.unsettled |= {path: tuple(found) if path in alone else None for path, found in lines.items()}


@remembered
def _found(project: Project) -> dict[tuple[object, ...], Findings]:
    return {}


def findings(project: Project, options: Options) -> Findings:
    """What is remembered of a project, to be added to."""
    return _found(project).setdefault(tuple(sorted(options.items())), Findings())


class SecondPlan:
    """What is known of a program that is like one that was planned before."""

    def __init__(self, project: Project, like: Likeness, before: Findings) -> None:
        self._project = project
        self._like = like
        self._before = before

    @classmethod
    def of(cls, project: Project, options: Options) -> SecondPlan | None:
        """None where everything has to be looked at."""
        like = project.likeness
        return cls(project, like, findings(like.before, options)) if like is not None else None

    def knows(self, path: str) -> bool:
        """Whether the first plan followed the file."""
        return path in self._before.unsettled

    def may_have_work(self, path: str, part: re.Pattern[bytes]) -> bool:
        """Whether a file may have sites that are written anew now; ``part`` is what every function with sites says."""
        change, lines = self._like.files.get(path), self._before.unsettled.get(path)
        if change is None or lines is None:
            return True
        return not _are_gone(lines, change) or may_concern(self._project, path, change, part)

    def answers(self, wanted: Collection[FunctionObject]) -> Mapping[FunctionObject, Answer]:
        """The answers of before for functions that nothing names in what changed."""
        known = {each: self._before.answers[each] for each in wanted if each in self._before.answers}
        said = b"\n".join([text for change in self._like.files.values() for text in change.texts]) if known else b""
        return {each: answer for each, answer in known.items() if not self._may_be_named(each.name, said)}

    def _may_be_named(self, name: str, said: bytes) -> bool:
        word = saying(name)
        if word.search(said):
            return True
        changes = ((path, self._like.files.get(path)) for path in self._project.files_with(name.encode()))
        return any(
            change is not None and bool(change.names) and may_concern(self._project, path, change, word)
            for path, change in changes
        )


def _are_gone(lines: Collection[int], change: FileChange) -> bool:
    """Whether all lines were in functions that changed."""
    return all(any(first <= line <= last for first, last in change.before) for line in lines)
