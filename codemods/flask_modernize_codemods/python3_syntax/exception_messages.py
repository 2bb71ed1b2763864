"""``error.message``, which exceptions have no more."""

from __future__ import annotations

import ast
import builtins

from flask_modernize.project import Project
from flask_modernize.project.objects import ClassObject, External
from flask_modernize_codemods.python3_syntax.legacy_file import Answers, Codemod, LegacyFile

MESSAGE = "message"
_OLD_BUILTINS = frozenset({"StandardError"})


def answers(file: LegacyFile) -> Answers:
    """A group for each message of an exception that has none of its own, in a file of Python 2."""
    for handler in file.nodes():
        if not isinstance(handler, ast.ExceptHandler) or handler.name is None or not file.python2:
            continue
        known = _has_no_message(file, handler.type)
        for node in (each for statement in handler.body for each in ast.walk(statement)):
            if not isinstance(node, ast.Attribute) or node.attr != MESSAGE or not isinstance(node.ctx, ast.Load):
                continue
            if not (isinstance(node.value, ast.Name) and node.value.id == handler.name):
                continue
            if known and file.is_free("str", node):
                yield file.group("Ask for str() of the exception", node, [file.rewrite(node, f"str({handler.name})")])
            elif known is not True:
                text = f"{file.text(node)}: exceptions have no message on Python 3, unless their class gives them one."
                yield file.finding(node, "P-MESSAGE", text)


def _has_no_message(file: LegacyFile, kind: ast.expr | None) -> bool:
    kinds = kind.elts if isinstance(kind, ast.Tuple) else [kind]
    return all(each is not None and _is_bare(file, each) for each in kinds)


def _is_bare(file: LegacyFile, kind: ast.expr) -> bool:
    """Whether an exception class is builtin, or the project's own without a message."""
    found = file.resolve(kind)
    if isinstance(found, ClassObject):
        return _class_is_bare(file.project, found)
    return isinstance(kind, ast.Name) and file.is_builtin(kind, kind.id) and _is_exception(kind.id)


def _class_is_bare(project: Project, cls: ClassObject) -> bool:
    line = (cls, *project.ancestors(cls))
    for each in line:
        if isinstance(each, External) and _is_exception(each.name):
            continue
        if isinstance(each, External) and each.name in ("object", "BaseException"):
            continue
        if not isinstance(each, ClassObject) or _gives_message(project, each):
            return False
    return True


def _gives_message(project: Project, cls: ClassObject) -> bool:
    """Whether a class, or another one of its module, has a message of its own."""
    syntax = project.syntax(cls.path)
    if syntax is None or syntax.scopes.stores(MESSAGE):
        return True
    return any(scope.kind == "class" and MESSAGE in scope.bindings for scope in syntax.scopes.scopes())


def _is_exception(name: str) -> bool:
    found = getattr(builtins, name, None)
    return name in _OLD_BUILTINS or name == "object" or (isinstance(found, type) and issubclass(found, BaseException))


CODEMOD = Codemod((b".message",), answers)
