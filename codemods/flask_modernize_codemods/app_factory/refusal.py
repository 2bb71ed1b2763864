"""A reason to leave an application alone, with its place."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Finding
from flask_modernize_codemods.app_factory.codes import ADVICE, GUIDE

if TYPE_CHECKING:
    from flask_modernize.project import Syntax


class Refused(Exception):
    """The application cannot be rewritten; ``findings`` say why, at least one."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__(findings[0].message)
        self.findings = findings


def finding(
    syntax: Syntax, node: ast.stmt | ast.expr | ast.alias, code: str, message: str, *, site: bool = True
) -> Finding:
    """A finding of this migration at a node."""
    line, column = syntax.source.position(syntax.source.offset(node.lineno, node.col_offset))
    return Finding(syntax.path, line, column, code, message, ADVICE[code], GUIDE, site=site)
