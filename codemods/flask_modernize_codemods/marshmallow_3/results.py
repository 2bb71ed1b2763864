"""``load()`` and ``dump()`` give the data alone, and ``load()`` raises what were errors beside it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from flask_modernize.planning.contract import Finding
from flask_modernize.rules.findings import REMOVED
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.members import needed_names
from flask_modernize.rules.replacing import Replacement, Span
from flask_modernize.rules.whole_lines import has_own_lines, indentation, suite_of, unit, without
from flask_modernize_codemods.marshmallow_3.strictness import is_strict

ROW = "ma-data-errors-tuple"
_LOADING = frozenset({"marshmallow.Schema.load", "marshmallow.Schema.loads"})
_DUMPING = frozenset({"marshmallow.Schema.dump", "marshmallow.Schema.dumps"})
_VALIDATION_ERRORS = frozenset({"marshmallow.ValidationError", "marshmallow.exceptions.ValidationError"})
_METHODS = frozenset({"load", "loads", "dump", "dumps"})
_ADVICE = "Catch `ValidationError`; its `messages` are the errors, and its `valid_data` is what was right."


@dataclass(frozen=True, slots=True)
class _Result:
    """A statement that takes what ``load()`` or ``dump()`` gives."""

    file: File
    call: ast.Call
    statement: ast.Assign
    loads: bool

    @property
    def following(self) -> ast.stmt | None:
        suite = suite_of(self.file, self.statement)
        index = list(suite).index(self.statement)
        return suite[index + 1] if index + 1 < len(suite) else None


def _find(file: File) -> Iterator[Match | Finding]:
    for node in file.syntax.scopes.of_kind(ast.Call):
        if isinstance(node.func, ast.Attribute) and node.func.attr in _METHODS:
            names = file.names(node.func)
            if names & (_LOADING | _DUMPING):
                yield from _taken(file, node, bool(names & _LOADING))


def _taken(file: File, call: ast.Call, loads: bool) -> Iterator[Match | Finding]:
    parent = file.syntax.scopes.parent(call)
    if isinstance(parent, ast.Assign) and parent.value is call and len(parent.targets) == 1:
        target = parent.targets[0]
        result = _Result(file, call, parent, loads)
        if isinstance(target, ast.Tuple) and len(target.elts) == 2:
            yield from _unpacked(result, target)
        elif isinstance(target, ast.Name):
            yield from _named(result, target.id)
    elif isinstance(parent, ast.Subscript) and isinstance(parent.slice, ast.Constant) and parent.slice.value == 0:
        if not loads or is_strict(file, call):
            yield Match(ROW, "the data comes alone", call, (Replacement(file.span(call)[1], file.span(parent)[1], ()),))
        else:
            yield _unhandled(file, call)
    elif isinstance(parent, ast.Attribute) and loads and _loses_errors(file, call, parent.attr):
        yield _unhandled(file, call)


def _loses_errors(file: File, call: ast.Call, member: str) -> bool:
    return member == "errors" or (member == "data" and not is_strict(file, call) and not _is_caught(file, call))


def _is_caught(file: File, call: ast.Call) -> bool:
    """Whether the errors that are raised have a handler around the call already."""
    inside: ast.AST = call
    for around in file.syntax.scopes.ancestors(call):
        if isinstance(around, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            return False
        if isinstance(around, ast.Try) and inside in around.body:
            types = [each.type for each in around.handlers if each.type is not None]
            types = [each for node in types for each in (node.elts if isinstance(node, ast.Tuple) else [node])]
            if any(file.means(each, *_VALIDATION_ERRORS) for each in types):
                return True
        inside = around
    return False


def _unhandled(file: File, call: ast.Call) -> Finding:
    message = f"`{file.text(call.func)}()` raises where it gave errors beside the data, and nothing here looks at them"
    return file.finding(call, REMOVED, message, _ADVICE)


def _unpacked(result: _Result, target: ast.Tuple) -> Iterator[Match | Finding]:
    """``data, errors = schema.load(document)``."""
    file, statement = result.file, result.statement
    data, errors = target.elts
    if not isinstance(errors, ast.Name) or not has_own_lines(file, statement):
        yield _unhandled(file, result.call)
        return
    uses = _uses(file, errors)
    alone = Replacement(*file.span(target), (file.span(data),))
    if not result.loads or is_strict(file, result.call):
        test = _tested(result, errors.id, "")
        if not uses:
            yield Match(ROW, "the data comes alone", statement, (alone,))
        elif test is not None and _is_inside(file, uses, test):
            yield Match(ROW, "the data comes alone", statement, (alone, without(file, test)))
        else:
            end = file.span(statement)[1]
            yield Match(ROW, "the data comes alone", statement, (Replacement(end, end, (", {}",)),))
        return
    test = _tested(result, errors.id, "")
    if test is not None and _is_inside(file, uses, test) and _leaves(test) and _is_plain_between(result, test):
        yield from _caught(result, (file.span(data),), test, uses)
    else:
        yield from _caught_apart(result, data, errors if uses else None)


def _named(result: _Result, name: str) -> Iterator[Match | Finding]:
    """``result = schema.load(document)``, and then ``result.errors``."""
    file = result.file
    test = _tested(result, name, "errors")
    inside = [] if test is None else [each for each in ast.walk(test) if _is_errors_of(each, name)]
    if test is None:
        if result.loads and not is_strict(file, result.call) and _is_looked_at(result, name):
            yield _unhandled(file, result.call)
        return
    if not has_own_lines(file, result.statement):
        yield _unhandled(file, result.call)
    elif not result.loads:
        yield Match(ROW, "dumping gives no errors", test, (without(file, test),))
    elif _leaves(test) and _is_plain_between(result, test):
        yield from _caught(result, (file.span(result.statement.targets[0]),), test, inside)
    else:
        yield _unhandled(file, result.call)


def _is_looked_at(result: _Result, name: str) -> bool:
    """Whether the result is taken as something with ``.data`` or ``.errors``."""
    function = result.file.syntax.scopes.enclosing_function(result.call)
    inside = ast.walk(function or result.file.syntax.module)
    return any(
        isinstance(each, ast.Attribute)
        and each.attr in ("data", "errors")
        and isinstance(each.value, ast.Name)
        and each.value.id == name
        for each in inside
    )


def _is_errors_of(node: ast.AST, name: str) -> bool:
    return (
        isinstance(node, ast.Attribute)
        and node.attr == "errors"
        and isinstance(node.value, ast.Name)
        and node.value.id == name
    )


def _tested(result: _Result, name: str, member: str) -> ast.If | None:
    """``if errors:`` directly behind it, without an ``else``."""
    following = result.following
    if not isinstance(following, ast.If) or following.orelse:
        return None
    test = following.test
    if member:
        return following if _is_errors_of(test, name) else None
    return following if isinstance(test, ast.Name) and test.id == name else None


def _uses(file: File, name: ast.Name) -> list[ast.AST]:
    """Where a variable is read in its scope."""
    owner = file.scope(name).lookup(name.id)
    return [
        each
        for each in file.syntax.scopes.nodes()
        if isinstance(each, ast.Name)
        and each.id == name.id
        and isinstance(each.ctx, ast.Load)
        and file.scope(each).lookup(each.id) is owner
    ]


def _is_inside(file: File, uses: list[ast.AST], test: ast.If) -> bool:
    return all(test in file.syntax.scopes.ancestors(each) for each in uses)


def _leaves(test: ast.If) -> bool:
    return isinstance(test.body[-1], ast.Return | ast.Raise | ast.Continue | ast.Break)


def _is_plain_between(result: _Result, test: ast.If) -> bool:
    """Whether only white space stands between the two statements, and both have their own lines."""
    source = result.file.syntax.source
    between = source.text(result.file.span(result.statement)[1], result.file.span(test)[0])
    return not between.strip() and test.body[0].lineno > test.lineno


def _caught(result: _Result, target: tuple[Span], test: ast.If, uses: list[ast.AST]) -> Iterator[Match | Finding]:
    """``try`` around the call; what was under ``if errors:`` is under ``except``."""
    file = result.file
    given = needed_names(file, result.call, ("marshmallow.ValidationError",))
    if isinstance(given, Finding):
        yield given
        return
    names, needs = given
    error = _free_name(result)
    indent, step = indentation(file, result.statement), unit(file)
    colon = file.syntax.source.data.index(b":", file.span(test.test)[1]) + 1
    head = f"\n{indent}except {names['ValidationError']} as {error}:"
    parts = (
        f"try:\n{indent}{step}",
        *target,
        " = ",
        file.span(result.call),
        head,
        (colon, file.span(test)[1]),
    )
    changes = [Replacement(file.span(result.statement)[0], file.span(test)[1], parts)]
    changes += [Replacement(*file.span(each), (f"{error}.messages",)) for each in uses if each is not test.test]
    changes += _indented(file, result.call, step)
    yield Match(ROW, "loading raises its errors", result.statement, tuple(changes), needs)


def _caught_apart(result: _Result, data: ast.expr, errors: ast.Name | None) -> Iterator[Match | Finding]:
    """``try`` around the call, which leaves what the two names had."""
    file = result.file
    given = needed_names(file, result.call, ("marshmallow.ValidationError",))
    if isinstance(given, Finding):
        yield given
        return
    names, needs = given
    yield Match(ROW, "loading raises its errors", result.statement, _apart(result, data, errors, names), needs)


def _apart(result: _Result, data: ast.expr, errors: ast.Name | None, names: dict[str, str]) -> tuple[Replacement, ...]:
    file = result.file
    error = _free_name(result)
    indent, step = indentation(file, result.statement), unit(file)
    targets = file.text(data) if errors is None else f"{file.text(data)}, {errors.id}"
    empty, values = ("", f"{error}.valid_data") if errors is None else (", {}", f"{error}.valid_data, {error}.messages")
    parts = (
        f"try:\n{indent}{step}{targets} = ",
        file.span(result.call),
        f"{empty}\n{indent}except {names['ValidationError']} as {error}:\n{indent}{step}{targets} = {values}",
    )
    return (Replacement(*file.span(result.statement), parts), *_indented(file, result.call, step))


def _free_name(result: _Result) -> str:
    function = result.file.syntax.scopes.enclosing_function(result.call) or result.file.syntax.module
    used = {each.id for each in ast.walk(function) if isinstance(each, ast.Name)}
    return next(name for name in ("error", "failure", "validation_error", "invalid_data") if name not in used)


def _indented(file: File, call: ast.Call, step: str) -> list[Replacement]:
    """The lines of a call that stands one level deeper, but not those inside of strings."""
    inside = {
        line
        for each in ast.walk(call)
        if isinstance(each, ast.Constant | ast.JoinedStr)
        for line in range(each.lineno + 1, (each.end_lineno or each.lineno) + 1)
    }
    lines = [line for line in range(call.lineno + 1, (call.end_lineno or call.lineno) + 1) if line not in inside]
    starts = [file.syntax.source.line_span(line)[0] for line in lines]
    return [Replacement(start, start, (step,)) for start in starts]


MATCHER = Matcher(frozenset(method.encode() for method in _METHODS), _find)
