"""One module of the application, its statements, and what is to be done with them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Edit
from flask_modernize.project import Object
from flask_modernize.project.applications import Use, is_main_guard
from flask_modernize_codemods.app_factory.decorators import Registration
from flask_modernize_codemods.app_factory.moving import Chunk, FileLayout
from flask_modernize_codemods.app_factory.names import names_bound

if TYPE_CHECKING:
    from flask_modernize.project import Project, Syntax
    from flask_modernize.sources import SourceFile
    from flask_modernize_codemods.app_factory.celery_apps import CeleryApp


@dataclass(slots=True)
class Module:
    """One module of the application, its statements, and what is to be done with them.

    ``local`` is what the application is called in the new function; ``needy_elsewhere`` are functions and classes of
    other modules that use it. All other fields are about numbers of chunks: ``moved`` are those that move (of which
    ``replaced`` are not needed any more, ``contexts`` need an application context, and ``globals`` go on binding a name
    for the module), ``edits_in`` the edits inside of them and ``imports_of`` the imports before them; ``runs`` start a
    server when the module is imported; ``handed`` hand the application to a function. ``registrations`` are by number
    and by what is upper.
    """

    project: Project
    syntax: Syntax
    uses: tuple[Use, ...]
    local: str
    creation: int
    chunks: tuple[Chunk, ...]
    layout: FileLayout
    needy_elsewhere: frozenset[Object] = frozenset()
    moved: set[int] = field(default_factory=set)
    registrations: list[tuple[int, int, Use, Registration]] = field(default_factory=list)
    edits_in: dict[int, list[Edit]] = field(default_factory=dict)
    imports_of: dict[int, list[str]] = field(default_factory=dict)
    contexts: set[int] = field(default_factory=set)
    runs: set[int] = field(default_factory=set)
    handed: set[int] = field(default_factory=set)
    replaced: set[int] = field(default_factory=set)
    globals: dict[int, tuple[str, ...]] = field(default_factory=dict)
    celery: CeleryApp | None = None
    """The Celery object of the program, in whatever module."""

    @property
    def tasks(self) -> frozenset[ast.AST]:
        """The functions that are tasks."""
        return self.celery.task_functions if self.celery is not None else frozenset()

    @property
    def makes_celery(self) -> bool:
        """Whether this module makes the Celery object."""
        return self.celery is not None and self.celery.path == self.path

    @property
    def source(self) -> SourceFile:
        return self.syntax.source

    @property
    def path(self) -> str:
        return self.syntax.path

    def number_at(self, line: int) -> int:
        """The number of the chunk that a line lies in."""
        for number, chunk in enumerate(self.chunks):
            if chunk.first <= line <= chunk.last:
                return number
        raise ValueError(f"{self.path}: no statement on line {line}")

    def is_moved(self, line: int) -> bool:
        """Whether the statement on a line moves."""
        return any(chunk.first <= line <= chunk.last and number in self.moved for number, chunk in self._numbered())

    def _numbered(self) -> Iterator[tuple[int, Chunk]]:
        return iter(enumerate(self.chunks))

    @property
    def guards(self) -> frozenset[int]:
        """The chunks that only run when the file is run as a script."""
        return frozenset(n for n, chunk in enumerate(self.chunks) if is_main_guard(chunk.statement))

    @property
    def has_pieces(self) -> bool:
        return bool(self.moved or self.registrations)

    def local_names(self) -> frozenset[str]:
        """The names that the statements that move bind."""
        return frozenset(name for number in self.moved for name in names_bound_by(self.chunks[number]))


def names_bound_by(chunk: Chunk) -> frozenset[str]:
    return frozenset(name for statement in chunk.statements for name in names_bound(statement))
