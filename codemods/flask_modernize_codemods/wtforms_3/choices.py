"""Choices of select fields: they come as four values today, and must be there when a form is validated."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Finding
from flask_modernize.project.library_types import library_ancestors
from flask_modernize.project.memory import remembered_about
from flask_modernize.rules.findings import ARGUMENTS, REMOVED
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement
from flask_modernize_codemods.wtforms_3.forms import class_around, is_form

if TYPE_CHECKING:
    from flask_modernize.project.project import Project

_SELECTS = frozenset(
    f"wtforms.{module}{name}"
    for module in ("", "fields.", "fields.core.")
    for name in ("SelectField", "SelectMultipleField", "RadioField", "SelectFieldBase")
)


def _iterations(file: File) -> Iterator[Match | Finding]:
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.FunctionDef) and node.name == "iter_choices":
            cls = class_around(file, node)
            if cls is not None and any(_is_choice_field(each) for each in library_ancestors(file.project, cls)):
                yield from _given(file, node)
        elif isinstance(node, ast.For | ast.comprehension) and _is_of_field(file, node.iter):
            yield from _unpacked(file, node.target)


def _is_choice_field(name: str) -> bool:
    return name.startswith("wtforms") and name.endswith(
        ("SelectField", "SelectMultipleField", "RadioField", "FieldBase")
    )


def _given(file: File, function: ast.FunctionDef) -> Iterator[Match]:
    """What an own ``iter_choices`` yields."""
    for each in ast.walk(function):
        if isinstance(each, ast.Yield) and isinstance(each.value, ast.Tuple) and len(each.value.elts) == 3:
            end = file.span(each.value.elts[-1])[1]
            yield Match(_ROW, "choices are four values", each, (Replacement(end, end, (", {}",)),))


def _is_of_field(file: File, iterated: ast.expr) -> bool:
    """Whether these are the choices of a field of WTForms: proven, or in a widget's ``__call__(self, field)``."""
    if not isinstance(iterated, ast.Call) or not isinstance(iterated.func, ast.Attribute):
        return False
    if iterated.func.attr != "iter_choices":
        return False
    holder = iterated.func.value
    if any(each.startswith("wtforms.") for each in file.classes(holder)):
        return True
    function = next(
        (each for each in file.syntax.scopes.ancestors(iterated) if isinstance(each, ast.FunctionDef)), None
    )
    if function is None or function.name != "__call__" or not isinstance(holder, ast.Name):
        return False
    return [each.arg for each in function.args.args][1:2] == [holder.id] and function.args.kwarg is not None


def _unpacked(file: File, target: ast.expr) -> Iterator[Match | Finding]:
    if not isinstance(target, ast.Tuple) or len(target.elts) != 3:
        return
    function = next((each for each in file.syntax.scopes.ancestors(target) if isinstance(each, ast.FunctionDef)), None)
    used = {each.id for each in ast.walk(function or file.syntax.module) if isinstance(each, ast.Name)}
    name = next((each for each in ("render_kw", "choice_kw") if each not in used), None)
    if name is None or any(isinstance(each, ast.Starred) for each in target.elts):
        yield file.finding(target, ARGUMENTS, "choices are four values today", "Take `render_kw` as the fourth.")
        return
    end = file.span(target.elts[-1])[1]
    yield Match(_ROW, "choices are four values", target, (Replacement(end, end, (f", {name}",)),))


def _missing(file: File) -> Iterator[Finding]:
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and isinstance(node.targets[0], ast.Name):
            cls = class_around(file, node)
            if cls is None or not file.means(node.value.func, *_SELECTS) or not is_form(file, cls):
                continue
            field = node.targets[0].id
            if not _has_choices(node.value) and not _is_filled(file.project, field):
                message = f"`{field}` has no choices, and validating the form is an error today"
                advice = "Give it `choices=`, or `validate_choice=False` and `choices=[]`."
                yield file.finding(node.value, REMOVED, message, advice)


def _has_choices(call: ast.Call) -> bool:
    given = {each.arg for each in call.keywords}
    return bool(given & {"choices", None}) or len(call.args) > 3


@remembered_about
def _is_filled(project: Project, field: str) -> bool:
    """Whether something sets ``.choices``, of that field or of one that is found by a name."""
    word = re.compile(rb"\b" + re.escape(field.encode()) + rb"(?:[\"']?\])?\.choices\b|\bsetattr\(|[\])]\.choices\s*=")
    return any(word.search(project.tree.read(path)) for path in project.files_with(b"choices"))


_ROW = "wtforms-iter-choices"
ITERATION = Matcher(frozenset({b"iter_choices"}), _iterations)
MISSING = Matcher(frozenset({b"SelectField", b"SelectMultipleField", b"RadioField"}), _missing)
