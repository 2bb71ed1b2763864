"""Keys that Flask had a value for: the application gets it itself where it is read and never written."""

from __future__ import annotations

import ast
import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from flask_modernize.facts.sketch import dotted_name
from flask_modernize.planning.contract import Edit, ImportNeed
from flask_modernize.project.applications import applications, factories
from flask_modernize.project.config_loads import config_sources
from flask_modernize.project.config_places import KeyUse
from flask_modernize.project.config_spaces import FLASK
from flask_modernize.project.imports import imported_files
from flask_modernize.project.memory import remembered_about
from flask_modernize.project.objects import External
from flask_modernize.project.test_paths import is_test_path
from flask_modernize.rewriting.source_text import line_text
from flask_modernize.rules.config_key_kinds import ProvidedConfigKey
from flask_modernize.rules.config_sites import Answer, in_quotes_of, replaced

if TYPE_CHECKING:
    from flask_modernize.project import Project
    from flask_modernize.project.syntax import Syntax


def provided(project: Project, uses: Mapping[str, KeyUse], rule: ProvidedConfigKey) -> Answer | None:
    """What becomes of a key that matters and has no value: every application gets one where it is made."""
    use = uses[rule.key]
    answer = Answer(f"{rule.key} has no value of its own")
    reads = [each for each in use.reads if each.role == "read" and each.form in ("item", "argument", "template")]
    users = {path for name in rule.used for path in _importers(project, name)}
    if not (users or (reads and not rule.used)) or any(uses[key].writes for key in rule.also):
        return None
    if use.writes:
        _replace(answer, use, rule)
        return answer if answer.edits else None
    sources = config_sources(project, FLASK)
    if rule.used and (sources.has_unknown_objects or sources.has_unknown_dictionaries or _is_set(project, rule.key)):
        return None
    makers = list(_makers(project, {each.path for each in reads if is_test_path(each.path)}))
    if rule.used:
        makers = [each for each in makers if _uses(project, each[0].path, users)]
        if not makers:
            return None
    if not makers or not all(_has_own_lines(syntax, statement) for syntax, statement, _ in makers):
        for place in reads:
            answer.refuse(place, f"{rule.key} has no value today unless the application gives it one", "Set it.")
        return answer
    for syntax, statement, name in makers:
        line = in_quotes_of(syntax.source, f'{name}.config["{rule.key}"] = {rule.value}')
        answer.edits.append(_behind(syntax, statement, line))
        answer.spans.append((syntax.path, statement.lineno, statement.end_lineno or statement.lineno))
        if rule.module:
            answer.imports.append(ImportNeed(syntax.path, rule.module, ""))
    answer.places += reads
    return answer


def _replace(answer: Answer, use: KeyUse, rule: ProvidedConfigKey) -> None:
    for place in use.writes:
        if place.value is not None and ast.unparse(place.value) in rule.replaced:
            answer.edits.append(replaced(place, place.value, in_quotes_of(place.source, rule.value)))
            answer.places.append(place)


def _is_set(project: Project, key: str) -> bool:
    """Whether a file gives it a value by its name: a settings file that something outside of the project may load."""
    assigned = re.compile(rb"^[ \t]*" + key.encode() + rb"[ \t]*=[^=]", re.MULTILINE)
    return any(assigned.search(project.tree.read(path)) for path in project.files_with(key.encode()))


def _uses(project: Project, path: str, users: set[str]) -> bool:
    """Whether the program that a module belongs to has one of the files: what it imports, and what is beside it."""
    home = posixpath.dirname(path)
    if any(each.startswith(f"{home}/" if home else "") for each in users):
        return True
    found, waiting = {path}, [path]
    while waiting:
        new = set(imported_files(project, waiting.pop())) - found
        found |= new
        waiting.extend(sorted(new))
    return not users.isdisjoint(found)


@remembered_about
def _importers(project: Project, name: str) -> tuple[str, ...]:
    """The files (no tests) that import a library's name, or say it as an attribute of its module."""
    return tuple(path for path in project.files_with(name.rpartition(".")[2].encode()) if _says(project, path, name))


def _says(project: Project, path: str, name: str) -> bool:
    facts = project.facts(path) if not is_test_path(path) else None
    if facts is None:
        return False
    if any(project.resolve(path, bound) == External(name) for bound in facts.bindings):
        return True
    module, _, last = name.rpartition(".")
    syntax = project.syntax(path) if module.encode() in project.tree.read(path) else None
    return syntax is not None and any(
        isinstance(node, ast.Attribute) and node.attr == last and _means(project, path, node, name)
        for node in syntax.scopes.nodes()
    )


def _means(project: Project, path: str, node: ast.Attribute, name: str) -> bool:
    dotted = dotted_name(node)
    return dotted is not None and project.resolve(path, dotted) == External(name)


def _has_own_lines(syntax: Syntax, statement: ast.stmt) -> bool:
    return syntax.source.line_span(statement.lineno)[0] == _start_of_line(syntax, statement)


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
