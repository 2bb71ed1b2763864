"""What is known of the places of a configuration key."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask_modernize.project.syntax import Syntax
    from flask_modernize.sources import SourceFile


@dataclass(frozen=True, slots=True, eq=False)
class KeyPlace:
    """One place of a key; ``start`` is the offset of the first byte of the key's own text.

    ``role`` is ``write``, ``read`` or ``delete``. ``form``:

    - ``item``: ``app.config["KEY"]``; ``argument``: ``app.config.get("KEY")``, ``"KEY" in app.config``;
    - ``keyword``: ``app.config.update(KEY=...)``; ``pair``: ``{"KEY": ...}`` that is loaded;
    - ``attribute``: of the body of a settings class; ``constant``: of a settings module; ``line``: of a file that
      ``from_pyfile`` reads;
    - ``name``, ``member``, ``import``: a constant or attribute of those read by name, as ``Config.KEY``, imported;
    - ``json``: of a JSON or TOML file; ``variable``: ``FLASK_KEY`` in a file of environment variables;
    - ``template``: ``config.KEY`` in a template.

    ``value`` is what is written, where that is one expression. ``syntax``, ``node`` and ``statement`` are None
    outside of Python files of the project; ``statement`` is there for files that ``from_pyfile`` reads.
    """

    path: str
    line: int
    column: int
    key: str
    role: str
    form: str
    start: int
    source: SourceFile
    syntax: Syntax | None = None
    node: ast.AST | None = None
    value: ast.expr | None = None
    statement: ast.stmt | None = None

    @property
    def end(self) -> int:
        return self.start + len(self.key)


@dataclass(frozen=True, slots=True, order=True)
class Unclear:
    """A place that says a key and may or may not be about the configuration."""

    path: str
    line: int
    column: int
    why: str


@dataclass(frozen=True, slots=True)
class KeyUse:
    """All places of one key."""

    key: str
    places: tuple[KeyPlace, ...]
    unclear: tuple[Unclear, ...]

    @property
    def writes(self) -> tuple[KeyPlace, ...]:
        return tuple(each for each in self.places if each.role == "write")

    @property
    def reads(self) -> tuple[KeyPlace, ...]:
        return tuple(each for each in self.places if each.role != "write" and each.form != "import")
