"""Which classes are extensions: by the table, as subclasses of those in it, or by how the project writes its own."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flask_modernize.facts.sketch import dotted_name
from flask_modernize.project.dependencies import Declared, declared, is_pinned_below
from flask_modernize.project.installed_versions import installed_version, runs_below
from flask_modernize.project.objects import ClassObject, External, Object
from flask_modernize_codemods.unbound_extensions.constructors import row_by_constructor
from flask_modernize_codemods.unbound_extensions.extensions_table import Extension, rows_of
from flask_modernize_codemods.unbound_extensions.installed import installed_row

if TYPE_CHECKING:
    from flask_modernize.project.project import Project


@dataclass(frozen=True, slots=True)
class ExtensionClass:
    """The class that is called, and the row that says how it is bound."""

    cls: External | ClassObject
    row: Extension

    @property
    def name(self) -> str:
        return self.cls.name.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class Unknown:
    """Why a class that takes the application cannot be unbound."""

    code: str
    message: str


def extension_class(
    project: Project, cls: Object, path: str, call: ast.Call, packages: str = ""
) -> ExtensionClass | Unknown | None:
    """What a class is that is called in ``path``; None when it does not look like an extension.

    ``packages`` is a directory with installed packages in which classes are looked up that are not in the table.
    """
    if isinstance(cls, External):
        rows = rows_of(cls.name)
        if not rows:
            row = installed_row(packages, cls.name) if packages else None
            return _not_in_the_table(cls) if row is None else ExtensionClass(cls, row)
    elif isinstance(cls, ClassObject):
        # The repository of an extension holds the class itself, beside its examples.
        rows = rows_of(f"{project.module_name(cls.path)}.{cls.qualname}")
        if rows:
            return _known(project, cls, rows, path, call)
        inherited = _inherited_rows(project, cls)
        if isinstance(inherited, Unknown) or inherited is None:
            return inherited
        rows = inherited
    else:
        return None
    return _known(project, cls, rows, path, call)


def _known(
    project: Project, cls: External | ClassObject, rows: tuple[Extension, ...], path: str, call: ast.Call
) -> ExtensionClass | Unknown:
    if rows[0].refused:
        return Unknown("X-NO-INIT-APP", rows[0].refused)
    row = _row_for(project, rows, path, call)
    return row if isinstance(row, Unknown) else ExtensionClass(cls, row)


def _not_in_the_table(cls: External) -> Unknown | None:
    module, _, name = cls.name.rpartition(".")
    own = module.partition(".")[0] in ("flask", "werkzeug")
    if own or "flask" not in module.lower() or not name[:1].isupper():
        return None
    return Unknown("X-UNKNOWN", f"it is not known how {cls.name} is bound to an app")


# --- classes of the project ---


def _inherited_rows(project: Project, cls: ClassObject) -> tuple[Extension, ...] | Unknown | None:
    """The rows of the extension that a class of the project descends from, if it leaves the constructor alone."""
    for ancestor in (cls, *project.ancestors(cls)):
        if isinstance(ancestor, External) and (rows := rows_of(ancestor.name)):
            return rows
        node = _class(project, ancestor) if isinstance(ancestor, ClassObject) else None
        if node is None or not any(isinstance(each, ast.FunctionDef) and each.name == "__init__" for each in node.body):
            continue
        row = row_by_constructor(node, cls.qualname)
        if row is not None:
            return (replace(row, instance=row.instance.rpartition(".")[2]),)
        if _has_method(project, cls, "init_app"):
            return Unknown("X-CONSTRUCTOR", f"{ancestor.name} has a constructor of its own")  # type: ignore[union-attr]
        return None
    return None


def _has_method(project: Project, cls: ClassObject, name: str) -> bool:
    for ancestor in (cls, *project.ancestors(cls)):
        if isinstance(ancestor, External) and rows_of(ancestor.name):
            return True
        node = _class(project, ancestor) if isinstance(ancestor, ClassObject) else None
        if node is not None and any(isinstance(each, ast.FunctionDef) and each.name == name for each in node.body):
            return True
    return False


def _class(project: Project, cls: ClassObject) -> ast.ClassDef | None:
    syntax = project.syntax(cls.path)
    scope = syntax.scopes.scope_of_class(cls.qualname) if syntax is not None else None
    return scope.node if scope is not None and isinstance(scope.node, ast.ClassDef) else None


# --- versions ---


def _row_for(project: Project, rows: tuple[Extension, ...], path: str, call: ast.Call) -> Extension | Unknown:
    """The row for the version that the project declares, or that the arguments tell."""
    if len(rows) == 1:
        return rows[0]
    newer, older = rows[0], rows[1]
    if installed_version(project, newer.distribution) is not None:
        return older if runs_below(project, newer.distribution, newer.since, path) else newer
    declaration = declared(project, path).get(newer.distribution)
    if is_pinned_below(project, newer.distribution, newer.since, path) is not None:
        return older
    if declaration is not None and _only_from(declaration, newer.since):
        return newer
    given = {keyword.arg for keyword in call.keywords}
    told = [row for row in rows if given & set(row.telling)]
    if told:
        return told[0]
    fitting = [row for row in rows if _app_may_stand_there(row, call)]
    if len(fitting) == 1:
        return fitting[0]
    if (
        newer.distribution == "flask-sqlalchemy"
        or len(call.args) + len(call.keywords) == 1
        or _same(newer, older, call)
    ):
        return older
    return Unknown(
        "X-VERSION", f"the arguments mean different things before and after {newer.distribution} {newer.since}"
    )


def _app_may_stand_there(row: Extension, call: ast.Call) -> bool:
    """Whether the positional argument called like an app stands where this row has the application."""
    place = row.positional.index("app")
    names = [dotted_name(each) or "" for each in call.args]
    apps = [index for index, name in enumerate(names) if name.rpartition(".")[2] in ("app", "application")]
    return not apps or apps == [place]


def _same(newer: Extension, older: Extension, call: ast.Call) -> bool:
    """Whether two rows treat the arguments that are given alike."""
    names = [keyword.arg or "*" for keyword in call.keywords]
    if len(call.args) > 1:
        if newer.positional[: len(call.args)] != older.positional[: len(call.args)]:
            return False
        names += newer.positional[1 : len(call.args)]
    return all(_place(newer, name) == _place(older, name) for name in names if name != "app")


def _place(row: Extension, name: str) -> bool:
    return row.to_init_app == ("*",) or name in row.to_init_app


def _only_from(declaration: Declared, version: str) -> bool:
    """Whether only ``version`` and later ones are allowed."""
    from packaging.specifiers import InvalidSpecifier, SpecifierSet
    from packaging.version import InvalidVersion, Version

    try:
        if declaration.pinned is not None:
            return Version(declaration.pinned) >= Version(version)
        bounds = _lower_bounds(SpecifierSet(declaration.specifier))
        return any(Version(bound) >= Version(version) for bound in bounds)
    except (InvalidSpecifier, InvalidVersion):
        return False


def _lower_bounds(specifiers: object) -> Iterator[str]:
    for each in specifiers:  # type: ignore[attr-defined]
        if each.operator in (">=", ">", "~=", "=="):
            yield each.version.removesuffix(".*")
