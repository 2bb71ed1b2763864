"""Which library class an expression in a template is always an object of.

A name in a template is a global of Flask's, what a view or context processor hands over under that name, what a macro's
callers pass, or what a tag gives it. As in Python code, nothing is known of it unless it is known of every place that
it may come from.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_modernize.facts.sketch import dotted_name
from flask_modernize.formats import jinja
from flask_modernize.project.library_members import MEMBERS, OBJECTS, RESULTS, with_bases
from flask_modernize.project.library_types import library_classes, library_types
from flask_modernize.project.memory import remembered
from flask_modernize.project.objects import External
from flask_modernize.project.template_sources import TemplateSource, template_sources
from flask_modernize.project.value_flow import Nothing

if TYPE_CHECKING:
    from flask_modernize.project.project import Project
    from flask_modernize.project.scopes import Scope
    from flask_modernize.project.syntax import Syntax

Classes = frozenset[str]
NONE: Classes = frozenset()

_FLASK_GLOBALS = {
    "request": "flask.request",
    "session": "flask.session",
    "g": "flask.g",
}
_RENDERERS = frozenset(
    f"{module}.{function}"
    for module in ("flask", "flask.templating")
    for function in ("render_template", "render_template_string", "stream_template", "stream_template_string")
)
_MAX_DEPTH = 20


@dataclass(frozen=True, slots=True, eq=False)
class _Render:
    """A call that renders a template: what it hands over, and the template's name where that is constant."""

    syntax: Syntax
    call: ast.Call
    scope: Scope
    name: str | None


