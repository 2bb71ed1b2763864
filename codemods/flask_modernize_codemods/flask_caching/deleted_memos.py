"""``cache.delete_memoized(self.total)``: a bound method stands for its own object today, not for all of its class."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.planning.contract import Finding
from flask_modernize.project.objects import ClassObject, FunctionObject, ModuleObject
from flask_modernize.rules.findings import VALUE
from flask_modernize.rules.matches import File, Matcher


def _find(file: File) -> Iterator[Finding]:
    for node in file.syntax.scopes.nodes():
        if not isinstance(node, ast.Call) or not file.means(node.func, "flask_caching.Cache.delete_memoized"):
            continue
        if node.args and isinstance(node.args[0], ast.Attribute) and _is_bound(file, node.args[0]):
            message = f"`{file.text(node.args[0])}` stands for the one object today: what others have cached stays"
            advice = "Give the method of the class, `delete_memoized(Class.method)`, to delete it for all."
            yield file.finding(node, VALUE, message, advice)


def _is_bound(file: File, method: ast.Attribute) -> bool:
    """Whether the method is taken from an object, not from its class or module."""
    dotted = ast.unparse(method.value) if isinstance(method.value, ast.Name | ast.Attribute) else ""
    holder = file.project.resolve(file.syntax.path, dotted, file.scope(method)) if dotted else None
    function = file.project.resolve(file.syntax.path, ast.unparse(method), file.scope(method)) if dotted else None
    return not isinstance(holder, ClassObject | ModuleObject) and not isinstance(function, FunctionObject)


MATCHER = Matcher(frozenset({b"delete_memoized"}), _find)
