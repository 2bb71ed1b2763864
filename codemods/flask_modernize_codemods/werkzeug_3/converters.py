"""Converters of URLs whose pattern matches slashes have to say so since Werkzeug 2.2."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Finding
from flask_modernize.project.library_types import library_ancestors
from flask_modernize.project.memory import remembered
from flask_modernize.project.objects import ClassObject
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.whole_lines import above, below, has_own_lines

if TYPE_CHECKING:
    from flask_modernize.project.project import Project

ROW = "werkzeug-converter-part-isolating"
_BASES = frozenset({"werkzeug.routing.BaseConverter", "werkzeug.routing.converters.BaseConverter"})
_SAMPLES = ("a/b", "/", "1/2", "a/b/c", "a/1", "2020/01/02", "a-b/c", "a/")
_LINE = "part_isolating = False"
_TITLE = "the pattern matches slashes"


def _find(file: File) -> Iterator[Match | Finding]:
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.ClassDef) and "part_isolating" not in ast.unparse(node):
            scope = file.scope(node)
            name = f"{scope.qualname}.{node.name}" if scope.kind == "class" else node.name
            if _BASES & library_ancestors(file.project, ClassObject(file.syntax.path, name)):
                yield from _converter(file, node)


def _converter(file: File, cls: ast.ClassDef) -> Iterator[Match | Finding]:
    for statement in cls.body:
        if isinstance(statement, ast.Assign) and _names(statement.targets[0]) == "regex":
            pattern = statement.value
            if not isinstance(pattern, ast.Constant) or not isinstance(pattern.value, str) or "/" in pattern.value:
                return  # what it says has a slash in it: Werkzeug sees that by itself
            if _matches_slashes(pattern.value) and has_own_lines(file, statement):
                yield Match(ROW, _TITLE, statement, (below(file, statement, _LINE),))
            return
    if any(isinstance(each, ast.Attribute) and _is_set(each) for each in ast.walk(cls)):
        yield from _of_rules(file, cls)


def _names(target: ast.expr) -> str:
    return target.id if isinstance(target, ast.Name) else ""


def _is_set(node: ast.Attribute) -> bool:
    return node.attr == "regex" and isinstance(node.ctx, ast.Store)


def _matches_slashes(pattern: str) -> bool:
    try:
        compiled = re.compile(pattern)
    except re.error:
        return False
    return any(compiled.fullmatch(each) for each in _SAMPLES)


def _of_rules(file: File, cls: ast.ClassDef) -> Iterator[Match | Finding]:
    """A converter that is given its pattern by the rules: ``<regex("..."):name>``."""
    patterns = _patterns(file.project)
    if any("/" in each or _matches_slashes(each) for each in patterns):
        first = cls.body[0]
        documented = ast.get_docstring(cls, clean=False) is not None
        if has_own_lines(file, first) and first.lineno > cls.lineno:
            put = below(file, first, "\n" + _LINE) if documented else above(file, first, _LINE + "\n")
            yield Match(ROW, _TITLE, cls, (put,))


_RULE = re.compile(r"<\w+\(\s*(?:r?(['\"])(?P<text>.*?)\1)")


@remembered
def _patterns(project: Project) -> tuple[str, ...]:
    """Patterns in the rules of the project."""
    return tuple(_patterns_written(project))


def _patterns_written(project: Project) -> Iterator[str]:
    for path in project.files_with(b"("):
        data = project.content(path)
        if b"<" in data and b"):" in data:
            syntax = project.syntax(path)
            for node in syntax.scopes.nodes() if syntax is not None else ():
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and "<" in node.value:
                    for found in _RULE.finditer(node.value):
                        yield found["text"]


MATCHER = Matcher(frozenset({b"BaseConverter"}), _find, until=("Werkzeug", "2.2"))
