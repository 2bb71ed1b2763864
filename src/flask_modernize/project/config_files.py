"""Configuration keys outside of Python code: files that are loaded, environment variables, templates."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask_modernize.formats import jinja
from flask_modernize.project.config_loads import Sources
from flask_modernize.project.config_places import KeyPlace
from flask_modernize.project.config_spaces import Space
from flask_modernize.project.template_sources import TemplateSource, template_sources
from flask_modernize.project.template_values import template_values
from flask_modernize.sources import SourceFile, UnreadableSource

if TYPE_CHECKING:
    from flask_modernize.project.project import Project

_ENVIRONMENT = re.compile(r"(?:.*/)?(?:\.env(?:\..+)?|\.flaskenv|[^/]+\.env)")
_PREFIX = "FLASK_"


def file_places(project: Project, space: Space, sources: Sources, keys: frozenset[str]) -> Iterator[KeyPlace]:
    """The places of keys in files that are not Python code of the project."""
    for path in sorted(sources.files):
        if path.endswith((".json", ".toml")):
            yield from _in_data(project, path, keys)
        elif not path.endswith(".py"):
            yield from _in_python_text(project, path, keys)
    if space.name == "flask":
        yield from _in_templates(project, keys)
        if any(project.files_with(b"from_prefixed_env")):
            for path in project.tree.paths:
                if _ENVIRONMENT.fullmatch(path):
                    yield from _in_environment(project, path, keys)


def _read(project: Project, path: str) -> SourceFile | None:
    try:
        return SourceFile.of_any_text(project.tree.read(path))
    except (UnreadableSource, OSError, KeyError):
        return None


def _in_python_text(project: Project, path: str, keys: frozenset[str]) -> Iterator[KeyPlace]:
    """Assignments of a file that ``from_pyfile`` runs."""
    source = _read(project, path)
    if source is None:
        return
    try:
        module = source.parse()
    except UnreadableSource:
        return
    for statement in module.body:
        if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
            target = statement.targets[0]
            if isinstance(target, ast.Name) and target.id in keys:
                start = source.offset(target.lineno, target.col_offset)
                yield _place(path, source, target.id, "write", "line", start, target, statement.value, statement)


def _in_data(project: Project, path: str, keys: frozenset[str]) -> Iterator[KeyPlace]:
    source = _read(project, path)
    if source is None:
        return
    words = "|".join(sorted(keys))
    pattern = rf'"({words})"\s*:' if path.endswith(".json") else rf"(?m)^\s*({words})\s*="
    for match in re.finditer(pattern.encode(), source.data):
        yield _place(path, source, match[1].decode(), "write", "json", match.start(1))


def _in_environment(project: Project, path: str, keys: frozenset[str]) -> Iterator[KeyPlace]:
    source = _read(project, path)
    if source is None:
        return
    pattern = rf"(?m)^\s*(?:export\s+)?{_PREFIX}({'|'.join(sorted(keys))})\s*="
    for match in re.finditer(pattern.encode(), source.data):
        yield _place(path, source, match[1].decode(), "write", "variable", match.start(1))


def _in_templates(project: Project, keys: frozenset[str]) -> Iterator[KeyPlace]:
    """``config.KEY``, ``config["KEY"]`` and ``config.get("KEY")`` in files of templates."""
    words = re.compile(rf"\b(?:{'|'.join(sorted(keys))})\b".encode())
    for source in template_sources(project).mentioning(words):
        for tag in source.template.tags:
            for root in tag.roots():
                for node in jinja.walk(root):
                    yield from _in_expression(project, source, tag, node, keys)


def _in_expression(
    project: Project, source: TemplateSource, tag: jinja.Tag, node: jinja.Expression, keys: frozenset[str]
) -> Iterator[KeyPlace]:
    receiver, key, at = None, "", 0
    if isinstance(node, jinja.Attribute) and node.name in keys:
        receiver, key = node.of, node.name
        at = source.text.rfind(key, node.of.end, node.end)
    elif isinstance(node, jinja.Call) and isinstance(node.function, jinja.Attribute) and node.arguments:
        first = node.arguments[0]
        if node.function.name == "get" and isinstance(first, jinja.Text) and first.value in keys:
            receiver, key, at = node.function.of, first.value, first.start
    if receiver is None or source.places is not None:
        return
    if "flask.Config" in template_values(project).classes(project, source, tag, receiver):
        text = SourceFile.of_any_text(source.data)
        yield _place(source.path, text, key, "read", "template", at)


def _place(
    path: str,
    source: SourceFile,
    key: str,
    role: str,
    form: str,
    start: int,
    node: ast.AST | None = None,
    value: ast.expr | None = None,
    statement: ast.stmt | None = None,
) -> KeyPlace:
    line, column = source.position(start)
    return KeyPlace(path, line, column, key, role, form, start, source, None, node, value, statement)
