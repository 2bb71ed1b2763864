"""Which environment variables a project reads already: a setting must not be given the name of one of them."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from flask_modernize.project.memory import remembered
from flask_modernize_codemods.config_classes.literals import environment_reads

if TYPE_CHECKING:
    from flask_modernize.project import Project


@remembered
def variables_read(project: Project) -> frozenset[str]:
    """The names of all variables that the project's files read by a constant name."""
    found: set[str] = set()
    for word in (b"environ", b"getenv"):
        for path in project.files_with(word):
            syntax = project.syntax(path)
            for statement in syntax.module.body if syntax is not None else ():
                found.update(
                    read.name
                    for node in ast.walk(statement)
                    if isinstance(node, ast.expr)
                    for read in environment_reads(node)
                )
    return frozenset(found)
