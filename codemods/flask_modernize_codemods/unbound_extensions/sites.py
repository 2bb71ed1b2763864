"""Where extensions are bound to an app or made for one: ``db = SQLAlchemy(app)``, ``csrf.init_app(app)``."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_modernize.facts.sketch import dotted_name
from flask_modernize.project.applications import Application, Use, uses
from flask_modernize.project.objects import ClassObject, External, Object, Variable
from flask_modernize_codemods.unbound_extensions.classes import ExtensionClass, Unknown, extension_class
from flask_modernize_codemods.unbound_extensions.statement import Refusal

if TYPE_CHECKING:
    from flask_modernize.project.project import Project
    from flask_modernize.project.syntax import Syntax


@dataclass(frozen=True, slots=True, eq=False)
class Site:
    """An extension that is given its application where it is made, or (``bound`` False) only later.

    ``statement`` is the module-level statement, ``call`` the call of the class in it. ``name`` is the variable, made
    up where there is none (``named`` False). ``app`` is the argument that is the application.
    """

    application: Application
    syntax: Syntax
    statement: ast.Assign | ast.AnnAssign | ast.Expr
    call: ast.Call
    extension: ExtensionClass
    name: str
    named: bool
    app: ast.expr | None

    @property
    def path(self) -> str:
        return self.syntax.path

    @property
    def bound(self) -> bool:
        return self.app is not None

    @property
    def variable(self) -> Variable:
        return Variable(self.path, self.name)


@dataclass(frozen=True, slots=True)
class Sites:
    """What was found for one application, by path and line; refusals are places that stay as they are."""

    sites: tuple[Site, ...]
    refusals: tuple[Refusal, ...]


def sites_of(project: Project, application: Application, packages: str = "") -> Sites:
    """Every extension of the application; those in tests and in functions are nobody's business here.

    ``packages``: see :func:`extension_class`.
    """
    found: list[Site] = []
    refusals: list[Refusal] = []
    for use in uses(project, application):
        if use.is_test or not use.at_import_time or use.role != "argument" or use.call is None:
            continue
        made = _bound(project, application, use, packages)
        if made is None and _binds_conditionally(use):
            message = "init_app() is called " + _where(use)
            refusals.append(Refusal.at(use.syntax, use.call, "X-CONDITIONAL", message, site=False))
        if isinstance(made, Refusal):
            refusals.append(made)
        elif made is not None:
            found.append(made)
    found += _unbound(project, application, packages)
    unique = {site.call: site for site in found}
    ordered = sorted(unique.values(), key=lambda site: (site.path, site.statement.lineno))
    return Sites(tuple(ordered), tuple(refusals))


# --- bound where they are made ---


def _bound(project: Project, application: Application, use: Use, packages: str) -> Site | Refusal | None:
    assert use.call is not None
    syntax = use.syntax
    found = _called_class(project, syntax, use.call)
    extension = extension_class(project, found, syntax.path, use.call, packages) if found is not None else None
    if extension is None:
        return None
    if isinstance(extension, Unknown):
        return Refusal.at(syntax, use.call, extension.code, extension.message)
    statement = syntax.scopes.statement_of(use.call)
    if not isinstance(syntax.scopes.parent(statement), ast.Module):
        if syntax.scopes.scope_of(statement).kind == "class":
            return Refusal.at(syntax, use.call, "X-SHAPE", f"{extension.name} is made in the body of a class")
        return Refusal.at(syntax, use.call, "X-CONDITIONAL", f"{extension.name} is bound {_where(use)}")
    name = _name_given(statement, use.call)
    if name is None:
        message = f"{extension.name} is made inside of a larger expression, or assigned to more than a name"
        return Refusal.at(syntax, use.call, "X-SHAPE", message)
    assert isinstance(statement, ast.Assign | ast.AnnAssign | ast.Expr)
    argument = use.reference.node
    assert isinstance(argument, ast.expr)
    if application.conditional:
        return Refusal.at(syntax, use.call, "X-CONDITIONAL", "the app itself is made under a condition")
    return Site(
        application,
        syntax,
        statement,
        use.call,
        extension,
        name or _made_up_name(syntax, extension.row.instance),
        bool(name),
        argument,
    )


def _where(use: Use) -> str:
    return 'under `if __name__ == "__main__"`' if use.guarded else "under a condition"


def _binds_conditionally(use: Use) -> bool:
    """``ext.init_app(app)`` under ``if``, ``try`` and the like."""
    call = use.call
    inits = call is not None and isinstance(call.func, ast.Attribute) and call.func.attr == "init_app"
    if not inits or use.keyword:
        return False
    assert call is not None
    parents = [each for each in use.syntax.scopes.ancestors(call) if isinstance(each, ast.If | ast.Try | ast.For)]
    return bool(parents) and use.syntax.scopes.scope_of(call) is use.syntax.scopes.module_scope


def _called_class(project: Project, syntax: Syntax, call: ast.Call) -> Object | None:
    dotted = dotted_name(call.func)
    if dotted is None:
        return None
    found = project.resolve(syntax.path, dotted, syntax.scopes.scope_of(call))
    if found is None:
        found = _shadowed_by_its_instance(project, syntax, call, dotted)
    return found if isinstance(found, External | ClassObject) else None


def _shadowed_by_its_instance(project: Project, syntax: Syntax, call: ast.Call, dotted: str) -> Object | None:
    """The class in ``admin = admin.Admin(app)``, where ``import flask_admin as admin`` is the other binding."""
    first, _, rest = dotted.partition(".")
    bindings = syntax.facts.bindings.get(first, ())
    imports = [each for each in bindings if each.kind == "import" and each.line < call.lineno]
    if len(imports) != 1 or len(bindings) != 2 or not rest:
        return None
    module = imports[0]
    found = project.imported(syntax.path, module.module, module.name, module.level)
    return External(f"{found.name}.{rest}") if isinstance(found, External) else None


def _name_given(statement: ast.stmt, call: ast.Call) -> str | None:
    """The one name that gets the result; empty for a statement that throws it away, None for any other shape."""
    if isinstance(statement, ast.Expr) and statement.value is call:
        return ""
    if isinstance(statement, ast.Assign) and statement.value is call and len(statement.targets) == 1:
        target = statement.targets[0]
        return target.id if isinstance(target, ast.Name) else None
    if isinstance(statement, ast.AnnAssign) and statement.value is call and isinstance(statement.target, ast.Name):
        return statement.target.id
    return None


# --- made first, bound later ---


def _unbound(project: Project, application: Application, packages: str) -> Iterator[Site]:
    """Instances of the app's own module that are bound by ``init_app`` at module level, here or elsewhere."""
    bound: set[str] = set()
    for use in uses(project, application):
        inits = use.role == "argument" and use.call is not None and use.at_import_time and not use.guarded
        if not inits or use.is_test or not isinstance(use.call.func, ast.Attribute) or use.call.func.attr != "init_app":  # type: ignore[union-attr]
            continue
        owner = dotted_name(use.call.func.value)  # type: ignore[union-attr]
        instance = project.resolve(use.path, owner, use.reference.scope) if owner is not None else None
        if isinstance(instance, Variable) and instance.path == application.path:
            bound.add(instance.name)
    for statement in application.syntax.module.body:
        if not isinstance(statement, ast.Assign | ast.AnnAssign) or not isinstance(statement.value, ast.Call):
            continue
        name = _name_given(statement, statement.value)
        if not name or name not in bound:
            continue
        extension = _class_called(project, application, statement.value, packages)
        if isinstance(extension, ExtensionClass):
            yield Site(application, application.syntax, statement, statement.value, extension, name, True, None)


def _class_called(
    project: Project, application: Application, call: ast.Call, packages: str
) -> ExtensionClass | Unknown | None:
    found = _called_class(project, application.syntax, call)
    return extension_class(project, found, application.path, call, packages) if found is not None else None


def _made_up_name(syntax: Syntax, usual: str) -> str:
    """A name for an instance that was given none, which nothing else in the module has."""
    taken = syntax.scopes.module_scope.bindings
    return next(name for name in (usual, f"{usual}_extension", f"the_{usual}_extension") if name not in taken)
