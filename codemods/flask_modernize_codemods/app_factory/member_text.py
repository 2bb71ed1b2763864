"""The other modules of an application, and what they hand on of it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import ImportNeed
from flask_modernize_codemods.app_factory.bottom_imports import Registrar
from flask_modernize_codemods.app_factory.celery_rewriting import celery_pieces, member_shim
from flask_modernize_codemods.app_factory.drafts import Draft, emptied_imports, hands_on, quote_for, style_of, take_out
from flask_modernize_codemods.app_factory.factory import function_text
from flask_modernize_codemods.app_factory.layout import FileText
from flask_modernize_codemods.app_factory.modules import Module
from flask_modernize_codemods.app_factory.pieces import pieces_of
from flask_modernize_codemods.app_factory.refusal import Refused, finding
from flask_modernize_codemods.app_factory.registrations import decorator_edits, needs_of
from flask_modernize_codemods.app_factory.scripts import FACTORY, rewrite_guards

if TYPE_CHECKING:
    pass


def registrar_of(draft: Draft, module: Module) -> Registrar:
    """The function by which a module does its part for an application; Refused when no name for it is free."""
    kinds = {piece.kind for piece in pieces_of(module)}
    kind = "route" if "route" in kinds else kinds.pop() if len(kinds) == 1 else "other"
    taken = module.syntax.scopes.module_scope.bindings
    names = ("register", "register_routes" if kind == "route" else "register_with", "init_app", "register_module")
    name = next((each for each in names if each not in taken), None)
    if name is None:
        raise Refused(
            finding(module.syntax, module.syntax.module.body[0], "F-REBOUND", "every name for its register() is taken")
        )
    return Registrar(module.path, name, kind)


def write_member(draft: Draft, module: Module, registrars: Sequence[Registrar]) -> None:
    """Moves what a module does to the application into its register function, and its imports of it away."""
    text = FileText(module.source, module.path, module.chunks)
    for use in module.uses:
        if use.role == "import":
            statement = module.syntax.scopes.parent(use.reference.node)
            assert isinstance(use.reference.node, ast.alias)
            assert isinstance(statement, ast.ImportFrom)
            name = use.reference.node.asname or use.reference.node.name
            draft.drops.append((module.path, statement.lineno, name))
            draft.rewriting.edits += rewrite_guards(module, "." * statement.level + (statement.module or ""))
            if hands_on(draft, module.path):
                _hand_on_factory(draft, module, text, statement, name)
    draft.drops += [(module.path, line, name) for line, name in _idle_module_imports(draft, module)]
    if module.has_pieces:
        registrar = next(each for each in registrars if each.path == module.path)
        pieces = pieces_of(module)
        if draft.celery is not None and module.makes_celery:
            pieces = celery_pieces(draft.celery, module, pieces)
        own_needs = [need for need in (*draft.rewriting.needs, *needs_of(module)) if need.path == module.path]
        # With nothing to import instead, the import goes with the lines around it.
        emptied = frozenset() if own_needs else emptied_imports(draft, module, plain=True)
        for number in sorted(module.moved | emptied):
            take_out(text, module, number)
        text.insert_before_end(
            function_text(f"def {registrar.function}({module.local}):", pieces, style_of(module)), module.guards
        )
        if draft.celery is not None and module.makes_celery and draft.shim:
            text.insert_before_end(member_shim(draft.celery, module), module.guards)
    draft.rewriting.edits += [*text.edits(), *decorator_edits(module)]
    draft.rewriting.needs += needs_of(module)


def _idle_module_imports(draft: Draft, module: Module) -> Iterator[tuple[int, str]]:
    """``import site_pkg`` that was there only for ``site_pkg.app``."""
    attributes = [use.reference.node for use in module.uses if isinstance(use.reference.node, ast.Attribute)]
    roots = {each.value.id: 0 for each in attributes if isinstance(each.value, ast.Name)}
    for node in module.syntax.scopes.nodes():
        if isinstance(node, ast.Name) and node.id in roots:
            roots[node.id] += 1
    for each in attributes:
        if isinstance(each.value, ast.Name):
            roots[each.value.id] -= 1
    for statement in module.syntax.module.body:
        for alias in statement.names if isinstance(statement, (ast.Import, ast.ImportFrom)) else ():
            if roots.get(alias.asname or alias.name) == 0:
                yield statement.lineno, alias.asname or alias.name


def _hand_on_factory(draft: Draft, module: Module, text: FileText, statement: ast.ImportFrom, name: str) -> None:
    """The module hands on the factory instead, and the application to those who still ask for it."""
    source = "." * statement.level + (statement.module or "")
    draft.rewriting.needs.append(ImportNeed(module.path, source, FACTORY, beside_line=statement.lineno))
    if not draft.shim or "__getattr__" in module.syntax.scopes.module_scope.bindings:
        return
    own = draft.application.variable.name
    unit, quote = module.layout.unit, quote_for(draft, module)
    renamed = f" as {name}" if own != name else ""
    lines = [
        "def __getattr__(name):",
        f'{unit}"""Makes `{name}` when it is first asked for: for what still imports it from here."""',
        f"{unit}if name == {quote}{name}{quote}:",
        f"{unit}{unit}from {source} import {own}{renamed}",
        "",
        f"{unit}{unit}return {name}",
        f"{unit}raise AttributeError(f{quote}module {{__name__!r}} has no attribute {{name!r}}{quote})",
    ]
    text.insert_before_end(lines, module.guards)
