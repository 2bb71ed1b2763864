"""One file in full: its bytes, its syntax tree and its scopes."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_modernize.facts import ModuleFacts
from flask_modernize.project.scopes import FileScopes

if TYPE_CHECKING:
    from flask_modernize.sources import SourceFile


@dataclass(frozen=True, slots=True)
class Syntax:
    """A parsed file. Nodes are good for as long as it is kept; ask the project again rather than keeping many."""

    path: str
    source: SourceFile
    module: ast.Module
    scopes: FileScopes
    facts: ModuleFacts
