"""Scripts that tests import for their functions, and that need the application only when they are run themselves."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Edit, ImportNeed
from flask_modernize.project.applications import Use, is_main_guard, is_test_path
from flask_modernize_codemods.app_factory.contexts import FunctionNode, outermost_function
from flask_modernize_codemods.app_factory.elsewhere import references_by_name
from flask_modernize_codemods.app_factory.scripts import FACTORY, Script

if TYPE_CHECKING:
    from flask_modernize.project import Project, Syntax


def main_function(project: Project, syntax: Syntax, uses: Sequence[Use]) -> FunctionNode | None:
    """The one function of a script that uses the application, if only ``if __name__ == "__main__":`` calls it."""
    if is_test_path(syntax.path) or len(_imports(uses)) != 1:
        return None
    functions = {
        None if use.at_import_time else outermost_function(syntax, use.reference.node)
        for use in uses
        if use.role != "import"
    }
    function = functions.pop() if len(functions) == 1 else None
    if function is None or not isinstance(syntax.scopes.parent(function), ast.Module):
        return None
    guarded = {
        line
        for statement in syntax.module.body
        if is_main_guard(statement)
        for line in range(statement.lineno, (statement.end_lineno or statement.lineno) + 1)
    }
    found = references_by_name(project, syntax.path, function.name)
    called_by_guard = all(each.path == syntax.path and each.node.lineno in guarded for each in found)
    alone = not any(each is not function for each in ast.walk(function) if isinstance(each, FunctionNode))
    return function if found and called_by_guard and alone else None


def rewrite_main_function(syntax: Syntax, uses: Sequence[Use], function: FunctionNode) -> Script | None:
    """The function makes its own application; None where its body has no line for itself."""
    (use,) = _imports(uses)
    alias = use.reference.node
    statement = syntax.scopes.parent(alias)
    if not isinstance(alias, ast.alias) or not isinstance(statement, ast.ImportFrom):
        return None
    source = syntax.source
    first, *others = function.body
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and others:
        first = others[0]
    start = source.line_span(first.lineno)[0]
    indent = source.text(start, source.offset(first.lineno, first.col_offset))
    if indent.strip():
        return None
    name = alias.asname or alias.name
    module = "." * statement.level + (statement.module or "")
    return Script(
        syntax.path,
        [Edit(syntax.path, start, start, source.encode(f"{indent}{name} = {FACTORY}()\n"))],
        [ImportNeed(syntax.path, module, FACTORY, beside_line=statement.lineno)],
        [(statement.lineno, name)],
    )


def _imports(uses: Sequence[Use]) -> list[Use]:
    return [use for use in uses if use.role == "import"]
