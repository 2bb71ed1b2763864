"""Models and forms in the file of an app, which have a module of their own in most applications."""

from __future__ import annotations

import ast
import posixpath
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flask_modernize.project.endpoint_references import Unknown
from flask_modernize.project.model_classes import registries
from flask_modernize.project.models import tables
from flask_modernize.project.objects import ClassObject, External
from flask_modernize_codemods.blueprints.file_statements import FileStatements, Part, import_of_new, is_free

if TYPE_CHECKING:
    from flask_modernize.project import Project, Syntax

_DOCUMENTS = frozenset(
    {
        "mongoengine.Document",
        "mongoengine.DynamicDocument",
        "mongoengine.EmbeddedDocument",
        "peewee.Model",
    }
)
_FORM_LIBRARIES = ("flask_wtf", "wtforms")
_LOADERS = frozenset({"user_loader", "request_loader"})
_LISTENERS = frozenset({"listen", "listens_for"})


@dataclass(slots=True, eq=False)
class ClassModule:
    """``models`` or ``forms``: the places of the statements that go there, and the names that they define."""

    name: str
    statements: set[int]
    names: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True, eq=False)
class Extracted:
    """Classes that move from a file into a new module, and the names that the file goes on to import from there."""

    path: str
    import_from: str
    names: tuple[str, ...]
    part: Part


def class_modules(file: FileStatements) -> Iterator[ClassModule]:
    """The models and forms of a file that can move; from here on all others import them."""
    for name, statements in _classes_of(file.project, file.syntax):
        module = ClassModule(name, {file.index[id(each)] for each in statements})
        reason = _close(file, module) or _why_not_at_top(file, module)
        if not reason and not is_free(file.project, file.plan, file.home.path, name):
            reason = f"something is called {name} already"
        if reason:
            place = Unknown(file.home.path, statements[0].lineno, 1, reason)
            file.plan.find_at(place, "B-SPLIT", f"the {name} are not split off: {reason}")
            continue
        file.import_instead(module.statements, import_of_new(file.project, file.home.path, file.home.path, name))
        module.names |= {name for number in module.statements for name in file.defined_by(number)}
        yield module


def _close(file: FileStatements, module: ClassModule) -> str:
    """Adds what the classes need, and what is done to them when the file is imported; why that cannot move."""
    reason = _needs(file, module.statements)
    for number, statement in enumerate(file.body):
        if reason or number in module.statements or number in file.taken:
            continue
        names = {name for each in module.statements for name in file.defined_by(each)}
        if file.stores[number] & names:
            module.statements.add(number)
            reason = _needs(file, module.statements)
        elif _is_attached(statement) and file.used[number] & names:
            more = {*module.statements, number}
            if not _needs(file, more):
                module.statements |= more
    return reason


def _needs(file: FileStatements, statements: set[int]) -> str:
    """Adds to some statements all that they need from the file; why one of them cannot move."""
    waiting = sorted(statements)
    while waiting:
        number = waiting.pop(0)
        reason = file.why_it_stays(number, is_class=True) or _why_not_shared(file, number)
        if reason:
            return reason
        used = file.used[number] - file.imported.keys() - file.names_of_app()
        needed = {each for name in used for each in file.definers.get(name, set())} - statements
        waiting += sorted(needed)
        statements |= needed
    return ""


def _why_not_shared(file: FileStatements, number: int) -> str:
    """Why another module could not import what a statement defines; empty when it can."""
    statement = file.body[number]
    if any(use.statement is statement and id(use) in file.moved for use in file.plan.uses):
        return f"{getattr(statement, 'name', 'what they need')} is registered on the app"
    for name in sorted(file.defined_by(number)):
        if name in file.rebound or len(file.definers[name]) > 1:
            return f"{name} is given more than one value"
    return ""


def _why_not_at_top(file: FileStatements, module: ClassModule) -> str:
    """Why the file could not import the classes at its top; empty when it can."""
    if not file.part(module.statements, module.statements).at_top:
        return "they need what is imported below the app"
    used = {name for number in module.statements for name in file.used[number]} - file.names_of_app()
    for number in range(max(module.statements)):
        if number not in module.statements | file.taken and file.stores[number] & used:
            return f"line {file.body[number].lineno} changes what they need"
    return ""


def extracted(file: FileStatements, module: ClassModule, gone: Collection[int]) -> Extracted:
    """The new module, and what the old file imports from it; ``gone`` are the places of all that moves."""
    staying = {name for number, used in enumerate(file.used) if number not in gone for name in used}
    moving = {name for number in gone if number not in module.statements for name in file.used[number]}
    names = {name for name in module.names if name in staying or file.is_taken({name})}
    if not names and not moving & module.names:
        names = module.names  # somebody has to import it, so that the classes are known
    home = file.home.path
    path = posixpath.join(posixpath.dirname(home), f"{module.name}.py")
    source = import_of_new(file.project, home, home, module.name)
    return Extracted(path, source, tuple(sorted(names)), file.part(module.statements, gone))


def _classes_of(project: Project, syntax: Syntax) -> Iterator[tuple[str, list[ast.stmt]]]:
    """The module-level models (with their tables) and forms of a file, with what their module is called."""
    mapped = {each.name for each in registries(project) if each.path == syntax.path}
    variables = {each.name for each in tables(project) if each.path == syntax.path}
    models: list[ast.stmt] = []
    forms: list[ast.stmt] = []
    for statement in syntax.module.body:
        if isinstance(statement, ast.Assign) and _targets(statement) & variables:
            models.append(statement)
        elif isinstance(statement, ast.ClassDef):
            bases = set(_external_bases(project, ClassObject(syntax.path, statement.name)))
            if statement.name in mapped or bases & _DOCUMENTS:
                models.append(statement)
            elif any(each.partition(".")[0] in _FORM_LIBRARIES and each.endswith("Form") for each in bases):
                forms.append(statement)
    # Models are taken out first: forms ask them whether a name is free.
    yield from (found for found in (("models", models), ("forms", forms)) if found[1])


def _targets(statement: ast.Assign) -> set[str]:
    return {each.id for each in statement.targets if isinstance(each, ast.Name)}


def _external_bases(project: Project, cls: ClassObject) -> Iterator[str]:
    for each in project.ancestors(cls):
        if isinstance(each, External):
            yield each.name


def _is_attached(statement: ast.stmt) -> bool:
    """Whether it only tells a library about a class: a listener of SQLAlchemy, a loader of Flask-Login."""
    if isinstance(statement, ast.FunctionDef):
        return len(statement.decorator_list) == 1 and _last_name(statement.decorator_list[0]) in _LOADERS | _LISTENERS
    return isinstance(statement, ast.Expr) and _last_name(statement.value) in _LISTENERS


def _last_name(node: ast.expr) -> str:
    func = node.func if isinstance(node, ast.Call) else node
    return func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
