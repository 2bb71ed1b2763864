"""What a migration is, and what it hands back: edits in groups, findings, next steps.

Everything here is plain immutable data, so that a plan can be compared, cached and sent between processes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from flask_modernize.planning.libraries import Library as Library
from flask_modernize.rewriting.edits import Edit as Edit
from flask_modernize.rewriting.edits import ImportDrop as ImportDrop
from flask_modernize.rewriting.edits import ImportNeed as ImportNeed

if TYPE_CHECKING:
    from flask_modernize.project import Project


class Behaviour(Enum):
    """What a migration promises about the running application."""

    SAME = "same"
    """Verification must find no difference."""
    REVIEW = "review"
    """The same as far as the tool can tell; a person should read it. Opt-in."""
    INTENDED = "intended"
    """Declared differences, and nothing else. Opt-in."""


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file that is created, or deleted (``after is None``), as a whole; creating one that is there is a breach."""

    path: str
    after: bytes | None


@dataclass(frozen=True, slots=True)
class Group:
    """Edits that only make sense together: all are made, or none.

    ``path`` and ``line`` (1-based) say where the reader should look for it; ``title`` what it does, in a few words.
    ``statements`` are the (path, first line, last line) that an inline ignore comment must stand on to prevent it.
    ``imports`` and ``dropped_imports`` of a file are worked out together, whatever groups they come from.
    """

    title: str
    path: str
    line: int
    edits: tuple[Edit, ...]
    imports: tuple[ImportNeed, ...] = ()
    files: tuple[FileChange, ...] = ()
    statements: tuple[tuple[str, int, int], ...] = ()
    sites: int = 1
    """How many legacy sites this group rewrites; for the figures."""
    dropped_imports: tuple[ImportDrop, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A place that the tool sees and leaves alone. ``line`` is 1-based, ``column`` 1-based in characters."""

    path: str
    line: int
    column: int
    code: str
    """For instance ``Q-ESCAPES``; stable, documented in ``explain``."""
    message: str
    """Why it is left alone, in one sentence that names the thing."""
    advice: str = ""
    """What a person can do."""
    guide: str = ""
    """Section of the guide that it falls under, for instance ``Database Patterns``."""
    site: bool = True
    """Whether it stands for a legacy site that was not rewritten (False: a remark)."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A migration's answer for one tree."""

    groups: tuple[Group, ...] = ()
    findings: tuple[Finding, ...] = ()
    next_steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Option:
    """A setting of one migration: ``[tool.flask-modernize.<migration>] name = value``."""

    name: str
    default: bool | str | int | tuple[str, ...]
    help: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Code:
    """A finding code of a migration, for ``explain`` and the docs."""

    code: str
    meaning: str
    advice: str


@dataclass(frozen=True, slots=True)
class IntendedDifference:
    """Something that the application does otherwise afterwards, and is meant to.

    ``kind`` is one of :data:`flask_modernize.verify.compare.KINDS`, ``where`` a pattern as for file names; ``reason``
    is for people.
    """

    kind: str
    reason: str
    where: str = "*"
    words: str = ""
    """A regular expression of all that may be different: without what it matches, both sides must be the same."""


OptionValue = bool | str | int | tuple[str, ...]
Options = Mapping[str, OptionValue]


@dataclass(frozen=True, slots=True)
class Migration:
    """The closed unit that a user applies and commits. ``id`` is kebab-case; ``order`` places it on the ladder.

    ``documentation`` is the defining module's docstring, with the sections *What it does*, *Why*, *Example before*,
    *Example after*, *Safety*, *References*: ``explain`` and the docs page are made from it, and its examples are run.
    ``plan(project, options, paths)`` plans the edits for ``paths`` (all Python files when None); facts always come
    from the whole project. It must be a pure function of its arguments. Among its ``options`` it always finds
    ``line-length``, the project's own in characters.

    The module is also imported to list the migration, so what is slow to import (libcst) belongs inside ``plan``.
    """

    id: str
    order: int
    summary: str
    behaviour: Behaviour
    guide: str
    documentation: str
    plan: Callable[[Project, Options, frozenset[str] | None], Plan]
    options: tuple[Option, ...] = ()
    codes: tuple[Code, ...] = field(default=())
    intended: tuple[IntendedDifference, ...] = ()
    """What verification may find different; everything else must be equal."""
    needs: tuple[str, ...] = ()
    """Ids of migrations whose failure in the same run makes this one pointless; it is then skipped."""
    requires: tuple[str, ...] = ()
    """What the new code runs on (PEP 508: ``SQLAlchemy>=1.4.24``). Where something older is known to be installed, the
    migration is skipped, unless it has nothing to do there."""
    whole_program: bool = False
    """Planned for the program as a whole: ``plan`` is always given ``paths=None``.

    The engine leaves out the groups that touch Python files outside of the chosen ones (``G-PATHS``), and the findings
    there.
    """
    repeats: bool = False
    """Whether it may go on with what it made itself: it is planned again on its result until nothing is left to do.

    The others must have nothing to do on their result (``G-UNSTABLE``).
    """
    library: Library | None = None
    """The library whose old versions it migrates from: it only runs where the project declares, locks or uses one."""
    old_code: Callable[[Project], str] | None = None
    """Says where code uses what the library has not any more, whatever version is declared; empty when none does."""
    reads_on_demand: bool = False
    """Whether it looks at few of the files, so that a run of such migrations alone need not parse all that may be
    relevant before it begins, if the tree is large. Then a file is read when the plan asks for it, of most only what
    stands outside of functions (:meth:`Project.followed` reads all of one), and only files that it asks for are
    reported where they do not parse."""
    fingerprint: str = ""
    """What the plan depends on besides the tree and the package of ``plan``; kept runs with another are not used."""
