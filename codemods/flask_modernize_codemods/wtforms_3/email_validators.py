"""What WTForms left to other distributions: checking e-mail addresses, and fields for SQLAlchemy."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Options, Plan
from flask_modernize.project.library_types import library_names
from flask_modernize.rules.added_packages import add_package

if TYPE_CHECKING:
    from flask_modernize.project.project import Project

_EMAIL = frozenset({"wtforms.validators.Email", "wtforms.validators.email"})
_BESIDE = ("WTForms", "Flask-WTF")


def plan(project: Project, options: Options) -> Plan:
    """``email_validator`` where the validator for e-mail addresses is used."""
    if not _uses_email(project):
        return Plan()
    return add_package(project, "email-validator", ">=2", _BESIDE, "the Email validator of WTForms needs it.")


def _uses_email(project: Project) -> bool:
    for word in (b"Email", b"email"):
        for path in project.files_with(word):
            if b"wtforms" not in (data := project.tree.read(path)) and b"wtf" not in data:
                continue
            syntax = project.syntax(path)
            for node in syntax.scopes.nodes() if syntax is not None else ():
                called = isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute)
                if not called or ast.unparse(node.func).rpartition(".")[2] not in ("Email", "email"):  # type: ignore[attr-defined]
                    continue
                if syntax and _EMAIL & library_names(project, path, node.func, syntax.scopes.scope_of(node)):  # type: ignore[attr-defined]
                    return True
    return False


def plan_sqlalchemy(project: Project, options: Options) -> Plan:
    """``WTForms-SQLAlchemy`` where something is imported that was in ``wtforms.ext.sqlalchemy``."""
    paths = [*project.files_with(b"wtforms.ext.sqlalchemy"), *project.files_with(b"wtforms_sqlalchemy")]
    if not any(path.endswith(".py") for path in paths):
        return Plan()
    return add_package(project, "WTForms-SQLAlchemy", ">=0.4.1", _BESIDE, "its fields were in wtforms.ext.sqlalchemy.")
