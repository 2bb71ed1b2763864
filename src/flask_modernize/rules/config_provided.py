"""Keys that Flask had a value for: the application gets it itself where it is read and never written."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Edit, ImportNeed
from flask_modernize.project.applications import applications, factories
from flask_modernize.project.config_places import KeyUse
from flask_modernize.project.test_paths import is_test_path
from flask_modernize.rewriting.source_text import line_text
from flask_modernize.rules.config_key_kinds import ProvidedConfigKey
from flask_modernize.rules.config_sites import Answer

if TYPE_CHECKING:
    from flask_modernize.project import Project
    from flask_modernize.project.syntax import Syntax


def provided(project: Project, use: KeyUse, rule: ProvidedConfigKey) -> Answer | None:
    """What becomes of a key that is read: every application is given a value for it where it is made."""
    answer = Answer(f"{rule.key} has no value of its own")
    reads = [each for each in use.reads if each.role == "read" and each.form in ("item", "argument", "template")]
    if not reads or use.writes:
        return None
    makers = list(_makers(project, {each.path for each in reads if is_test_path(each.path)}))
    for syntax, statement, name in makers:
        if syntax.source.line_span(statement.lineno)[0] != _start_of_line(syntax, statement):
            makers = []
            break
        answer.edits.append(_behind(syntax, statement, f'{name}.config["{rule.key}"] = {rule.value}'))
        if rule.module:
            answer.imports.append(ImportNeed(syntax.path, rule.module, ""))
    answer.places += reads
    if not makers:
        for place in reads:
            answer.refuse(place, f"{rule.key} has no value today unless the application gives it one", "Set it.")
    return answer


def _makers(project: Project, tests: set[str]) -> Iterator[tuple[Syntax, ast.stmt, str]]:
    """The statements that make the project's applications, and what they call them."""
    seen: set[tuple[str, int]] = set()
    for application in applications(project):
        if not is_test_path(application.path) or application.path in tests:
            seen.add((application.path, application.statement.lineno))
            yield application.syntax, application.statement, application.variable.name
    for factory in factories(project):
        if is_test_path(factory.path) and factory.path not in tests:
            continue
        statement = factory.syntax.scopes.statement_of(factory.creation)
        made_here = isinstance(statement, ast.Assign) and statement.value is factory.creation
        if made_here and factory.local_name and (factory.path, statement.lineno) not in seen:
            seen.add((factory.path, statement.lineno))
            yield factory.syntax, statement, factory.local_name


def _start_of_line(syntax: Syntax, statement: ast.stmt) -> int:
    line = line_text(syntax.source, statement.lineno)
    offset = syntax.source.offset(statement.lineno, statement.col_offset)
    return offset - len((line[: len(line) - len(line.lstrip())]).encode())


def _behind(syntax: Syntax, statement: ast.stmt, text: str) -> Edit:
    source = syntax.source
    line = line_text(source, statement.lineno)
    indent = line[: len(line) - len(line.lstrip())]
    end = source.line_span(statement.end_lineno or statement.lineno)[1]
    has_end = source.data[:end].endswith((b"\n", b"\r"))
    return Edit(syntax.path, end, end, source.encode(f"{indent}{text}\n" if has_end else f"\n{indent}{text}"))
