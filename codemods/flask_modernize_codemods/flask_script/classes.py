"""``class Hello(Command)``: a function does what its ``run`` did."""

from __future__ import annotations

import ast

from flask_modernize.planning.contract import Finding
from flask_modernize.project.objects import ClassObject
from flask_modernize.rules.matches import File, Match
from flask_modernize.rules.members import needed_names
from flask_modernize.rules.replacing import Replacement
from flask_modernize.rules.whole_lines import without
from flask_modernize_codemods.flask_3.request_needs import needs_request
from flask_modernize_codemods.flask_script.functions import command_name
from flask_modernize_codemods.flask_script.options import Problem, written_option

_COMMAND = frozenset({"flask_script.Command", "flask_script.commands.Command"})
_OPTION = frozenset({"flask_script.Option", "flask_script.commands.Option"})


def command_class(file: File, value: ast.expr) -> ast.ClassDef | None:
    """The class of this file that ``Hello()`` or ``Hello`` names, if it is a command."""
    named = value.func if isinstance(value, ast.Call) else value
    if not isinstance(named, ast.Name):
        return None
    obj = file.project.resolve(file.syntax.path, named.id, file.scope(named))
    if not isinstance(obj, ClassObject) or obj.path != file.syntax.path:
        return None
    for node in file.syntax.module.body:
        if isinstance(node, ast.ClassDef) and node.name == obj.qualname:
            return node if any(file.means(base, *_COMMAND) for base in node.bases) else None
    return None


def converted_class(file: File, cls: ast.ClassDef, manager: str, name: str, registration: ast.stmt) -> Match:
    """The class becomes a function, which is registered where it stands; ``registration`` goes."""
    run, options = _parts(file, cls)
    if manager not in file.syntax.scopes.module_scope.bindings or not _is_bound_before(file, manager, cls):
        raise Problem(cls, f"`{manager}` is not known yet where `{cls.name}` stands")
    asked = needs_request(file.project, file.syntax.path, run)
    if asked:
        raise Problem(cls, f"`{cls.name}` uses `{asked}`, and Click's commands have no request")
    given = needed_names(file, cls, ("click",))
    if isinstance(given, Finding):
        raise Problem(cls, given.message)
    lines = [f"@{manager}.command({command_name(name) or _quoted(cls, name)})"]
    lines += [text for text, _ in (written_option(file, each, given[0]["click"]) for each in options)]
    parts = _function(file, cls, run, "\n".join(lines))
    source = file.syntax.source
    start = source.line_span(cls.lineno)[0]
    end = source.line_span(cls.end_lineno or cls.lineno)[1]
    change = Replacement(start, end, (parts,))
    needs = given[1] if options else ()
    title = f"{cls.name} is a command of Click"
    return Match("script-command-class", title, cls, (change, without(file, registration)), needs)


def _quoted(cls: ast.ClassDef, name: str) -> str:
    """The name, where Click would not tell it from the function's."""
    return "" if _function_name(cls) == name else f'"{name}"'


def _function_name(cls: ast.ClassDef) -> str:
    letters = []
    for index, letter in enumerate(cls.name):
        if letter.isupper() and index and not cls.name[index - 1].isupper():
            letters.append("_")
        letters.append(letter.lower())
    return "".join(letters)


def _parts(file: File, cls: ast.ClassDef) -> tuple[ast.FunctionDef, list[ast.Call]]:
    run: ast.FunctionDef | None = None
    options: list[ast.Call] = []
    for statement in cls.body:
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
            continue
        if isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == "option_list":
            options = _written(file, cls, statement.value)
        elif isinstance(statement, ast.FunctionDef) and statement.name == "get_options":
            options = _written(file, cls, _returned(cls, statement))
        elif isinstance(statement, ast.FunctionDef) and statement.name == "run" and not statement.decorator_list:
            run = statement
        else:
            raise Problem(cls, f"`{cls.name}` has more than options and `run`")
    if run is None or len(cls.bases) != 1 or cls.decorator_list:
        raise Problem(cls, f"`{cls.name}` has no `run` of its own, or more above it than Command")
    own = run.args.args[0].arg if run.args.args else ""
    if not own or any(isinstance(each, ast.Name) and each.id == own for each in ast.walk(run)):
        raise Problem(cls, f"`run` of `{cls.name}` uses its object")
    if any(isinstance(each, ast.Return) and each.value is not None for each in ast.walk(run)):
        raise Problem(cls, f"`run` of `{cls.name}` returns an exit status")
    return run, options


def _returned(cls: ast.ClassDef, method: ast.FunctionDef) -> ast.expr:
    last = method.body[-1]
    if len(method.body) != 1 or not isinstance(last, ast.Return) or last.value is None:
        raise Problem(cls, f"the options of `{cls.name}` are worked out")
    return last.value


def _written(file: File, cls: ast.ClassDef, value: ast.expr) -> list[ast.Call]:
    if isinstance(value, ast.List | ast.Tuple):
        calls = [each for each in value.elts if isinstance(each, ast.Call) and file.means(each.func, *_OPTION)]
        if len(calls) == len(value.elts):
            return calls
    raise Problem(cls, f"the options of `{cls.name}` are not written out")


def _is_bound_before(file: File, manager: str, cls: ast.ClassDef) -> bool:
    bindings = file.syntax.scopes.module_scope.bindings[manager]
    return all(getattr(each.node, "lineno", 0) < cls.lineno for each in bindings)


def _function(file: File, cls: ast.ClassDef, run: ast.FunctionDef, decorators: str) -> str:
    """The text of the function: the parameters of ``run`` without the first, the class's docstring, its body."""
    source = file.syntax.source
    parameters = ""
    if len(run.args.args) > 1:
        last = run.args.defaults[-1] if run.args.defaults else run.args.args[-1]
        parameters = source.text(file.span(run.args.args[1])[0], file.span(last)[1])
    lines = [decorators, f"def {_function_name(cls)}({parameters}):"]
    if ast.get_docstring(cls) is not None and ast.get_docstring(run) is None:
        lines.append(source.text(source.line_span(cls.body[0].lineno)[0], file.span(cls.body[0])[1]))
    ends = [each.end_lineno or 0 for each in run.args.args] + [each.end_lineno or 0 for each in run.args.defaults]
    signature = max([run.lineno, *ends])
    if run.body[0].lineno == signature:
        raise Problem(cls, f"`run` of `{cls.name}` stands in one line")
    start = source.line_span(signature + 1)[0]
    body = source.text(start, file.span(run.body[-1])[1])
    indent = " " * run.col_offset
    lines += [line.removeprefix(indent) for line in body.split("\n")]
    return "\n".join(lines) + "\n"
