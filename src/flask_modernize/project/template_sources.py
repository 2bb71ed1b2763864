"""The Jinja templates of a project: files that Flask may load, and strings in Python code that are rendered."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_modernize.facts.sketch import dotted_name
from flask_modernize.formats import jinja
from flask_modernize.project.library_types import library_classes
from flask_modernize.project.memory import remembered
from flask_modernize.project.objects import External, Variable
from flask_modernize.project.programs import looks_like_template, programs
from flask_modernize.project.string_places import texts_in_string
from flask_modernize.sources import UnreadableSource

if TYPE_CHECKING:
    from flask_modernize.project.project import Project
    from flask_modernize.project.scopes import Scope
    from flask_modernize.project.syntax import Syntax

_RENDERERS = frozenset(
    {
        *("flask.render_template_string", "flask.templating.render_template_string"),
        *("jinja2.Template", "jinja2.environment.Template"),
    }
)
_STRING_TOKENS = (b"render_template_string", b"from_string", b"Template(")


@dataclass(frozen=True, slots=True, eq=False)
class TemplateSource:
    """One template. Of a file ``text`` has a character for each byte (ISO 8859-1) and ``places`` is None; of a string
    in a Python file, ``places`` has the byte offset of each character of ``text``, and ``literal`` those of the
    first byte of the literal and of the one behind it.
    """

    path: str
    data: bytes
    text: str
    template: jinja.Template
    places: Sequence[int] | None = None
    literal: tuple[int, int] = (0, 0)

    def position(self, index: int) -> tuple[int, int]:
        """1-based line and column (in characters) in the file, of a character of the template."""
        offset = self._offset(index)
        start = self.data.rfind(b"\n", 0, offset) + 1
        column = len(self.data[start:offset].decode("utf-8", "replace")) + 1
        return self.data.count(b"\n", 0, offset) + 1, column

    def _offset(self, index: int) -> int:
        if self.places is None:
            return index
        return self.places[index] if index < len(self.places) else self.places[-1] + 1

    def splice(self, start: int, end: int, replacement: str) -> tuple[int, int, bytes] | None:
        """The byte offsets of the characters ``start:end`` of the template, and what to write there instead.

        None where that cannot be written into the string literal without escapes.
        """
        first = self._offset(start)
        last = self._offset(end - 1) + 1 if end > start else first
        if self.places is None:
            return first, last, replacement.encode("latin-1")
        new = replacement.encode("utf-8")
        written = self.data[self.literal[0] : first] + new + self.data[last : self.literal[1]]
        if _value(written) != self.text[:start] + replacement + self.text[end:]:
            return None
        return first, last, new


def _value(literal: bytes) -> str | None:
    try:
        found = ast.literal_eval("(" + literal.decode("utf-8") + ")")
    except (SyntaxError, ValueError):
        return None
    return found.replace("\r\n", "\n") if isinstance(found, str) else None


class TemplateSources:
    """The templates of one project, read when they are asked for and kept."""

    def __init__(self, project: Project) -> None:
        self._paths = _template_paths(project)
        self._tree = project.tree
        self._data: dict[str, bytes] = {}
        self._files: dict[str, TemplateSource] = {}
        self._strings = tuple(_strings(project))

    def mentioning(self, words: re.Pattern[bytes]) -> Iterator[TemplateSource]:
        """The templates in which a pattern matches: files by path, then strings."""
        for path in self._paths:
            if words.search(self._content(path)):
                yield self.file(path)
        yield from (each for each in self._strings if words.search(each.text.encode("utf-8", "replace")))

    def file(self, path: str) -> TemplateSource:
        """The template in a file."""
        if path not in self._files:
            data = self._content(path)
            self._files[path] = TemplateSource(path, data, data.decode("latin-1"), jinja.read_template(data))
        return self._files[path]

    def named(self, name: str) -> tuple[str, ...]:
        """The files that a template's name may mean."""
        ending = "/" + name.lstrip("./")
        return tuple(path for path in self._paths if ("/" + path).endswith(ending))

    def _content(self, path: str) -> bytes:
        if path not in self._data:
            try:
                self._data[path] = self._tree.read(path)
            except (UnreadableSource, OSError, KeyError):
                self._data[path] = b""
        return self._data[path]


@remembered
def template_sources(project: Project) -> TemplateSources:
    """The templates of a project."""
    return TemplateSources(project)


def _template_paths(project: Project) -> tuple[str, ...]:
    found = {path for program in programs(project) for path in program.templates}
    found.update(path for path in project.tree.paths if looks_like_template(path))
    return tuple(sorted(found))


# --- strings ---


def _strings(project: Project) -> Iterator[TemplateSource]:
    seen: set[tuple[str, int, int]] = set()
    paths = {path for token in _STRING_TOKENS for path in project.files_with(token)}
    for path in sorted(paths):
        syntax = project.syntax(path)
        for node in list(syntax.scopes.nodes()) if syntax is not None else ():
            if syntax is None or not isinstance(node, ast.Call) or not node.args:
                continue
            if not _renders(project, syntax, node):
                continue
            for holder, constant in _constants(project, syntax, node.args[0]):
                place = (holder.path, constant.lineno, constant.col_offset)
                if place not in seen:
                    seen.add(place)
                    yield from _in_string(holder, constant)


def _renders(project: Project, syntax: Syntax, call: ast.Call) -> bool:
    """Whether the first argument of a call is rendered by Jinja."""
    name = dotted_name(call.func)
    obj = project.resolve(syntax.path, name, syntax.scopes.scope_of(call)) if name is not None else None
    if isinstance(obj, External):
        return obj.name in _RENDERERS
    if not isinstance(call.func, ast.Attribute) or call.func.attr != "from_string":
        return False
    scope = syntax.scopes.scope_of(call)
    return "jinja2.Environment" in library_classes(project, syntax.path, call.func.value, scope)


def _constants(project: Project, syntax: Syntax, node: ast.expr) -> Iterator[tuple[Syntax, ast.Constant]]:
    """The string literals that an expression is: itself, or what a name was given once."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield syntax, node
    elif isinstance(node, ast.Name | ast.Attribute):
        dotted = dotted_name(node)
        scope = syntax.scopes.scope_of(node)
        obj = project.resolve(syntax.path, dotted, scope) if dotted is not None else None
        holder = project.syntax(obj.path) if isinstance(obj, Variable) else None
        if isinstance(obj, Variable) and holder is not None:
            yield from _bound(holder, holder.scopes.module_scope, obj.name)
        elif isinstance(node, ast.Name):
            owner = scope.lookup(node.id)
            if owner is not None and owner.parent is not None:
                yield from _bound(syntax, owner, node.id)


def _bound(syntax: Syntax, scope: Scope, name: str) -> Iterator[tuple[Syntax, ast.Constant]]:
    bindings = scope.bindings.get(name, [])
    value = bindings[0].value if len(bindings) == 1 and bindings[0].kind == "assign" else None
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield syntax, value


def _in_string(syntax: Syntax, node: ast.Constant) -> Iterator[TemplateSource]:
    source = syntax.source
    start = source.offset(node.lineno, node.col_offset)
    end = source.offset(node.end_lineno or node.lineno, node.end_col_offset or 0)
    for text, places in texts_in_string(source, node):
        if places:
            yield TemplateSource(syntax.path, source.data, text, jinja.read_text(text), places, (start, end))
