"""The module that makes the application, with its factory."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from flask_modernize.facts import FunctionFacts
from flask_modernize.planning.contract import Edit
from flask_modernize.project import FunctionObject
from flask_modernize_codemods.app_factory.admin_views import named_views
from flask_modernize_codemods.app_factory.bottom_imports import MovedImports, comment_pieces
from flask_modernize_codemods.app_factory.celery_rewriting import celery_pieces
from flask_modernize_codemods.app_factory.drafts import Draft, emptied_imports, quote_for, style_of, take_out
from flask_modernize_codemods.app_factory.factory import factory_parts, factory_text, with_comments
from flask_modernize_codemods.app_factory.layout import FileText
from flask_modernize_codemods.app_factory.modules import Module
from flask_modernize_codemods.app_factory.own_factory import fill_factory
from flask_modernize_codemods.app_factory.pieces import pieces_of
from flask_modernize_codemods.app_factory.registrations import decorator_edits, needs_of
from flask_modernize_codemods.app_factory.scripts import FACTORY, rewrite_guards
from flask_modernize_codemods.app_factory.statement_roles import is_string

if TYPE_CHECKING:
    from flask_modernize.project import Project

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_IMPORTS = (ast.Import, ast.ImportFrom)


def write_home(draft: Draft, text: FileText, moved: MovedImports) -> None:
    """Moves start-up code into the factory; ``text`` takes the changed statements."""
    home = draft.home
    if draft.factory is None:
        _add_config_name(draft)
    draft.drops += [(home.path, line, name) for line, name in moved.drops]
    emptied = emptied_imports(draft, home)
    comments = [piece for number in sorted(emptied) for piece in comment_pieces(home, number)]
    pieces = sorted([*pieces_of(home), *moved.pieces, *comments], key=lambda piece: piece.order)
    if draft.celery is not None and home.makes_celery:
        pieces = celery_pieces(draft.celery, home, pieces)
    pieces = with_comments(pieces)
    uses_config = any("get_config(config_name)" in line for piece in pieces for line in piece.lines)
    style = style_of(home)
    for number in sorted(home.moved | moved.consumed | emptied):
        take_out(text, home, number)
    if draft.factory is None:
        lines = factory_text(pieces, style, "config_name=None" if uses_config else "")
        text.insert(_anchor(draft, home, moved), lines)
    else:
        body, functions = factory_parts(pieces, style)
        draft.rewriting.edits.append(fill_factory(home, draft.factory, body))
        for function in functions:
            text.insert(home.number_at(draft.factory.lineno), function)
    if draft.shim:
        text.insert_before_end(_shim(draft), home.guards | home.runs)
    draft.rewriting.edits += [*decorator_edits(home), *rewrite_guards(home), *named_views(home)]
    draft.rewriting.needs += needs_of(home)


def _anchor(draft: Draft, home: Module, moved: MovedImports) -> int:
    """The chunk after which the factory stands: the last of the plain statements around the application."""
    anchor = home.creation - 1
    for number in range(home.creation, len(home.chunks)):
        if (number in home.moved and number not in home.globals) or number in moved.consumed:
            continue
        statement = home.chunks[number].statement
        if isinstance(statement, _DEFINITIONS) or number in home.guards or is_string(home.chunks[number]):
            break  # a string that stands as a comment speaks of what follows
        before = home.chunks[anchor].statement if anchor >= 0 else statement
        if isinstance(statement, _IMPORTS) and not isinstance(before, _IMPORTS):
            break  # an import at the bottom stays there
        anchor = number
    return anchor


def _add_config_name(draft: Draft) -> None:
    """``get_config()`` of the project's own is told which profile is wanted."""
    home = draft.home
    for number in sorted(home.moved):
        for statement in home.chunks[number].statements:
            for node in ast.walk(statement):
                if isinstance(node, ast.Call) and _is_get_config(draft.project, home.path, node):
                    source = home.source
                    end = source.offset(node.end_lineno or 0, node.end_col_offset or 0) - 1
                    edit = Edit(home.path, end, end, b"config_name")
                    home.edits_in.setdefault(number, []).append(edit)


def _shim(draft: Draft) -> list[str]:
    unit, names = draft.home.layout.unit, draft.application.names
    quote = quote_for(draft, draft.home)
    celery = (draft.celery.name,) if draft.celery is not None and draft.home.makes_celery else ()
    known = (*names, *celery)
    if len(known) == 1:
        test = f"name == {quote}{names[0]}{quote}"
    else:
        test = f"name in ({', '.join(quote + each + quote for each in known)})"
    values = " = ".join(f"globals()[{quote}{each}{quote}]" for each in names)
    made = f"globals()[{quote}{names[0]}{quote}].extensions[{quote}celery{quote}]"
    asked = " and ".join(f"`{each}`" for each in (names[0], *celery))
    return [
        "def __getattr__(name):",
        f'{unit}"""Makes {asked} when first asked: for what still imports them from here."""'
        if celery
        else f'{unit}"""Makes {asked} when it is first asked for: for what still imports it from here."""',
        f"{unit}if {test}:",
        f"{unit}{unit}{values} = {FACTORY}()",
        *(f"{unit}{unit}globals()[{quote}{each}{quote}] = {made}" for each in celery),
        f"{unit}{unit}return globals()[name]",
        f"{unit}raise AttributeError(f{quote}module {{__name__!r}} has no attribute {{name!r}}{quote})",
    ]


def _is_get_config(project: Project, path: str, call: ast.Call) -> bool:
    """Whether it is a call of the project's ``get_config(name=None)`` without a name."""
    if call.args or call.keywords or not isinstance(call.func, ast.Name) or call.func.id != "get_config":
        return False
    found = project.resolve(path, call.func.id)
    definition = project.definition(found) if isinstance(found, FunctionObject) else None
    parameters = definition.parameters if isinstance(definition, FunctionFacts) else ()
    return bool(parameters) and parameters[0].default is not None
