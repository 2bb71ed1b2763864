"""``wtforms.ext.i18n.form.Form``: every form knows languages today, and names them in its ``class Meta``."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.planning.contract import Finding
from flask_modernize.rules.findings import ARGUMENTS
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement
from flask_modernize.rules.whole_lines import has_own_lines, indentation, unit

_FORM = "wtforms.ext.i18n.form.Form"


def _find(file: File) -> Iterator[Match | Finding]:
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.ClassDef) and any(file.means(base, _FORM) for base in node.bases):
            languages = next((each for each in node.body if _sets_languages(each)), None)
            if isinstance(languages, ast.Assign):
                yield _translated(file, node, languages)


def _translated(file: File, cls: ast.ClassDef, languages: ast.Assign) -> Match | Finding:
    has_meta = any(isinstance(each, ast.ClassDef) and each.name == "Meta" for each in cls.body)
    if has_meta or not has_own_lines(file, languages):
        message = "forms are translated into the languages that their `class Meta` names"
        return file.finding(languages, ARGUMENTS, message, "Set `locales` there.")
    step = indentation(file, languages) + unit(file)
    parts = (f"class Meta:\n{step}locales = ", file.span(languages.value))
    change = Replacement(*file.span(languages), parts)
    return Match("wtforms-ext-i18n", "the form's Meta names its languages", languages, (change,))


def _sets_languages(statement: ast.stmt) -> bool:
    return (
        isinstance(statement, ast.Assign)
        and isinstance(statement.targets[0], ast.Name)
        and statement.targets[0].id == "LANGUAGES"
    )


MATCHER = Matcher(frozenset({b"LANGUAGES"}), _find)
