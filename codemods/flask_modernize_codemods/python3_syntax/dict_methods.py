"""What dictionaries have no more: iteritems() and its like, and has_key().

Nothing of Python 3's own has these methods, so that a call fails whatever it is made on: unless the project has a class
with such a method, or the object is of a library that kept it.
"""

from __future__ import annotations

import ast
import re

from flask_modernize.facts.sketch import dotted_name
from flask_modernize.project import Project
from flask_modernize.project.memory import remembered
from flask_modernize.project.objects import External
from flask_modernize_codemods.python3_syntax.legacy_file import Answers, Codemod, LegacyFile
from flask_modernize_codemods.python3_syntax.value_kinds import kind_of

RENAMED = {
    "iteritems": "items",
    "iterkeys": "keys",
    "iterlists": "lists",
    "iterlistvalues": "listvalues",
    "itervalues": "values",
    "viewitems": "items",
    "viewkeys": "keys",
    "viewvalues": "values",
}
HAS_KEY = "has_key"
_DEFINED = re.compile(rb"\bdef (" + b"|".join(name.encode() for name in (*RENAMED, HAS_KEY)) + rb")\b")
_WITH_OWN = re.compile(rb"^\s*(?:import|from) (?:pandas|shelve|bsddb|dbm|bs4|BeautifulSoup)\b", re.MULTILINE)
"""Libraries with methods of these names that are not a dictionary's, or were for long."""


def answers(file: LegacyFile) -> Answers:
    """A group for each call, or a finding where another method of that name may be meant."""
    own = _own_methods(file.project)
    foreign = _WITH_OWN.search(file.syntax.source.data) is not None
    for node in file.nodes():
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        method = node.func.attr
        wanted = 1 if method == HAS_KEY else 0
        if (method not in RENAMED and method != HAS_KEY) or len(node.args) != wanted or node.keywords:
            continue
        if isinstance(file.resolve(node.func.value), External) and _is_module(file, node.func.value):
            continue
        if (method in own or foreign) and kind_of(file, node.func.value) != "dict":
            text = f"{method}() may be the method of a class that has one by this name."
            yield file.finding(node.func.value, "P-RECEIVER", text)
        elif method == HAS_KEY:
            yield from _has_key(file, node, node.func)
        else:
            end = file.end(node.func)
            edit = file.replace(end - len(method), end, RENAMED[method])
            yield file.group(f"Replace {method}() by {RENAMED[method]}()", node, [edit])


def _is_module(file: LegacyFile, node: ast.expr) -> bool:
    """Whether a receiver is a module (six, future.utils), whose function takes the dictionary."""
    dotted = dotted_name(node)
    bindings = file.scope(node).lookup(dotted.partition(".")[0]) if dotted else None
    found = bindings.bindings[(dotted or "").partition(".")[0]] if bindings is not None else []
    return any(each.kind == "import" and each.name is None for each in found)


@remembered
def _own_methods(project: Project) -> frozenset[str]:
    """Those of the methods that a class of the project defines."""
    found: set[str] = set()
    for word in (*RENAMED, HAS_KEY):
        for path in project.files_with(f"def {word}".encode()):
            found |= {name.decode() for name in _DEFINED.findall(project.tree.read(path))}
    return frozenset(found)


def _has_key(file: LegacyFile, node: ast.Call, function: ast.Attribute) -> Answers:
    """``key in d``, with ``not`` taken in; in parentheses where it stands inside of another operator."""
    key, receiver = file.text(node.args[0]), file.text(function.value)
    if "\n" in key + receiver or not isinstance(function.value, ast.Name | ast.Attribute | ast.Subscript | ast.Call):
        yield file.finding(node, "P-RECEIVER", "has_key() on an expression that cannot be turned round.")
        return
    if isinstance(node.args[0], ast.Compare | ast.BoolOp | ast.IfExp | ast.Lambda | ast.NamedExpr | ast.GeneratorExp):
        key = f"({key})"
    parent = file.syntax.scopes.parent(node)
    replaced: ast.expr = node
    operator = "in"
    if isinstance(parent, ast.UnaryOp) and isinstance(parent.op, ast.Not) and _is_written_so(file, parent, node):
        replaced, operator = parent, "not in"
        parent = file.syntax.scopes.parent(parent)
    text = f"{key} {operator} {receiver}"
    if isinstance(parent, ast.Compare | ast.BinOp | ast.UnaryOp | ast.Attribute | ast.Subscript | ast.Starred):
        text = f"({text})"
    yield file.group(f"Replace has_key() by {operator}", node, [file.rewrite(replaced, text)])


def _is_written_so(file: LegacyFile, outer: ast.UnaryOp, inner: ast.expr) -> bool:
    """Whether nothing but space stands between ``not`` and what it denies."""
    data = file.syntax.source.data
    return data[file.start(outer) + 3 : file.start(inner)].strip(b" ") == b"" and file.end(outer) == file.end(inner)


CODEMOD = Codemod(tuple(name.encode() for name in (*RENAMED, HAS_KEY)), answers, certain=True)
