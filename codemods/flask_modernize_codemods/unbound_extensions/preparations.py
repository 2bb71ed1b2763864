"""Statements that imports below them rely on, and above which no new import may go."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection
from typing import TYPE_CHECKING

from flask_modernize_codemods.unbound_extensions.statement import text_of

if TYPE_CHECKING:
    from flask_modernize.project.syntax import Syntax

_PREPARES = re.compile(
    r"\bsys\.path\b|\bsys\.modules\b|\baddsitedir\b|\bload_dotenv\b|\bos\.environ\[|\bos\.environ\.(?:setdefault|update)\b"
    r"|\bos\.putenv\b|\bos\.chdir\b|\bmonkey\w*\b|\bpatch_\w+\(|\binstall_as_MySQLdb\b|\bcoverage\b|\bexecfile\b"
)


def import_line(syntax: Syntax, names: Collection[str]) -> int:
    """The line of an import beside which a new one has to stand; 0 where it may join those at the top.

    ``names`` are those whose imports the new one takes the place of: where statements above them change what can be
    imported, or how it behaves, the new import goes beside the first of them below those statements.
    """
    prepared = 0
    for statement in syntax.module.body:
        if isinstance(statement, ast.Import | ast.ImportFrom):
            if prepared and set(names) & {alias.asname or alias.name.partition(".")[0] for alias in statement.names}:
                return statement.lineno
        elif not _is_definition(statement) and _PREPARES.search(text_of(syntax.source, statement)):
            prepared = statement.lineno
    return 0


def _is_definition(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
