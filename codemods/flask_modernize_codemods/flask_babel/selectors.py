"""``@babel.localeselector``: the functions that choose locale and time zone are given to ``init_app`` today."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Finding
from flask_modernize.project.memory import remembered
from flask_modernize.project.objects import ModuleObject
from flask_modernize.project.test_paths import is_test_path
from flask_modernize.rules.findings import REMOVED
from flask_modernize.rules.index import rule_index
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement
from flask_modernize.rules.whole_lines import above, has_own_lines, indentation, suite_of, unit, without_decorator

if TYPE_CHECKING:
    from flask_modernize.project.project import Project

GUIDE = "Technology Stack"
_KINDS = {"localeselector": "locale_selector", "timezoneselector": "timezone_selector"}
_BABEL = ("flask_babel.Babel", "flask_babelex.Babel")
_ADVICE = "Give the function to `Babel(...)` or `init_app(...)`, as `locale_selector=` or `timezone_selector=`."


@dataclass(frozen=True, slots=True, eq=False)
class _Selector:
    """A function that is decorated to choose something."""

    file: File
    function: ast.FunctionDef
    decorator: ast.Attribute

    @property
    def keyword(self) -> str:
        return _KINDS[self.decorator.attr]

    @property
    def row(self) -> str:
        return f"babel-{self.decorator.attr}"


@dataclass(frozen=True, slots=True, eq=False)
class _Initialisation:
    """``Babel(app)`` or ``babel.init_app(app)``."""

    file: File
    call: ast.Call

    @property
    def statement(self) -> ast.stmt:
        return self.file.syntax.scopes.statement_of(self.call)


def _find(file: File) -> Iterator[Match | Finding]:
    yield from _verdict(file.project).get(file.syntax.path, ())


@remembered
def _verdict(project: Project) -> Mapping[str, list[Match | Finding]]:
    found: dict[str, list[Match | Finding]] = {}
    initialisations = list(_initialisations(project))
    for file, node in _decorators(project):
        entries = found.setdefault(file.syntax.path, [])
        function = file.syntax.scopes.parent(node)
        problem = ""
        if not isinstance(function, ast.FunctionDef) or len(function.decorator_list) != 1:
            problem = "it is not the only decorator of a function"
        elif len(initialisations) != 1:
            problem = "it is not one place where Babel is set up" if initialisations else "Babel is not set up here"
        else:
            assert isinstance(node, ast.Attribute)
            problem = _given(_Selector(file, function, node), initialisations[0], found)
        if problem:
            entries.append(file.finding(node, REMOVED, f"`{file.text(node)}` is gone, and {problem}", _ADVICE))
    return found


def _file(project: Project, path: str) -> File | None:
    syntax = project.syntax(path)
    return File(project, syntax, rule_index(()), GUIDE) if syntax is not None else None


def _decorators(project: Project) -> Iterator[tuple[File, ast.Attribute]]:
    wanted = {f"{babel}.{kind}" for babel in _BABEL for kind in _KINDS}
    for kind in _KINDS:
        for path in project.files_with(kind.encode()):
            file = _file(project, path)
            for node in file.syntax.scopes.nodes() if file is not None else ():
                if isinstance(node, ast.Attribute) and node.attr == kind and file and file.means(node, *wanted):
                    yield file, node


def _initialisations(project: Project) -> Iterator[_Initialisation]:
    wanted = {*_BABEL, *(f"{babel}.init_app" for babel in _BABEL)}
    seen = set()
    for word in (b"Babel", b"babel"):
        for path in project.files_with(word):
            file = _file(project, path) if path not in seen and not is_test_path(path) else None
            seen.add(path)
            for node in file.syntax.scopes.nodes() if file is not None else ():
                takes_app = isinstance(node, ast.Call) and (
                    node.args or any(each.arg == "app" for each in node.keywords)
                )
                if takes_app and isinstance(node, ast.Call) and file and file.means(node.func, *wanted):
                    yield _Initialisation(file, node)


def _given(selector: _Selector, place: _Initialisation, found: dict[str, list[Match | Finding]]) -> str:
    """Gives the function to Babel; a reason where that cannot be done."""
    if any(each.arg == selector.keyword for each in place.call.keywords):
        return "Babel is given another function"
    if selector.file.syntax.path != place.file.syntax.path:
        return _from_elsewhere(selector, place, found)
    scopes = place.file.syntax.scopes
    own, there = scopes.scope_of(selector.function), scopes.scope_of(place.call)
    if own is not there and own.kind != "module":
        return "the function is not known where Babel is set up"
    changes = [_keyword(selector, place, selector.function.name)]
    if own is there and selector.function.lineno > place.call.lineno:
        statement = _beside(place, selector.function)
        if statement is None:
            return "the function is defined after Babel is set up, in another block"
        changes += _moved(selector, statement)
    else:
        changes.append(without_decorator(selector.file, selector.decorator))
    _file_match(found, selector, changes)
    return ""


def _file_match(found: dict[str, list[Match | Finding]], selector: _Selector, changes: list[Replacement]) -> None:
    title = f"{selector.function.name} is given to Babel"
    match = Match(selector.row, title, selector.decorator, tuple(changes))
    found.setdefault(selector.file.syntax.path, []).append(match)


def _keyword(selector: _Selector, place: _Initialisation, value: str) -> Replacement:
    """The new argument, behind the last one."""
    last = max([*place.call.args, *place.call.keywords], key=lambda each: place.file.span(each)[1])
    end = place.file.span(last)[1]
    return Replacement(end, end, (f", {selector.keyword}={value}",))


def _beside(place: _Initialisation, function: ast.FunctionDef) -> ast.stmt | None:
    """The statement beside the function that Babel is set up in."""
    suite = suite_of(place.file, function)
    node: ast.AST | None = place.call
    while node is not None:
        if isinstance(node, ast.stmt) and node in suite:
            return node if has_own_lines(place.file, node) else None
        node = place.file.syntax.scopes.parent(node)
    return None


def _moved(selector: _Selector, before: ast.stmt) -> list[Replacement]:
    """The function moves above a statement, without its decorator."""
    file, function = selector.file, selector.function
    source = file.syntax.source
    first, last = selector.decorator.lineno, function.end_lineno or function.lineno
    top = first - _comment_lines(file, first)
    comments = source.text(source.line_span(top)[0], source.line_span(first)[0])
    after = min(_blank_lines(file, last), source.line_count - last)
    start, end = source.line_span(top)[0], source.line_span(last + after)[1]
    if end >= len(source.data) and top > 1:
        # Nothing follows: the blank lines above go with the function.
        start = source.line_span(top - min(_blank_lines(file, top, -1), top - 1))[0]
    body = comments + source.text(source.line_span(function.lineno)[0], source.line_span(last)[1])
    place = source.line_span(before.lineno)[0]
    gap = "\n\n" if indentation(file, before) == "" else "\n"
    is_first = suite_of(file, before)[0] is before
    lead = "" if is_first else "\n" * max(0, len(gap) - _blank_lines(file, before.lineno, -1))
    return [Replacement(place, place, (lead, body, gap)), Replacement(start, end, ())]


def _comment_lines(file: File, line: int) -> int:
    """How many lines directly above a line are comments."""
    source = file.syntax.source
    count = 0
    while line - count > 1 and source.text(*source.line_span(line - count - 1)).lstrip().startswith("#"):
        count += 1
    return count


def _blank_lines(file: File, line: int, step: int = 1) -> int:
    """How many lines below (or with -1: above) a line are blank; many where the file begins."""
    source = file.syntax.source
    count = 0
    while 1 <= line + (count + 1) * step <= source.line_count:
        if source.text(*source.line_span(line + (count + 1) * step)).strip():
            return count
        count += 1
    return count + 2


def _from_elsewhere(selector: _Selector, place: _Initialisation, found: dict[str, list[Match | Finding]]) -> str:
    """A function of another module: that module may import this one, so that it is looked up when it is needed."""
    if selector.file.scope(selector.function).kind != "module":
        return "the function is not known where Babel is set up"
    name, path = selector.function.name, selector.file.syntax.path
    bound = _bound_module(place.file, path)
    in_function = place.file.scope(place.call).kind == "function"
    if bound:
        changes = [_keyword(selector, place, f"lambda: {bound}.{name}()")]
    elif not has_own_lines(place.file, place.statement):
        return "the place where Babel is set up shares its line"
    else:
        module = place.file.project.module_name(path)
        import_ = f"from {module} import {name}"
        if in_function:
            changes = [_keyword(selector, place, name), above(place.file, place.statement, f"{import_}\n")]
        else:
            step = unit(place.file)
            helper = f"choose_{selector.keyword.removesuffix('_selector')}"
            text = f"\ndef {helper}():\n{step}{import_}\n\n{step}return {name}()\n\n"
            changes = [_keyword(selector, place, helper), above(place.file, place.statement, text)]
    title = f"{name} is given to Babel"
    found.setdefault(place.file.syntax.path, []).append(Match(selector.row, title, place.call, tuple(changes)))
    _file_match(found, selector, [without_decorator(selector.file, selector.decorator)])
    return ""


def _bound_module(file: File, path: str) -> str:
    """The name that a module has in the file, at its top level."""
    for name, bindings in file.syntax.scopes.module_scope.bindings.items():
        if len(bindings) == 1 and bindings[0].kind == "import":
            obj = file.project.resolve(file.syntax.path, name, file.syntax.scopes.module_scope)
            if obj == ModuleObject(path):
                return name
    return ""


MATCHER = Matcher(frozenset({b"Babel", b"babel", *(kind.encode() for kind in _KINDS)}), _find)
