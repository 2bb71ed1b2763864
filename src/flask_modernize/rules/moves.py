"""Rules about names that are imported: moved, replaced by an expression, or gone."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Collection, Iterator

from flask_modernize.facts.sketch import dotted_name
from flask_modernize.planning.contract import Finding, ImportDrop, ImportNeed
from flask_modernize.project.objects import External
from flask_modernize.project.public_names import is_public
from flask_modernize.rewriting.bound_names import bound_names
from flask_modernize.rules.expression_templates import Fragments, filled
from flask_modernize.rules.findings import FALLBACK, NAME_TAKEN, REMOVED
from flask_modernize.rules.kinds import Moved, MovedModule, ReplacedName, Reported
from flask_modernize.rules.local_names import local_name
from flask_modernize.rules.matches import File, Match
from flask_modernize.rules.members import in_parentheses, needed_names
from flask_modernize.rules.replacing import Replacement
from flask_modernize.rules.star_imports import from_star

_IMPORT_ERRORS = frozenset({"ImportError", "ModuleNotFoundError", "Exception", "BaseException"})


def import_matches(file: File, statement: ast.ImportFrom) -> Iterator[Match | Finding]:
    """What the rules say of ``from module import name, other``."""
    if statement.level or not statement.module:
        return
    changes = [(alias, _change(file, statement.module, alias)) for alias in statement.names]
    if all(change is None for _, change in changes):
        return
    if _has_fallback(file, statement):
        yield from _with_fallback(file, statement)
        return
    modules = {change[1] for _, change in changes if change is not None}
    if (
        len(modules) == 1
        and not _imports_from(file, statement, modules)
        and all(change is not None and change[2] == alias.name for alias, change in changes)
    ):
        yield _moved_statement(file, statement, changes[0][1][0], modules.pop())  # type: ignore[index]
        return
    for alias, change in changes:
        if change is not None:
            yield _moved_name(file, statement, alias, *change)


def _imports_from(file: File, statement: ast.ImportFrom, modules: Collection[str]) -> bool:
    """Whether another import at the top of the file is from one of the modules, so that the names can go there."""
    return any(
        isinstance(each, ast.ImportFrom) and each is not statement and not each.level and each.module in modules
        for each in file.syntax.module.body
    )


def _change(file: File, module: str, alias: ast.alias) -> tuple[str, str, str] | None:
    """The row, module and name under which an imported name is found today."""
    for rule in file.rules.names.get(f"{module}.{alias.name}", ()):
        if isinstance(rule, Moved):
            return rule.row, *_in_module(rule.new)
    for moved in file.rules.modules:
        renamed = _renamed_module(moved, module)
        if renamed is not None:
            return moved.row, renamed, alias.name
        renamed = _renamed_module(moved, f"{module}.{alias.name}")
        if renamed is not None:
            return moved.row, *_in_module(renamed)
    return None


def _in_module(full_name: str) -> tuple[str, str]:
    """Module and name; the name is empty for what is a module at the top, to be imported as a whole."""
    module, _, name = full_name.rpartition(".")
    return (module, name) if module else (name, "")


def _renamed_module(rule: MovedModule, module: str) -> str | None:
    old = rule.old.removesuffix(".*")
    if rule.new.endswith("*"):
        return rule.new[:-1] + module[len(old) + 1 :] if module.startswith(old + ".") else None
    if module == old:
        return rule.new
    if rule.old.endswith(".*") and module.startswith(old + "."):
        return rule.new + module[len(old) :]
    return None


def _moved_statement(file: File, statement: ast.ImportFrom, row: str, module: str) -> Match:
    """All names of the statement come from one other module: only its name changes."""
    assert statement.module is not None
    source = file.syntax.source
    start, end = file.span(statement)
    place = source.data.index(source.encode(statement.module), start + len(b"from"), end)
    replacement = Replacement(place, place + len(source.encode(statement.module)), (module,))
    return Match(row, f"{statement.module} is {module} today", statement, (replacement,))


def _moved_name(
    file: File, statement: ast.ImportFrom, alias: ast.alias, row: str, module: str, name: str
) -> Match | Finding:
    bound = alias.asname or alias.name
    new = name or module
    title = f"{statement.module}.{alias.name} is {module}{'.' if name else ''}{name} today"
    drop = ImportDrop(file.syntax.path, statement.lineno, bound)
    unnested = file.syntax.scopes.parent(statement) is file.syntax.module
    if unnested and name and bound == alias.name != name:
        needs = _new_name(file, statement, module, name)
        uses = _uses_of_import(file, bound) if needs is not None else None
        if needs is not None and uses is not None:
            replacements = tuple(Replacement(*file.span(each), (name,)) for each in uses)
            return Match(row, title, statement, replacements, needs, (drop,))
    need = ImportNeed(
        file.syntax.path, module, name, bound if bound != new else None, 0 if unnested else statement.lineno
    )
    return Match(row, title, statement, (), (need,), (drop,))


def _new_name(file: File, statement: ast.stmt, module: str, name: str) -> tuple[ImportNeed, ...] | None:
    """What is to be imported for the name to mean what has moved; None where it means something else."""
    found = local_name(file.project, file.syntax, f"{module}.{name}", file.scope(statement), file.going)
    if found is not None and found.text == name:
        return (found.need,) if found.need is not None else ()
    taken = name in bound_names(file.syntax.scopes.nodes()) or hasattr(builtins, name)
    return None if taken else (ImportNeed(file.syntax.path, module, name),)


def _uses_of_import(file: File, name: str) -> list[ast.Name] | None:
    """Every use in the file of a name that is imported at the top; None where it cannot simply be called otherwise."""
    module_scope = file.syntax.scopes.module_scope
    if len(module_scope.bindings.get(name, ())) != 1 or is_public(file.project, file.syntax, name):
        return None
    uses = []
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.Name) and node.id == name and file.scope(node).lookup(name) is module_scope:
            if not isinstance(node.ctx, ast.Load):
                return None
            uses.append(node)
    return uses


def _has_fallback(file: File, statement: ast.stmt) -> bool:
    """Whether the import is tried, with another one for when it fails, or is that other one."""
    return _fallback(file, statement) is not None


def _fallback(file: File, statement: ast.stmt) -> ast.Try | None:
    for each in file.syntax.scopes.ancestors(statement):
        if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            return None
        if isinstance(each, ast.Try) and any(_catches_import_errors(handler) for handler in each.handlers):
            return each
    return None


def _catches_import_errors(handler: ast.ExceptHandler) -> bool:
    if handler.type is None:
        return True
    caught = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(isinstance(each, ast.Name) and each.id in _IMPORT_ERRORS for each in caught)


def _with_fallback(file: File, statement: ast.ImportFrom) -> Iterator[Finding]:
    """Nothing is changed where one of the imports works today; that is what the fallback is for."""
    block = _fallback(file, statement)
    imports = [node for node in ast.walk(block) if isinstance(node, ast.ImportFrom)] if block is not None else []
    names = {alias.asname or alias.name for alias in statement.names}
    for other in imports:
        same = names & {alias.asname or alias.name for alias in other.names}
        if same and other.module and all(_change(file, other.module, alias) is None for alias in other.names):
            return
    handled = block is not None and any(
        isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id in names for t in node.targets)
        for handler in block.handlers
        for node in ast.walk(handler)
    )
    message = f"`{file.text(statement)}` fails today, " + (
        "and then something else is put in its place" if handled else "and so does what is tried in its place"
    )
    yield file.finding(statement, FALLBACK, message, "Leave only the import that today's version has.")


def module_import_matches(file: File, statement: ast.Import) -> Iterator[Match | Finding]:
    """``import old.module as name``: only with ``as`` can the module change without its uses."""
    for alias in statement.names:
        for rule in file.rules.modules:
            renamed = _renamed_module(rule, alias.name)
            if renamed is None:
                continue
            if alias.asname is None:
                yield from _plain_module(file, statement, alias, rule, renamed)
                continue
            start, _ = file.span(alias)
            end = start + len(file.syntax.source.encode(alias.name))
            yield Match(rule.row, f"{alias.name} is {renamed} today", statement, (Replacement(start, end, (renamed,)),))


def _plain_module(
    file: File, statement: ast.Import, alias: ast.alias, rule: MovedModule, renamed: str
) -> Iterator[Match | Finding]:
    """``import old.module``: every ``old.module.x`` of the file changes with it."""
    replacements = []
    start, end = file.span(alias)
    replacements.append(Replacement(start, end, (renamed,)))
    first = alias.name.partition(".")[0]
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.Attribute | ast.Name) and dotted_name(node) == alias.name:
            owner = file.scope(node).lookup(first)
            if owner is not None and owner.parent is None:
                replacements.append(Replacement(*file.span(node), (renamed,)))
    others = [
        each
        for node in file.syntax.scopes.nodes()
        if isinstance(node, ast.Import)
        for each in node.names
        if each is not alias and (each.asname or each.name.partition(".")[0]) == first
    ]
    uses = sum(
        isinstance(node, ast.Name) and node.id == first and isinstance(node.ctx, ast.Load)
        for node in file.syntax.scopes.nodes()
    )
    if "." in alias.name and not others and uses > len(replacements) - 1:
        message = f"`{file.text(statement)}` also gives this file the name `{first}`, which it uses"
        yield file.finding(statement, NAME_TAKEN, message, f"Import {renamed} and keep `import {first}`.")
        return
    yield Match(rule.row, f"{alias.name} is {renamed} today", statement, tuple(replacements))


def name_matches(file: File, node: ast.Name | ast.Attribute) -> Iterator[Match | Finding]:
    """What the rules say of a name, or of ``module.name``, that means something of a library."""
    obj = file.project.resolve(file.syntax.path, dotted_name(node) or "", file.scope(node))
    if not isinstance(obj, External):
        return
    for rule in file.rules.names.get(obj.name, ()):
        if isinstance(rule, Reported):
            yield _reported(file, node, rule)
        elif isinstance(rule, ReplacedName):
            yield _replaced(file, node, rule)
        elif isinstance(node, ast.Attribute):
            yield _elsewhere(file, node, rule)
        elif file.scope(node).lookup(node.id) is None and from_star(file.project, file.syntax.path, node.id, rule.old):
            yield _imported_by_name(file, node, rule)


def reported_imports(file: File, statement: ast.ImportFrom) -> Iterator[Finding]:
    """Imports of what is gone, where the file does nothing else with it that would be reported."""
    for alias in statement.names:
        for rule in file.rules.names.get(f"{statement.module}.{alias.name}", ()):
            if isinstance(rule, Reported) and not _is_named(file, alias.asname or alias.name):
                yield _reported(file, statement, rule)


def _is_named(file: File, name: str) -> bool:
    return any(isinstance(node, ast.Name) and node.id == name for node in file.syntax.scopes.nodes())


def _reported(file: File, node: ast.AST, rule: Reported) -> Finding:
    return file.finding(node, REMOVED, f"`{file.text(node)}`: {rule.message}", rule.advice)


def _replaced(file: File, node: ast.Name | ast.Attribute, rule: ReplacedName) -> Match | Finding:
    given = needed_names(file, node, rule.needs)
    if isinstance(given, Finding):
        return given
    parts = filled(rule.template, Fragments({}), given[0])
    if parts is None or not isinstance(node.ctx, ast.Load):
        return file.finding(node, REMOVED, f"`{file.text(node)}` is gone", f"Write `{rule.template}`.")
    parts = in_parentheses(file, node, rule.template, parts)
    return Match(rule.row, f"{rule.old} is gone", node, (Replacement(*file.span(node), parts),), given[1])


def _imported_by_name(file: File, node: ast.Name, rule: Moved) -> Match | Finding:
    """A name that ``from module import *`` gave, and does not give today."""
    found = local_name(file.project, file.syntax, rule.new, file.scope(node), file.going)
    if found is None:
        message = f"`{node.id}` is {rule.new} today, whose name this file uses for something else"
        return file.finding(node, NAME_TAKEN, message, f"Import {rule.new} under another name.")
    needs = (found.need,) if found.need is not None else ()
    replacements = (Replacement(*file.span(node), (found.text,)),) if found.text != node.id else ()
    if not needs and not replacements:
        return file.finding(node, NAME_TAKEN, f"`{node.id}` is {rule.new} today", f"Import {rule.new}.")
    return Match(rule.row, f"{rule.old} is {rule.new} today", node, replacements, needs)


def _elsewhere(file: File, node: ast.Attribute, rule: Moved) -> Match | Finding:
    """``module.name`` whose module does not have the name today, or has it under another name."""
    title = f"{rule.old} is {rule.new} today"
    module, _, name = rule.new.rpartition(".")
    holder = dotted_name(node.value)
    if holder and file.project.resolve(file.syntax.path, holder, file.scope(node)) == External(module):
        return Match(rule.row, title, node, (Replacement(*file.span(node), (file.span(node.value), f".{name}")),))
    found = local_name(file.project, file.syntax, rule.new, file.scope(node), file.going)
    if found is None:
        message = f"`{file.text(node)}` is {rule.new} today, whose name this file uses for something else"
        return file.finding(node, NAME_TAKEN, message, f"Import {rule.new} under another name.")
    needs = (found.need,) if found.need is not None else ()
    return Match(rule.row, title, node, (Replacement(*file.span(node), (found.text,)),), needs)
