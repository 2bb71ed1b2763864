"""One file in full: its bytes, its syntax tree and its scopes."""

from __future__ import annotations

import ast
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
