"""Functions that are commands: ``@manager.command`` and ``@manager.option(...)``."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from flask_modernize.planning.contract import Finding, ImportNeed
from flask_modernize.rules.matches import File, Match
from flask_modernize.rules.members import needed_names
from flask_modernize.rules.replacing import Replacement
from flask_modernize.rules.whole_lines import below, indentation
from flask_modernize_codemods.flask_3.request_needs import needs_request
from flask_modernize_codemods.flask_script.options import Problem, derived_options, written_option

_PLAIN = re.compile(r"[a-z][a-z0-9]*")


def command_name(name: str) -> str:
    """The argument of ``command()`` that keeps a name: Click writes ``-`` for ``_``."""
    return "" if _PLAIN.fullmatch(name) else f'"{name}"'


def converted_function(file: File, function: ast.FunctionDef, manager: str, decorators: Sequence[ast.expr]) -> Match:
    """A command function; ``decorators`` are those of the manager, from top to bottom, ``manager`` its name there."""
    if len(decorators) != len(function.decorator_list):
        raise Problem(function, f"`{function.name}` has other decorators, too")
    asked = needs_request(file.project, file.syntax.path, function)
    if asked:
        raise Problem(function, f"`{function.name}` uses `{asked}`, and Click's commands have no request")
    is_used = _is_used_elsewhere(file, function)
    click, needs = _needed(file, function, "click")
    options = _options(file, function, decorators, click)
    changes, more = _exits(file, function, is_used)
    register = f"@{manager}.command({command_name(function.name)})"
    first = decorators[0]
    changes += _in_place_of(file, decorators, [] if is_used else [register], options)
    if is_used:
        text = f"\n\n{register[1:]}({function.name})"
        changes.append(below(file, function, text))
    wanted = needs if options else ()
    return Match(
        "script-manager-command", f"{function.name} is a command of Click", first, tuple(changes), (*wanted, *more)
    )


def _needed(file: File, node: ast.AST, module: str) -> tuple[str, tuple[ImportNeed, ...]]:
    given = needed_names(file, node, (module,))
    if isinstance(given, Finding):
        raise Problem(node, given.message)
    return given[0][module], given[1]


def _options(file: File, function: ast.FunctionDef, decorators: Sequence[ast.expr], click: str) -> list[str]:
    written = [each for each in decorators if isinstance(each, ast.Call)]
    if not written:
        return derived_options(file, function, click)
    if len(written) != len(decorators):
        if not isinstance(decorators[0], ast.Call):
            # The outermost decorator registers the function anew: what the others said is lost.
            return derived_options(file, function, click)
        raise Problem(function, f"`{function.name}` has both derived and written options")
    found = [written_option(file, each, click) for each in written]
    # argparse is told of the lowest decorator first, Click of the highest.
    positional = iter([text for text, is_positional in reversed(found) if is_positional])
    return [next(positional) if is_positional else text for text, is_positional in found]


def _in_place_of(
    file: File, decorators: Sequence[ast.expr], first: Sequence[str], options: Sequence[str]
) -> Iterator[Replacement]:
    """New lines in the place of all decorators; of each by itself where comments stand between them."""
    source = file.syntax.source
    function = file.syntax.scopes.parent(decorators[0])
    assert isinstance(function, ast.FunctionDef)
    indent = indentation(file, function)
    if "#" in "".join(_between(file, decorators)):
        if len(options) != len(decorators):
            raise Problem(decorators[0], "comments stand between the decorators")
        for index, (decorator, option) in enumerate(zip(decorators, options, strict=True)):
            lines = [*(first if index == 0 else ()), option]
            begin, stop = file.span(decorator)
            yield Replacement(begin - 1, stop, (f"\n{indent}".join(lines),))
        return
    start = source.line_span(decorators[0].lineno)[0]
    end = source.line_span(decorators[-1].end_lineno or decorators[-1].lineno)[1]
    yield Replacement(start, end, ("".join(f"{indent}{line}\n" for line in (*first, *options)),))


def _between(file: File, decorators: Sequence[ast.expr]) -> Iterator[str]:
    source = file.syntax.source
    for each, following in zip(decorators, (*decorators[1:], None), strict=True):
        end = file.span(each)[1]
        last = source.line_span(each.end_lineno or each.lineno)[1]
        yield source.text(end, file.span(following)[0] if following is not None else last)


def _is_used_elsewhere(file: File, function: ast.FunctionDef) -> bool:
    """Whether something else calls the function by its name, which Click's command would take."""
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.Name) and node.id == function.name and isinstance(node.ctx, ast.Load):
            owner = file.scope(node).lookup(node.id)
            if owner is None or owner.kind == "module":
                return True
    module = file.syntax.path.rpartition("/")[2].removesuffix(".py")
    wanted = re.compile(
        rf"\b{re.escape(module)}\b[^\n]*\bimport\b[^\n]*\b{function.name}\b|\b{re.escape(module)}\.{function.name}\b".encode()
    )
    paths = file.project.files_with(function.name.encode())
    return any(path != file.syntax.path and wanted.search(file.project.tree.read(path)) for path in paths)


def _exits(file: File, function: ast.FunctionDef, is_used: bool) -> tuple[list[Replacement], tuple[ImportNeed, ...]]:
    """What a command returns is its exit status for Flask-Script; Click passes over it."""
    changes: list[Replacement] = []
    needs: tuple[ImportNeed, ...] = ()
    for each in _returns(function):
        value = each.value
        if value is None or (isinstance(value, ast.Constant) and value.value in (None, 0)):
            continue
        if is_used:
            raise Problem(each, f"`{function.name}` returns an exit status, and is called by other code, too")
        sys, needs = _needed(file, function, "sys")
        number = isinstance(value, ast.Constant | ast.UnaryOp)
        parts = (f"{sys}.exit(", file.span(value), ")" if number else " or 0)")
        changes.append(Replacement(*file.span(each), parts))
    return changes, needs


def _returns(node: ast.AST) -> Iterator[ast.Return]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            continue
        if isinstance(child, ast.Return):
            yield child
        yield from _returns(child)


def shell_context(file: File, function: ast.FunctionDef, decorator: ast.expr, application: str) -> Match:
    """``@manager.shell``."""
    if function.args.args:
        raise Problem(function, f"`{function.name}` takes arguments")
    change = Replacement(*file.span(decorator), (f"{application}.shell_context_processor",))
    return Match("script-shell", "the application knows what its shell has", decorator, (change,))
