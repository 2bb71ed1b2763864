"""Whether a schema of marshmallow 2 was strict: then it raised its errors as all schemas do today."""

from __future__ import annotations

import ast

from flask_modernize.project.class_lines import described_line
from flask_modernize.project.library_types import library_types
from flask_modernize.project.objects import ClassObject
from flask_modernize.project.value_flow import Place
from flask_modernize.rules.matches import File


def is_strict(file: File, call: ast.Call) -> bool:
    """Whether the schema whose ``load()`` is called was made with ``strict=True``, or has it as an option."""
    schema = call.func.value if isinstance(call.func, ast.Attribute) else call.func
    if _is_made_strict(_made(file, schema)):
        return True
    cls = library_types(file.project).class_of(Place(file.syntax.path, file.scope(call)), schema)
    return cls is not None and _has_option(file, cls)


def _made(file: File, schema: ast.expr) -> ast.expr | None:
    """The expression that makes the schema, where it stands in the same file."""
    if not isinstance(schema, ast.Name):
        return schema
    owner = file.scope(schema).lookup(schema.id)
    bindings = owner.bindings.get(schema.id, []) if owner is not None else []
    return bindings[0].value if len(bindings) == 1 else None


def _is_made_strict(made: ast.expr | None) -> bool:
    return isinstance(made, ast.Call) and any(
        each.arg == "strict" and isinstance(each.value, ast.Constant) and each.value.value is True
        for each in made.keywords
    )


def _has_option(file: File, cls: ClassObject) -> bool:
    """``strict = True`` in the nearest ``class Meta`` of its line."""
    for each, _ in described_line(file.project, cls):
        syntax = file.project.syntax(each.path)
        scope = syntax.scopes.scope_of_class(f"{each.qualname}.Meta") if syntax is not None else None
        if scope is not None:
            bound = scope.bindings.get("strict", [])
            value = bound[0].value if len(bound) == 1 else None
            return isinstance(value, ast.Constant) and value.value is True
    return False
