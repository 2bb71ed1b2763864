"""Which classes are schemas, and whether they were written for marshmallow 2."""

from __future__ import annotations

import ast

from flask_modernize.project.dependencies import is_pinned_below
from flask_modernize.project.library_types import library_ancestors
from flask_modernize.project.objects import ClassObject
from flask_modernize.rules.matches import File

SCHEMA = "marshmallow.Schema"


def class_object(file: File, cls: ast.ClassDef) -> ClassObject:
    """The class that a statement defines."""
    return ClassObject(file.syntax.path, file.syntax.scopes.inner_scope(cls).qualname)


def is_schema(file: File, cls: ast.ClassDef) -> bool:
    """Whether a class descends from marshmallow's Schema."""
    return SCHEMA in library_ancestors(file.project, class_object(file, cls))


def is_of_two(file: File) -> bool:
    """Whether the project declares marshmallow 2, or an extension that only works with it."""
    bounds = (("marshmallow", "3"), ("flask-marshmallow", "0.11"), ("marshmallow-sqlalchemy", "0.20"))
    return any(is_pinned_below(file.project, name, below, file.syntax.path) is not None for name, below in bounds)


def options_class(cls: ast.ClassDef) -> ast.ClassDef | None:
    """The ``class Meta`` in the body of a schema."""
    return next((each for each in cls.body if isinstance(each, ast.ClassDef) and each.name == "Meta"), None)


def option(meta: ast.ClassDef, name: str) -> ast.Assign | None:
    """The statement that gives an option its value."""
    for each in meta.body:
        if isinstance(each, ast.Assign) and [getattr(target, "id", "") for target in each.targets] == [name]:
            return each
    return None