class TemplateValues:
    """Follows the values in the templates of one project."""

    def __init__(self, project: Project) -> None:
        self._sources = template_sources(project)
        self._renders = tuple(_renders(project))
        self._context = {name: tuple(values) for name, values in _everywhere(project).items()}
        self._has_login = bool(next(iter(project.files_with(b"flask_login")), None)) or bool(
            next(iter(project.files_with(b"flask.ext.login")), None)
        )
        self._roots: dict[str, frozenset[str]] = {}
        self._depth = 0

    def classes(self, project: Project, source: TemplateSource, tag: jinja.Tag, node: jinja.Expression) -> Classes:
        """Full names of the library classes of an expression in a tag, base classes included; empty: not known."""
        if self._depth > _MAX_DEPTH:
            return NONE
        self._depth += 1
        try:
            return self._classes(project, source, tag, node)
        finally:
            self._depth -= 1

    def _classes(self, project: Project, source: TemplateSource, tag: jinja.Tag, node: jinja.Expression) -> Classes:
        if isinstance(node, jinja.Name):
            return self._name(project, source, tag, node.name)
        if isinstance(node, jinja.Attribute):
            if isinstance(node.of, jinja.Name) and node.of.name == "g" and not _is_bound(source, tag, "g"):
                found = library_types(project).of_object(External(f"flask.g.{node.name}"))
                return with_bases(found) if found and not isinstance(found, Nothing) else NONE
            holders = self.classes(project, source, tag, node.of)
            return with_bases(MEMBERS[each] for each in _members(holders, node.name) if each in MEMBERS)
        if isinstance(node, jinja.Call) and isinstance(node.function, jinja.Attribute):
            holders = self.classes(project, source, tag, node.function.of)
            return with_bases(RESULTS[each] for each in _members(holders, node.function.name) if each in RESULTS)
        return NONE

    # -- names ---------------------------------------------------------------------------------------------------------

    def _name(self, project: Project, source: TemplateSource, tag: jinja.Tag, name: str) -> Classes:
        for block in reversed(tag.around):
            for index, binding in enumerate(block.bindings):
                if name in binding.targets and (block is not tag):
                    return self._bound(project, source, block, index, binding)
        assigned = [
            (each, binding)
            for each in source.template.tags
            if each.keyword == "set"
            for binding in each.bindings
            if name in binding.targets
        ]
        if assigned:
            return _shared(
                self.classes(project, source, each, binding.value)
                if binding.value is not None and len(binding.targets) == 1
                else NONE
                for each, binding in assigned
            )
        if any(name == alias for each in source.template.tags for _, alias in each.imports):
            return NONE
        return self._from_python(project, source, name)

    def _bound(
        self, project: Project, source: TemplateSource, block: jinja.Tag, index: int, binding: jinja.Binding
    ) -> Classes:
        if block.keyword == "macro":
            return self._macro(project, source, block, index, binding)
        if block.keyword in ("with", "set") and binding.value is not None and len(binding.targets) == 1:
            return self.classes(project, source, block, binding.value)
        return NONE

    def _macro(
        self, project: Project, source: TemplateSource, macro: jinja.Tag, index: int, binding: jinja.Binding
    ) -> Classes:
        """What every call of a macro passes for one of its parameters."""
        found: list[Classes] = []
        for caller, tag, call in self._calls(source, macro.name):
            given = _argument(call, index, binding.targets[0])
            if given is None and not call.unpacks:
                continue
            found.append(self.classes(project, caller, tag, given) if given is not None else NONE)
        return _shared(found)

    def _calls(self, source: TemplateSource, name: str) -> Iterator[tuple[TemplateSource, jinja.Tag, jinja.Call]]:
        for caller in self._sources.mentioning(re.compile(rb"\b" + re.escape(name.encode("latin-1")) + rb"\b")):
            aliases = {alias for tag in caller.template.tags for own, alias in tag.imports if own == name}
            names = {*aliases, name}
            for tag in caller.template.tags:
                for root in tag.roots():
                    for node in jinja.walk(root):
                        if isinstance(node, jinja.Call) and _called(node) in names:
                            yield caller, tag, node

    # -- what Python hands over ----------------------------------------------------------------------------------------

    def _from_python(self, project: Project, source: TemplateSource, name: str) -> Classes:
        given = [
            library_classes(project, syntax.path, node, scope) if node is not None else NONE
            for syntax, node, scope in self._given(source, name)
        ]
        if given:
            return _shared(given)
        if name in _FLASK_GLOBALS:
            return with_bases([OBJECTS[_FLASK_GLOBALS[name]]])
        if name == "config":
            return with_bases(["flask.Config"])
        if name == "current_user" and self._has_login:
            return with_bases([OBJECTS["flask_login.current_user"]])
        return NONE

    def _given(self, source: TemplateSource, name: str) -> Iterator[tuple[Syntax, ast.expr | None, Scope]]:
        roots = self._rendered_with(source.path) if source.places is None else frozenset()
        for render in self._renders:
            if render.name is not None and source.places is None and roots.isdisjoint(self._sources.named(render.name)):
                continue
            value, certain = _handed(render.call, name)
            if value is not None or not certain:
                yield render.syntax, value, render.scope
        for syntax, value, scope in self._context.get(name, ()):
            yield syntax, value, scope

    def _rendered_with(self, path: str) -> frozenset[str]:
        """The files that a template may be rendered for: itself, and those that extend, include or import it."""
        if path not in self._roots:
            found = {path}
            waiting = [path]
            while waiting:
                name = waiting.pop().rpartition("/")[2]
                for source in self._sources.mentioning(re.compile(re.escape(name.encode("utf-8")))):
                    if source.places is None and source.path not in found and _uses_template(source, name):
                        found.add(source.path)
                        waiting.append(source.path)
            self._roots[path] = frozenset(found)
        return self._roots[path]


@remembered
def template_values(project: Project) -> TemplateValues:
    """The values in the templates of a project."""
    return TemplateValues(project)


def _members(holders: Iterable[str], name: str) -> Iterator[str]:
    return (f"{each}.{name}" for each in sorted(holders))


def _shared(found: Iterable[Classes]) -> Classes:
    known = list(found)
    return frozenset.intersection(*known) if known else NONE


def _is_bound(source: TemplateSource, tag: jinja.Tag, name: str) -> bool:
    """Whether a template itself gives a name a value."""
    return any(name in binding.targets for each in (*tag.around, *source.template.tags) for binding in each.bindings)


def _called(call: jinja.Call) -> str:
    return call.function.name if isinstance(call.function, jinja.Name | jinja.Attribute) else ""


