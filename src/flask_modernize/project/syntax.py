"""One file, or a part of it: its bytes, its syntax tree and its scopes."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_modernize.facts import ModuleFacts
from flask_modernize.project.scopes import FileScopes

if TYPE_CHECKING:
    from flask_modernize.sources import SourceFile


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Syntax:
    """A parsed file. Compared by identity; keep it for as long as its nodes are needed, and no longer."""

    path: str
    source: SourceFile
    module: ast.Module
    scopes: FileScopes
    facts: ModuleFacts
    left_out: tuple[tuple[int, int], ...] = ()
    """The byte spans of the functions that take nothing and do nothing in the tree; see :meth:`Project.excerpt`."""

    @property
    def size(self) -> int:
        """Bytes of source that the tree is made of."""
        return len(self.source.data) - sum(stop - start for start, stop in self.left_out)

    def leaves_out(self, part: re.Pattern[bytes]) -> bool:
        """Whether ``part`` matches in something that is left out."""
        return any(part.search(self.source.data, start, stop) for start, stop in self.left_out)