def _argument(call: jinja.Call, index: int, name: str) -> jinja.Expression | None:
    if index < len(call.arguments):
        return call.arguments[index]
    return next((value for keyword, value in call.keywords if keyword == name), None)


def _uses_template(source: TemplateSource, name: str) -> bool:
    """Whether a template extends, includes or imports one whose name ends in ``name``."""
    return any(
        isinstance(each, jinja.Text) and each.value.rpartition("/")[2] == name
        for tag in source.template.tags
        if tag.keyword in ("extends", "include", "import", "from")
        for root in tag.expressions
        for each in jinja.walk(root)
    )


# --- Python ---


def _renders(project: Project) -> Iterator[_Render]:
    paths = {path for word in (b"render_template", b"stream_template") for path in project.files_with(word)}
    for path in sorted(paths):
        syntax = project.syntax(path)
        for node in list(syntax.scopes.nodes()) if syntax is not None else ():
            if syntax is None or not isinstance(node, ast.Call):
                continue
            scope = syntax.scopes.scope_of(node)
            dotted = dotted_name(node.func)
            obj = project.resolve(path, dotted, scope) if dotted is not None else None
            if isinstance(obj, External) and obj.name in _RENDERERS:
                yield _Render(syntax, node, scope, _template_name(node))


def _template_name(call: ast.Call) -> str | None:
    first = call.args[0] if call.args else None
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None


def _handed(call: ast.Call, name: str) -> tuple[ast.expr | None, bool]:
    """What a call hands over under a name (None: nothing that can be seen), and whether that is certain."""
    certain = True
    for keyword in call.keywords:
        if keyword.arg == name:
            return keyword.value, True
        if keyword.arg is None:
            pairs = _pairs(keyword.value)
            if pairs is None:
                certain = False
            elif name in pairs:
                return pairs[name], True
    return None, certain


def _pairs(node: ast.expr) -> dict[str, ast.expr] | None:
    """The values of a dictionary that is written out with constant keys; None for any other expression."""
    if isinstance(node, ast.Dict) and all(isinstance(each, ast.Constant) for each in node.keys):
        return {
            str(key.value): value
            for key, value in zip(node.keys, node.values, strict=True)
            if isinstance(key, ast.Constant)
        }
    is_dict = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "dict"
    if is_dict and isinstance(node, ast.Call) and not node.args and all(each.arg for each in node.keywords):
        return {str(each.arg): each.value for each in node.keywords}
    return None


def _everywhere(project: Project) -> dict[str, list[tuple[Syntax, ast.expr | None, Scope]]]:
    """By name, what context processors and ``jinja_env.globals`` give every template."""
    found: dict[str, list[tuple[Syntax, ast.expr | None, Scope]]] = {}
    for path in sorted({*project.files_with(b"context_processor"), *project.files_with(b"globals")}):
        syntax = project.syntax(path)
        for node in list(syntax.scopes.nodes()) if syntax is not None else ():
            assert syntax is not None
            for name, value in _given_everywhere(node):
                found.setdefault(name, []).append((syntax, value, syntax.scopes.scope_of(value)))
    return found


def _given_everywhere(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """The names and values that one definition, assignment or call gives every template."""
    if isinstance(node, ast.FunctionDef) and _processes_context(node):
        for each in ast.walk(node):
            if isinstance(each, ast.Return) and each.value is not None:
                yield from (_pairs(each.value) or {}).items()
    elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Subscript):
        target = node.targets[0]
        key = target.slice.value if isinstance(target.slice, ast.Constant) else None
        if isinstance(key, str) and _is_globals(target.value):
            yield key, node.value
    elif isinstance(node, ast.Call) and _updates_globals(node.func):
        yield from ((each.arg, each.value) for each in node.keywords if each.arg is not None)


def _updates_globals(function: ast.expr) -> bool:
    return isinstance(function, ast.Attribute) and function.attr == "update" and _is_globals(function.value)


def _is_globals(node: ast.expr) -> bool:
    """Whether an expression is ``app.jinja_env.globals``."""
    return isinstance(node, ast.Attribute) and node.attr == "globals"


def _processes_context(function: ast.FunctionDef) -> bool:
    return any((dotted_name(each) or "").endswith("context_processor") for each in function.decorator_list)
